"""The units of a note that links stand in: list items, table rows, headings, paragraphs. Pure."""

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
"""Units that are no unit of their own inside a list item."""
_BLOCKS = {"CodeBlock", "HtmlBlock"}
"""Blocks whose text is not running text."""
_SHOWN = frozenset({"Code", "InlineMath", "DisplayMath"})
_BREAKS = frozenset({"SoftBreak", "HardBreak"})
_EDGES = frozenset({"Start", "End"})
_CELL = " | "
FAR = sys.maxsize
Mark = tuple[int, int, int]
"""A link: where it begins, where it ends (negative: the outer of two is first), its index."""
NO_MARK = FAR, -FAR, -1
"""What comes after the last link."""
Piece = tuple[int, int, str]
"""First character, character after the last, and what a reader sees.

Whatever is no running text stands at one character, or between two.
"""


class Unit(msgspec.Struct):
    """A list item, table row … with the pieces of it that a reader sees."""

    kind: str
    marks: list[Mark] = []
    pieces: list[Piece] = []


def units(body: str, marks: list[Mark], *, merge: bool = True) -> Iterator[Unit]:
    """Walk through the Markdown once; yield every unit that has a link in it.

    Events count bytes. They become characters on the way: a text tells how many it has, and what
    is between two of them is short. What nobody links from is passed over.
    """
    seen = events(body, merge=merge)  # keeps the bytes of a text with it, which are asked for next
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
        if kind == "Text":  # as most are
            start, byte = place, end
            if verbatim and not walk.in_block:  # in a block of code, indents are gone
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
    """On the way through the events of a note: the units that have begun, the links that come."""

    __slots__ = ("_coming", "_mark", "begin", "begun", "in_block")

    def __init__(self, marks: list[Mark]) -> None:
        self._coming = iter(marks)
        self._mark = next(self._coming)
        self.in_block = False
        """Whether a block of code or HTML has begun, and no unit since."""
        self.begin = self._mark[0]
        """Where the next link begins."""
        self.begun: list[Unit] = []
        """Units, the innermost last."""

    def other(self, kind: str, value: Any, place: int) -> Unit | None:
        """Pass over any other event; return the unit that ends there if it has links in it."""
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
            elif begun[-1].pieces or begun[-1].marks:  # else there is nothing to part it from
                begun[-1].pieces.append((place, place, piece))
        return None

    def pass_to(self, place: int) -> None:
        """Give the links that begin before a place to the unit there."""
        while self.begin < place:
            if self.begun:
                self.begun[-1].marks.append(self._mark)
            self._mark = next(self._coming, NO_MARK)
            self.begin = self._mark[0]


def _visible(kind: str, name: str, value: Any) -> str:
    """What a reader sees of an event; "" for most."""
    if kind in _SHOWN:
        return str(value)
    if kind in _BREAKS or name in _PART_OF:
        return " "
    if kind == "TaskListMarker":
        return "☑ " if value else "☐ "
    return _CELL if kind == "Start" and name == "TableCell" else ""
