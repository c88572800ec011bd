"""Parse Markdown: which ranges are text, code or HTML, and where headings and links are.

pulldown-cmark (through pyromark) does the parsing; this module keeps the events that the other
modules need. The parser counts bytes; all places here are characters of the note.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Iterator
from operator import attrgetter
from typing import Any, NamedTuple, cast

import msgspec
from pyromark import Markdown, Options

from noteweave.vault.parsing.positions import Range, with_newlines

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_MATH
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
_AFTER_FENCE = re.compile(r"(?<=[`~]{3})[ \t]+(?=[\r\n]|\Z)")
_CELL = re.compile(r"(?:[^|\\\r\n]|\\.)+")
_PARSER = Markdown(options=OPTIONS)
_Span = dict[str, int]
_Text = tuple[_Span, str]
_REWRITTEN = b"&\\\r\t\0"
_CONTAINERS = frozenset({"BlockQuote", "List", "FootnoteDefinition"})
_start = attrgetter("start")
_new = tuple.__new__  # creates a named tuple in half the time
_LEVELS = {f"H{n}": n for n in range(1, 7)}


class MarkdownLink(NamedTuple):
    """A link or image as CommonMark reads it."""

    start: int
    end: int
    text_end: int
    """Where the link's text ends, and its destination or label begins."""
    destination: str
    """Backslash escapes and entities resolved, percent escapes not."""
    title: str
    type: str
    """Inline, Reference, Collapsed, Shortcut, Autolink or Email."""
    image: bool


class MarkdownHeading(msgspec.Struct, gc=False):
    """A heading outside quotes and lists."""

    start: int
    end: int
    level: int


_UNREAD = MarkdownLink(0, 0, 0, "", "", "", False)


class MarkdownOutline:
    """One note's structure, each list in the order of the text."""

    __slots__ = (
        "cells",
        "code",
        "footnotes",
        "headings",
        "html",
        "links",
        "nested",
        "prose",
        "text_ends",
        "text_starts",
    )

    def __init__(self) -> None:
        self.text_starts: list[int] = []
        """Where each run of text begins; only there may a wikilink or a tag begin."""
        self.text_ends: list[int] = []
        self.prose = b""
        """Running text and code spans in UTF-8, escapes resolved."""
        self.code: list[Range] = []
        """Code spans and code blocks."""
        self.html: list[Range] = []
        self.cells: list[Range] = []
        self.headings: list[MarkdownHeading] = []
        self.nested: list[Range] = []
        """Headings inside quotes and lists."""
        self.links: list[MarkdownLink] = []
        self.footnotes: list[str] = []

    def is_text(self, place: int) -> bool:
        """Whether a character is running text."""
        run = bisect_right(self.text_starts, place) - 1
        return run >= 0 and place < self.text_ends[run]


class _Characters:
    """Converts byte offsets of a body to characters of its note; fast for ascending offsets."""

    __slots__ = ("_byte", "_data", "_place", "_start")

    def __init__(self, text: str, start: int) -> None:
        self._data = text.encode()
        self._byte = 0
        self._start = self._place = start

    def at(self, byte: int) -> int:
        """Return the character at a byte offset."""
        if byte >= self._byte:
            passed = self._data[self._byte : byte]
            self._place += len(passed) if passed.isascii() else len(passed.decode())
        else:
            self._place -= len(self._data[byte : self._byte].decode())
        self._byte = byte
        return self._place

    def runs(self, texts: list[_Text]) -> tuple[list[int], list[int]]:
        """Convert the ranges of text events, in order, to characters."""
        data, byte, place = self._data, 0, self._start
        begun, ended = [], []
        verbatim = is_verbatim(data)
        for span, text in texts:
            start = span["start"]
            if start != byte:
                between = data[byte:start]
                place += len(between) if between.isascii() else len(between.decode())
            byte = span["end"]
            begun.append(place)
            place += len(text) if verbatim else len(data[start:byte].decode())
            ended.append(place)
        return begun, ended


class _Bytes:
    """The same for text in which every character is one byte."""

    __slots__ = ("_start", "at")

    def __init__(self, start: int) -> None:
        self._start = start
        self.at = start.__add__

    def runs(self, texts: list[_Text]) -> tuple[list[int], list[int]]:
        """Convert the ranges of text events to characters."""
        shift = self._start
        begun = [span["start"] + shift for span, _ in texts]
        ended = [span["end"] + shift for span, _ in texts]
        return begun, ended


def events(text: str, *, merge: bool = True) -> Iterator[tuple[Any, _Span]]:
    """Yield pulldown-cmark's events with their bytes: `{"Start": "Paragraph"}, {"start": 0, …}`.

    Merged, a run of text is one event; otherwise each entity in it is an event of its own.

    Two things of CommonMark 0.31.2 that pulldown-cmark does not know are replaced by others of the
    same length: a carriage return that ends a line, and tabs after a closing fence
    (https://spec.commonmark.org/0.31.2/#fenced-code-blocks).
    """
    text = with_newlines(text)
    if "\t" in text and ("```" in text or "~~~" in text):
        text = _AFTER_FENCE.sub(lambda blank: " " * len(blank[0]), text)
    return cast(Iterator[tuple[Any, _Span]], _PARSER.events_with_range(text, merge_text=merge))


def definitions(text: str) -> dict[str, str]:
    """Return the destinations of the link reference definitions by `label_key`."""
    found = _PARSER.reference_definitions(with_newlines(text))
    return {label_key(label): definition["dest"] for label, definition in found.items()}


def label_key(label: str) -> str:
    """Return the form in which labels are compared (CommonMark 0.31.2, "matches")."""
    return " ".join(label.split()).casefold()


def is_verbatim(source: bytes) -> bool:
    """Whether the text of every event is exactly its source."""
    return not any(mark in source for mark in _REWRITTEN)


def outline(text: str, start: int = 0) -> MarkdownOutline:
    """Parse the body of a note; `start` characters stand before it.

    A table row with more cells than its head is read whole, as Obsidian does; CommonMark's table
    extension drops the rest.

    Raises:
        UnicodeEncodeError: the text holds a lone surrogate.
    """
    seen = events(text)  # caches the bytes of the text, which are needed next
    characters = _Bytes(start) if text.isascii() else _Characters(text, start)
    walk = _Walk(characters.at)
    found = walk.found
    texts: list[_Text] = []
    previous: _Span = {}
    for event, span in seen:
        if event.__class__ is dict:  # otherwise a line break or a rule
            name, value = event.popitem()  # a dict of one entry, used only here
            if name == "Text":
                if walk.code_end <= span["start"] < span["end"]:  # some are empty
                    texts.append((span, value))
            elif name == "Start":
                if value != "Paragraph":  # half of all events
                    walk.start(value, span)
            elif name != "End":
                walk.within(name, value, span)
            elif walk.opened and (value == "Link" or value == "Image"):
                walk.end_link(previous, span)
        previous = span
    found.text_starts, found.text_ends = characters.runs(texts)
    prose = " ".join([text for _, text in texts] + walk.spans)
    found.prose = prose.encode("utf-8", "replace")
    if walk.rows:
        _add_spare_cells(text, start, found, walk.rows)
    return found


class _Walk:
    """Collects the outline of one note from its events.

    The start event of an element has its whole range, so most end events are ignored.
    """

    __slots__ = ("_at", "_nested", "code_end", "found", "opened", "rows", "spans")

    def __init__(self, at: Callable[[int], int]) -> None:
        """`at` converts a byte offset to a character."""
        self._at = at
        self._nested = 0
        """Where the last quote or list that has begun ends, in bytes."""
        self.code_end = 0
        """Where the last block of code ends, in bytes."""
        self.found = MarkdownOutline()
        self.opened: list[tuple[int, int, dict[str, Any], _Span, bool]] = []
        """Links that have begun: index, first character, details, byte range, whether an image."""
        self.rows: list[Range] = []
        """Rows of tables."""
        self.spans: list[str] = []
        """The texts of code spans."""

    def start(self, value: Any, span: _Span) -> None:
        """Handle a start event: `"TableCell"`, or `{"Heading": details}`."""
        found = self.found
        if value.__class__ is str:
            if value == "TableCell":
                found.cells.append(self._range(span))
            elif value == "TableRow":
                self.rows.append(self._range(span))
            elif value == "HtmlBlock":
                found.html.append(self._range(span))
            return
        kind, what = value.popitem()
        if kind == "Heading":
            if span["start"] < self._nested:
                found.nested.append(self._range(span))
            else:
                begin, end = self._range(span)
                found.headings.append(MarkdownHeading(begin, end, _LEVELS[what["level"]]))
        elif kind == "Link" or kind == "Image":
            place = self._at(span["start"])
            self.opened.append((len(found.links), place, what, span, kind == "Image"))
            found.links.append(_UNREAD)
        elif kind == "CodeBlock":
            self.code_end = span["end"]
            found.code.append(self._range(span))
        elif kind in _CONTAINERS:
            self._nested = max(self._nested, span["end"])
            if kind == "FootnoteDefinition":
                found.footnotes.append(what)

    def within(self, name: str, value: Any, span: _Span) -> None:
        """Handle code or HTML inside a line."""
        if name == "Code":
            self.found.code.append(self._range(span))
            self.spans.append(value)
        elif name == "InlineHtml":
            self.found.html.append(self._range(span))

    def end_link(self, previous: _Span, span: _Span) -> None:
        """Handle the end of a link or image; its text ends where the last event inside it does."""
        place, first, what, opening, image = self.opened.pop()
        text_end = first + 1 + image if previous is opening else self._at(previous["end"])
        self.found.links[place] = MarkdownLink(
            first,
            self._at(span["end"]),
            text_end,
            what["dest_url"],
            what["title"],
            what["link_type"],
            image,
        )

    def _range(self, span: _Span) -> Range:
        return _new(Range, (self._at(span["start"]), self._at(span["end"])))


def _add_spare_cells(text: str, start: int, found: MarkdownOutline, rows: list[Range]) -> None:
    """Add the cells of rows beyond the columns of the table's head, split at unescaped pipes."""
    spare = []
    for row in rows:
        n = bisect_left(found.cells, row.end, key=_start) - 1
        last = found.cells[n].end if n >= 0 else row.start
        if row.end - last > 3:
            cells = _CELL.finditer(text, max(last, row.start) - start, row.end - start)
            spare += [
                Range(cell.start() + start, cell.end() + start)
                for cell in cells
                if cell.group().strip()
            ]
    if spare:
        runs = sorted([*zip(found.text_starts, found.text_ends, strict=True), *spare])
        found.text_starts, found.text_ends = [n for n, _ in runs], [n for _, n in runs]
        found.cells = sorted([*found.cells, *spare])
