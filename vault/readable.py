"""A piece of Markdown as one line of plain text, with the places of its links. Pure."""

from __future__ import annotations

import re
import sys
from dataclasses import dataclass, field

from noteweave.vault.model import Kind, Link, Syntax

_SIZE = re.compile(r"\d+\s*(?:x\s*\d+)?")
"""An embed's display text that is no text but a width, or width and height."""


@dataclass(slots=True)
class Mark:
    """A link in a text of bytes."""

    index: int
    link: Link
    start: int
    end: int

    @property
    def replaced(self) -> bool:
        """Whether what is shown is not what stands between its brackets."""
        return self.link.syntax is Syntax.WIKILINK


@dataclass(slots=True)
class Unit:
    """A list item, table row … with the pieces of it that a reader sees."""

    kind: str
    marks: list[Mark] = field(default_factory=list)
    pieces: list[tuple[int, int, str]] = field(default_factory=list)
    """First byte, byte after the last, visible text."""


class Line:
    """One line of text that grows; white space in it is collapsed."""

    def __init__(self) -> None:
        self.parts: list[str] = []
        self.length = 0
        self._space = False

    def add(self, text: str) -> None:
        words = text.split()
        if words:
            self._space |= text[0].isspace()
            self.here()
            self._append(" ".join(words))
        self._space |= text[-1:].isspace()

    def here(self) -> int:
        """Return the place where the next word begins."""
        if self._space and self.length:
            self._append(" ")
        self._space = False
        return self.length

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self.length += len(text)


def render(unit: Unit) -> tuple[str, dict[int, tuple[int, int]]]:
    """Return the unit as a line of text, and where each link is in it."""
    line, places = Line(), dict[int, tuple[int, int]]()
    marks, inside = iter(unit.marks), list[tuple[Mark, int]]()
    following, hidden = next(marks, None), 0
    for start, end, text in [*unit.pieces, (sys.maxsize - 1, sys.maxsize, "")]:
        piece = Piece(start, end, text)
        while True:
            close = inside[-1][0].end if inside else sys.maxsize
            begin = following.start if following else sys.maxsize
            if begin >= end and close >= end + (start == end):
                break
            if close <= begin and inside:
                line.add(piece.up_to(close, hidden))
                mark, first = inside.pop()
                if line.length == first:
                    line.add(shown(mark.link))
                places[mark.index] = (min(first, line.length), line.length)
            elif following:
                line.add(piece.up_to(begin, hidden))
                inside.append((following, line.here()))
                if following.replaced:
                    line.add(shown(following.link))
                    hidden = max(hidden, following.end)
                following = next(marks, None)
        line.add(piece.up_to(end, hidden))
    return "".join(line.parts), places


class Piece:
    """A visible text that is handed out in parts, by their places in the source."""

    def __init__(self, start: int, end: int, text: str) -> None:
        self._at, self._end = start, end
        self._text = text.encode()
        self._divisible = len(self._text) == end - start  # not `&amp;`, not `code`

    def up_to(self, end: int, hidden: int) -> str:
        """Return what stands before byte `end` and was not handed out yet, save the hidden."""
        if end < self._at or end == self._at < self._end:
            return ""
        size = end - self._at if self._divisible else len(self._text)
        part, self._text = self._text[:size], self._text[size:]
        cut = max(0, hidden - self._at)
        self._at = end
        return part[cut:].decode() if self._divisible else "" if cut else part.decode()


def shown(link: Link) -> str:
    """Return the words that a page shows for a link, on one line."""
    if link.display and not (link.kind is Kind.EMBED and _SIZE.fullmatch(link.display)):
        return " ".join(link.display.split()) or link.target
    parts = [link.target, *(part.strip() for part in link.fragment.split("#"))]
    if link.target:
        parts = [part for part in parts if not part.startswith("^")]
    return " > ".join(" ".join(part.split()) for part in parts if part) or link.raw
