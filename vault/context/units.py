"""Divide a note into the units around links: list items, table rows, headings, paragraphs."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import Any

import msgspec

from noteweave.vault.parsing.markdown import events, is_verbatim

_KINDS = {
    "Item": "list-item",
    "TableHead": "table-row",
    "TableRow": "table-row",
    "Heading": "heading",
    "Paragraph": "paragraph",
}
_PART_OF = {"Heading", "Paragraph"}
"""Elements that are part of the unit when they are in a list item."""
_BLOCKS = {"CodeBlock", "HtmlBlock"}
"""Blocks whose text is not running text."""
_SHOWN = frozenset({"Code", "InlineMath", "DisplayMath"})
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
_EDGES = frozenset({"Start", "End"})
_CELL = " | "
FAR = sys.maxsize
Mark = tuple[int, int, int]
"""A link: its start, its end (negated, so that the outer of two is first), its index."""
NO_MARK = FAR, -FAR, -1
"""A mark after the last link."""
Piece = tuple[int, int, str]
"""First character, character after the last, and the visible text.

What is not running text has one character, or none between two.
"""


class Unit(msgspec.Struct):
    """A list item, table row … with the pieces of its visible text."""

    kind: str
    marks: list[Mark] = []
    pieces: list[Piece] = []


def units(body: str, marks: list[Mark], *, merge: bool = True) -> Iterator[Unit]:
    """Yield every unit that has a link in it, in one pass through the Markdown.

    Events count bytes, which are converted to characters on the way: a text event has its number
    of characters, and what is between two is short. Units without links are skipped.
    """
    seen = events(body, merge=merge)  # caches the bytes of the text, which are needed next
    source = body.encode()
    verbatim = is_verbatim(source)
    walk = _Walk(marks)
    begun = walk.begun
    byte = place = 0
    safe = walk.begin
    """The byte up to which no link begins; a character has one byte at least."""
    for event, span in seen:
        end = span["end"]
        if end <= safe:
            continue
        kind, value = (event, "") if event.__class__ is str else event.popitem()
        here = end if kind == "End" else span["start"]
        if here > byte:
            place += len(source[byte:here].decode())
        elif here < byte:
            place -= len(source[here:byte].decode())
        byte = here
        if kind == "Text":  # most events
            start, byte = place, end
            if verbatim and not walk.in_block:  # the text of a code block has no indents
                place += len(value)
            else:
                place += len(source[here:end].decode())
            if walk.begin < place:
                walk.pass_to(place)
            if begun and not walk.in_block:
                begun[-1].pieces.append((start, place, value))
        elif (unit := walk.other(kind, value, place)) is not None:
            yield unit
        if begun:
            safe = -1
        elif walk.begin == FAR:
            return
        else:
            safe = byte + walk.begin - place


class _Walk:
    """The state of the pass through the events: units that have begun, links to come."""

    __slots__ = ("_coming", "_mark", "begin", "begun", "in_block")

    def __init__(self, marks: list[Mark]) -> None:
        self._coming = iter(marks)
        self._mark = next(self._coming)
        self.in_block = False
        """Whether a block of code or HTML has begun, and no unit in it."""
        self.begin = self._mark[0]
        """The character at which the next link begins."""
        self.begun: list[Unit] = []
        """Units that have begun, the innermost last."""

    def other(self, kind: str, value: Any, place: int) -> Unit | None:
        """Handle any other event; return the unit that ends there if it has links."""
        if self.begin < place:
            self.pass_to(place)
        name = "" if kind not in _EDGES else value if value.__class__ is str else next(iter(value))
        begun = self.begun
        if name in _KINDS and not (name in _PART_OF and begun and begun[-1].kind == "list-item"):
            if kind == "Start":
                self.in_block = False
                begun.append(Unit(_KINDS[name]))
            elif (unit := begun.pop()).marks:
                return unit
        elif name in _BLOCKS:
            self.in_block = kind == "Start"
            if begun:
                begun[-1].pieces.append((place, place, " "))
        elif begun and not self.in_block and (piece := _visible(kind, name, value)):
            if not name:
                begun[-1].pieces.append((place, place + 1, piece))
            elif begun[-1].pieces or begun[-1].marks:  # otherwise there is nothing to separate
                begun[-1].pieces.append((place, place, piece))
        return None

    def pass_to(self, place: int) -> None:
        """Add the links that begin before a place to the current unit."""
        while self.begin < place:
            if self.begun:
                self.begun[-1].marks.append(self._mark)
            self._mark = next(self._coming, NO_MARK)
            self.begin = self._mark[0]


def _visible(kind: str, name: str, value: Any) -> str:
    """The visible text of an event; "" for most."""
    if kind in _SHOWN:
        return str(value)
    if kind in _BREAKS or name in _PART_OF:
        return " "
    if kind == "TaskListMarker":
        return "☑ " if value else "☐ "
    return _CELL if kind == "Start" and name == "TableCell" else ""
