"""What CommonMark says about a note: what is text and what is code, its headings and its links.

pulldown-cmark (through pyromark) does the parsing; this module keeps what the rest of the room
asks for. All positions here are byte offsets into the UTF-8 text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple, cast

from pyromark import Markdown, Options

OPTIONS = (
    Options.ENABLE_TABLES
    | Options.ENABLE_FOOTNOTES
    | Options.ENABLE_MATH
    | Options.ENABLE_STRIKETHROUGH
    | Options.ENABLE_TASKLISTS
)
_CELL = re.compile(rb"(?:[^|\\\r\n]|\\.)+")
_PARSER = Markdown(options=OPTIONS)
_CONTAINERS = frozenset({"BlockQuote", "List", "FootnoteDefinition"})
_LEVELS = {f"H{n}": n for n in range(1, 7)}


class Range(NamedTuple):
    """Bytes from `start` up to, not including, `end`."""

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


class MarkdownHeading(NamedTuple):
    """A heading outside quotes and lists."""

    start: int
    end: int
    level: int


_Span = dict[str, int]
_new = tuple.__new__
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
        "texts",
    )

    def __init__(self) -> None:
        self.texts: list[Range] = []
        """Runs of running text: where a wikilink or a tag may begin."""
        self.chunks: list[str] = []
        """The words of `texts`, escapes resolved."""
        self.code: list[Range] = []
        """Code spans and code blocks."""
        self.html: list[Range] = []
        self.cells: list[Range] = []
        self.headings: list[MarkdownHeading] = []
        self.nested: list[Range] = []
        """Headings inside quotes and lists."""
        self.links: list[MarkdownLink] = []
        self.footnotes: list[str] = []


def events(text: str, *, merge: bool = True) -> Iterator[tuple[Any, dict[str, int]]]:
    """Yield what pulldown-cmark sees, with its bytes: `{"Start": "Paragraph"}, {"start": 0, …}`.

    Merged, a run of text is one event; else each of its entities is one for itself.
    """
    return cast(
        Iterator[tuple[Any, dict[str, int]]], _PARSER.events_with_range(text, merge_text=merge)
    )


def outline(text: str, data: bytes) -> Outline:
    """Parse a note's body; `text` holds no lone surrogates, `data` is its UTF-8.

    A table row with more cells than its head is read whole, as Obsidian does; CommonMark's table
    extension drops the rest.
    """
    found = Outline()
    texts, chunks = found.texts, found.chunks
    in_code = False
    depth = 0
    opened: list[tuple[int, dict[str, Any], _Span]] = []
    previous: _Span = {"start": 0, "end": 0}
    events = cast(Iterator[tuple[Any, _Span]], _PARSER.events_with_range(text, merge_text=True))
    for event, span in events:
        if event.__class__ is str:  # a line break or a rule
            previous = span
            continue
        name, value = event.popitem()  # an event is a dict of one entry, and ours alone
        if name == "Text":
            if not in_code:
                texts.append(_new(Range, (span["start"], span["end"])))
                chunks.append(value)
        elif name == "Start":
            if value.__class__ is str:
                if value == "TableCell":
                    found.cells.append(Range(span["start"], span["end"]))
                elif value == "HtmlBlock":
                    found.html.append(Range(span["start"], span["end"]))
            else:
                kind, what = value.popitem()
                if kind == "Link" or kind == "Image":
                    opened.append((len(found.links), what, span))
                    found.links.append(_UNREAD)
                elif kind == "Heading":
                    if depth:
                        found.nested.append(Range(span["start"], span["end"]))
                    else:
                        level = _LEVELS[what["level"]]
                        found.headings.append(MarkdownHeading(span["start"], span["end"], level))
                elif kind == "CodeBlock":
                    in_code = True
                    found.code.append(Range(span["start"], span["end"]))
                elif kind in _CONTAINERS:
                    depth += 1
                    if kind == "FootnoteDefinition":
                        found.footnotes.append(what)
        elif name == "End":
            if value == "Link" or value == "Image":
                place, what, start = opened.pop()
                found.links[place] = _link(what, span, start, previous, value == "Image")
            elif value == "CodeBlock":
                in_code = False
            elif value == "TableRow":
                _read_spare_cells(found, data, span)
            elif value.__class__ is dict:
                depth -= next(iter(value)) in _CONTAINERS
            elif value == "FootnoteDefinition":
                depth -= 1
        elif name == "Code":
            found.code.append(Range(span["start"], span["end"]))
            chunks.append(value)
        elif name == "InlineHtml":
            found.html.append(Range(span["start"], span["end"]))
        previous = span
    return found


def _link(
    what: dict[str, Any], span: _Span, start: _Span, previous: _Span, image: bool
) -> MarkdownLink:
    """Put a link together: its text ends where the last event inside it ends."""
    text_end = span["start"] + 1 + image if previous is start else previous["end"]
    return MarkdownLink(
        span["start"],
        span["end"],
        text_end,
        what["dest_url"],
        what["title"],
        what["link_type"],
        image,
    )


def _read_spare_cells(found: Outline, data: bytes, row: _Span) -> None:
    """Read what a row holds beyond its table's columns: cells, split at unescaped pipes."""
    border = found.cells[-1].end if found.cells else row["start"]
    if row["end"] - border <= 3:
        return
    for match in _CELL.finditer(data, border, row["end"]):
        if match.group().strip():
            spare = Range(match.start(), match.end())
            found.cells.append(spare)
            found.texts.append(spare)
