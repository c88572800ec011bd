"""What CommonMark says about a note: what is text and what is code, its headings and its links.

pulldown-cmark (through pyromark) does the parsing; this module keeps what the rest of the room
asks for. It counts bytes; every place here is a character of the note.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, cast

import msgspec
from pyromark import Markdown, Options

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_MATH
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
_CELL = re.compile(r"(?:[^|\\\r\n]|\\.)+")
_PARSER = Markdown(options=OPTIONS)
_CONTAINERS = frozenset({"BlockQuote", "List", "FootnoteDefinition"})
_LEVELS = {f"H{n}": n for n in range(1, 7)}


class Range(NamedTuple):
    """Characters from `start` up to, not including, `end`."""

    start: int
    end: int


class MarkdownLink(NamedTuple):
    """A link or image as CommonMark reads it."""

    start: int
    end: int
    text_end: int
    """Where the link's text ends and its destination or label begins."""
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


_Span = dict[str, int]
_UNREAD = MarkdownLink(0, 0, 0, "", "", "", False)


class Outline:
    """One note's structure, each list in the order of the text."""

    __slots__ = (
        "cells",
        "chunks",
        "code",
        "footnotes",
        "headings",
        "html",
        "links",
        "nested",
        "text_ends",
        "text_starts",
    )

    def __init__(self) -> None:
        self.text_starts: list[int] = []
        """Where the runs of running text begin, in which a wikilink or a tag may begin."""
        self.text_ends: list[int] = []
        self.chunks: list[str] = []
        """The words of these runs, escapes resolved."""
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
    """From bytes of a body to characters of its note; quick when asked from place to place."""

    __slots__ = ("_byte", "_data", "_place", "_start")

    def __init__(self, text: str, start: int) -> None:
        self._data = text.encode()
        self._byte = 0
        self._start = self._place = start

    def at(self, byte: int) -> int:
        """Return the character that begins at a byte."""
        if byte >= self._byte:
            passed = self._data[self._byte : byte]
            self._place += len(passed) if passed.isascii() else len(passed.decode())
        else:
            self._place -= len(self._data[byte : self._byte].decode())
        self._byte = byte
        return self._place

    def runs(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """Turn ranges that follow one another into characters, all in one loop."""
        data, byte, place = self._data, 0, self._start
        begun, ended = [], []
        for start, end in zip(starts, ends, strict=True):
            between = data[byte:start]
            place += len(between) if between.isascii() else len(between.decode())
            begun.append(place)
            place += len(data[start:end].decode())
            ended.append(place)
            byte = end
        return begun, ended


class _Bytes:
    """The same where each character is one byte."""

    __slots__ = ("_start", "at")

    def __init__(self, start: int) -> None:
        self._start = start
        self.at = start.__add__

    def runs(self, starts: list[int], ends: list[int]) -> tuple[list[int], list[int]]:
        """Turn ranges into characters."""
        shift = self._start
        return ([n + shift for n in starts], [n + shift for n in ends]) if shift else (starts, ends)


def events(text: str, *, merge: bool = True) -> Iterator[tuple[Any, _Span]]:
    """Yield what pulldown-cmark sees, with its bytes: `{"Start": "Paragraph"}, {"start": 0, …}`.

    Merged, a run of text is one event; else each of its entities is one for itself.
    """
    return cast(Iterator[tuple[Any, _Span]], _PARSER.events_with_range(text, merge_text=merge))


def outline(text: str, start: int = 0) -> Outline:
    """Parse what stands after the first `start` characters of a note.

    A table row with more cells than its head is read whole, as Obsidian does; CommonMark's table
    extension drops the rest.

    Raises:
        UnicodeEncodeError: the text holds a lone surrogate.
    """
    rest = text[start:]
    characters = _Bytes(start) if rest.isascii() else _Characters(rest, start)
    walk = _Walk(characters.at)
    found = walk.found
    starts, ends, chunks = found.text_starts, found.text_ends, found.chunks
    for event, span in events(rest):
        if event.__class__ is dict:  # else a line break or a rule
            name, value = event.popitem()  # an event is a dict of one entry, and ours alone
            if name == "Text":
                if not walk.in_code:
                    starts.append(span["start"])
                    ends.append(span["end"])
                    chunks.append(value)
            elif name == "Start":
                if value != "Paragraph":  # as half of all are
                    walk.start(value, span)
            elif name == "End":
                if value != "Paragraph":
                    walk.end(value, span)
            else:
                walk.within(name, value, span)
        walk.previous = span
    found.text_starts, found.text_ends = characters.runs(starts, ends)
    spare = [cell for row in walk.rests for cell in _spare_cells(text, row)]
    if spare:
        runs = sorted([*zip(found.text_starts, found.text_ends, strict=True), *spare])
        found.text_starts, found.text_ends = [n for n, _ in runs], [n for _, n in runs]
        found.cells = sorted([*found.cells, *spare])
    return found


class _Walk:
    """What is open and what was found, on the way through the events of one note."""

    __slots__ = ("_at", "_begun", "_depth", "_opened", "found", "in_code", "previous", "rests")

    def __init__(self, at: Callable[[int], int]) -> None:
        """`at` is where a byte stands."""
        self._at = at
        self._begun = 0
        self._depth = 0
        self._opened: list[tuple[int, int, dict[str, Any], _Span]] = []
        self.found = Outline()
        self.in_code = False
        self.previous: _Span = {"start": 0, "end": 0}
        self.rests: list[Range] = []
        """Of table rows: what stands behind their last cell."""

    def start(self, value: Any, span: _Span) -> None:
        """Begin `"TableCell"`, or `{"Heading": details}`."""
        if value.__class__ is str:
            if value == "TableCell" or value == "HtmlBlock":
                self._begun = self._at(span["start"])
            return
        kind, what = value.popitem()
        if kind == "Heading":
            self._begun = self._at(span["start"])
        elif kind == "Link" or kind == "Image":
            self._opened.append((len(self.found.links), self._at(span["start"]), what, span))
            self.found.links.append(_UNREAD)
        elif kind == "CodeBlock":
            self.in_code = True
            self._begun = self._at(span["start"])
        elif kind in _CONTAINERS:
            self._depth += 1
            if kind == "FootnoteDefinition":
                self.found.footnotes.append(what)

    def end(self, value: Any, span: _Span) -> None:
        """End `"Link"`, or `{"Heading": details}`."""
        if value.__class__ is not str:
            kind, what = value.popitem()
            if kind == "Heading":
                self._end_heading(_LEVELS[what], span)
            else:
                self._depth -= kind in _CONTAINERS
        elif value == "Link" or value == "Image":
            self._end_link(span, image=value == "Image")
        elif value == "CodeBlock":
            self.in_code = False
            self.found.code.append(Range(self._begun, self._at(span["end"])))
        elif value == "TableCell":
            self.found.cells.append(Range(self._begun, self._at(span["end"])))
        elif value == "HtmlBlock":
            self.found.html.append(Range(self._begun, self._at(span["end"])))
        elif value == "TableRow":
            cells = self.found.cells
            border = cells[-1].end if cells else self._at(span["start"])
            self.rests.append(Range(border, self._at(span["end"])))
        elif value == "FootnoteDefinition":
            self._depth -= 1

    def within(self, name: str, value: Any, span: _Span) -> None:
        """Pass over code or HTML in a line."""
        if name == "Code":
            self.found.code.append(Range(self._at(span["start"]), self._at(span["end"])))
            self.found.chunks.append(value)
        elif name == "InlineHtml":
            self.found.html.append(Range(self._at(span["start"]), self._at(span["end"])))

    def _end_heading(self, level: int, span: _Span) -> None:
        if self._depth:
            self.found.nested.append(Range(self._begun, self._at(span["end"])))
        else:
            end = self._at(span["end"])
            self.found.headings.append(MarkdownHeading(self._begun, end, level))

    def _end_link(self, span: _Span, *, image: bool) -> None:
        """A link's text ends where the last event inside it does."""
        place, first, what, opening = self._opened.pop()
        previous = self.previous
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


def _spare_cells(text: str, rest: Range) -> Iterator[Range]:
    """Yield what a row holds beyond its table's columns: cells, split at unescaped pipes."""
    if rest.end - rest.start > 3:
        for match in _CELL.finditer(text, *rest):
            if match.group().strip():
                yield Range(*match.span())
