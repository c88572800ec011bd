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


_NONE = Mark(-1, Link("", "", 0, 0, 0, 0), sys.maxsize, sys.maxsize)
"""What comes after the last link."""


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
        self._length = 0
        self._space = False
        self._new: list[str] = []
        """What was added since somebody asked how long the line is."""
        self.add = self._new.append

    @property
    def length(self) -> int:
        self._settle()
        return self._length

    def here(self) -> int:
        """Return the place where the next word begins."""
        self._settle()
        if self._space and self._length:
            self._append(" ")
        self._space = False
        return self._length

    def text(self) -> str:
        """Return the whole line."""
        self._settle()
        return "".join(self.parts)

    def _settle(self) -> None:
        text = "".join(self._new)
        if not text:
            return
        self._new.clear()
        words = " ".join(text.split())
        if words:
            if self._length and (self._space or text[0].isspace()):
                words = f" {words}"
            self._append(words)
            self._space = False
        self._space |= text[-1].isspace()

    def _append(self, text: str) -> None:
        self.parts.append(text)
        self._length += len(text)


def render(unit: Unit) -> tuple[str, dict[int, tuple[int, int]]]:
    """Return the unit as a line of text, and where each link is in it."""
    line, places = Line(), dict[int, tuple[int, int]]()
    inside: list[tuple[Mark, int]] = []
    marks, hidden = [_NONE, *reversed(unit.marks)], 0
    for start, end, text in [*unit.pieces, (sys.maxsize - 1, sys.maxsize, "")]:
        while marks[-1].end < start and not inside and marks[-1].replaced and _alone(marks):
            mark = marks.pop()  # as most are: a wikilink between two pieces
            first = line.here()
            line.add(shown(mark.link))
            places[mark.index] = (first, line.length)
            hidden = max(hidden, mark.end)
        if not inside and marks[-1].start >= end and hidden <= start:
            line.add(text)  # as most are: no link begins or ends in it
            continue
        piece = Piece(start, end, text)
        while True:
            close = inside[-1][0].end if inside else sys.maxsize
            begin = marks[-1].start
            if begin >= end and close >= end + (start == end):
                break
            if close <= begin:
                line.add(piece.up_to(close, hidden))
                mark, first = inside.pop()
                if line.length == first:
                    line.add(shown(mark.link))
                places[mark.index] = (min(first, line.length), line.length)
            else:
                mark = marks.pop()
                line.add(piece.up_to(begin, hidden))
                inside.append((mark, line.here()))
                if mark.replaced:
                    line.add(shown(mark.link))
                    hidden = max(hidden, mark.end)
        line.add(piece.up_to(end, hidden))
    return line.text(), places


def _alone(marks: list[Mark]) -> bool:
    """Whether the last of the marks, which are in reverse, ends before the next one begins."""
    return marks[-2].start >= marks[-1].end


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
    if not link.fragment and link.target:
        return " ".join(link.target.split()) or link.raw
    parts = [link.target, *(part.strip() for part in link.fragment.split("#"))]
    if link.target:
        parts = [part for part in parts if not part.startswith("^")]
    return " > ".join(" ".join(part.split()) for part in parts if part) or link.raw
