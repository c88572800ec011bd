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


class Outline:
    """One note's structure, each list in the order of the text."""

    __slots__ = ("cells", "chunks", "code", "footnotes", "headings", "html", "links", "texts")

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
    depth = 0
    in_code = False
    last = 0  # where the last event ended
    open_links: list[tuple[int, dict[str, Any], bool]] = []
    for event, span in events(text):
        start, end = span["start"], span["end"]
        if isinstance(event, str):
            last = end
            continue
        ((name, value),) = event.items()
        if name == "Text":
            if not in_code:
                texts.append(Range(start, end))
                chunks.append(value)
        elif name == "Start":
            kind = value if isinstance(value, str) else next(iter(value))
            if kind in _CONTAINERS:
                depth += 1
                if kind == "FootnoteDefinition":
                    found.footnotes.append(value[kind])
            elif kind == "Heading":
                if not depth:
                    level = _LEVELS[value[kind]["level"]]
                    found.headings.append(MarkdownHeading(start, end, level))
            elif kind == "CodeBlock":
                in_code = True
                found.code.append(Range(start, end))
            elif kind == "TableCell":
                found.cells.append(Range(start, end))
            elif kind in ("Link", "Image"):
                open_links.append((len(found.links), value[kind], kind == "Image"))
                found.links.append(MarkdownLink(start, end, start + 1, "", "", "", False))
                end = start + (2 if kind == "Image" else 1)
            elif kind == "HtmlBlock":
                found.html.append(Range(start, end))
        elif name == "End":
            kind = value if isinstance(value, str) else next(iter(value))
            if kind in _CONTAINERS:
                depth -= 1
            elif kind == "CodeBlock":
                in_code = False
            elif kind == "TableRow":
                border = found.cells[-1].end if found.cells else start
                if end - border > 3:
                    spare = _spare_cells(data, border, end)
                    found.cells += spare
                    texts += spare
            elif kind in ("Link", "Image"):
                place, what, image = open_links.pop()
                found.links[place] = MarkdownLink(
                    start, end, last, what["dest_url"], what["title"], what["link_type"], image
                )
        elif name == "Code":
            found.code.append(Range(start, end))
            if not in_code:
                chunks.append(value)
        elif name == "InlineHtml":
            found.html.append(Range(start, end))
        last = end
    return found


def _spare_cells(data: bytes, start: int, end: int) -> list[Range]:
    """Split what a row holds beyond its table's columns at the pipes that are not escaped."""
    cells = []
    for match in _CELL.finditer(data, start, end):
        if match.group().strip():
            cells.append(Range(match.start(), match.end()))
    return cells


def definitions(text: str) -> list[tuple[str, Range]]:
    """Return the labels and places of a note's link reference definitions."""
    return [
        (label, Range(what["span"]["start"], what["span"]["end"]))
        for label, what in _PARSER.reference_definitions(text).items()
    ]
