"""A piece of Markdown as one line of plain text, with the places of its links. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence

from noteweave.vault.context.units import FAR, NO_MARK, Mark, Piece, Unit
from noteweave.vault.model import Kind, Link, Syntax

_SIZE = re.compile(r"\d+\s*(?:x\s*\d+)?")
"""An embed's display text that is no text but a width, or width and height."""
_Places = dict[int, tuple[int, int]]
"""Where links are in a line, by their index."""
_Edge = tuple[int, int]
"""A place in a line, and which link begins there; or the complement of the one that ends."""
_NO_PIECE = FAR - 1, FAR - 1, ""
"""What comes after the last piece: before it, every link begins and ends."""


class RewrittenError(Exception):
    """A link begins or ends in a text that is not what stands in the note: with `&amp;`, say."""


class Line:
    """One line of text that grows; white space in it is collapsed, and never at a link's ends."""

    def __init__(self) -> None:
        self._parts: list[str] = []
        self._length = 0
        self._space = False
        self._begun: list[int] = []
        """Links that have begun, and show nothing yet."""
        self._first: dict[int, int] = {}
        self.places: _Places = {}

    def add(self, text: str) -> None:
        """Add text."""
        words = " ".join(text.split())
        if words:
            if self._length and (self._space or text[0].isspace()):
                words = f" {words}"
                self._first.update(dict.fromkeys(self._begun, self._length + 1))
            else:
                self._first.update(dict.fromkeys(self._begun, self._length))
            self._begun.clear()
            self._parts.append(words)
            self._length += len(words)
            self._space = text[-1].isspace()
        elif text:
            self._space = True

    def begin(self, index: int) -> None:
        """Begin a link."""
        self._begun.append(index)

    def end(self, index: int, words: str) -> None:
        """End the link that was begun last; it shows `words` when it shows nothing else."""
        if self._begun:
            self.add(words)
        if self._begun:
            self._begun.pop()
        self.places[index] = self._first.get(index, self._length), self._length

    def text(self) -> str:
        """Return the whole line."""
        return "".join(self._parts)


def render(unit: Unit, links: Sequence[Link], *, exact: bool) -> tuple[str, _Places]:
    """Return the unit as a line of text, and where each link is in it.

    Args:
        unit: what a reader sees, and the links in it.
        links: all links of the note.
        exact: the pieces are as small as can be.

    Raises:
        RewrittenError: they have to be smaller.
    """
    text, edges = _draft(unit, links, exact=exact)
    return _as_it_is(text, edges) or _collapsed(text, edges, links)


def _draft(unit: Unit, links: Sequence[Link], *, exact: bool) -> tuple[str, list[_Edge]]:
    """Put the pieces together, with what links show in their places."""
    parts: list[str] = []
    edges: list[_Edge] = []
    opened: list[Mark] = []
    coming = iter(unit.marks)
    mark, close, hidden, length = next(coming, NO_MARK), FAR, -1, 0
    edge = mark[0]
    for piece in [*unit.pieces, _NO_PIECE]:
        start, end, text = piece
        if hidden < start and end < edge:  # no link begins or ends in it
            parts.append(text)
            length += len(text)
            continue
        at = start if start > hidden else hidden
        while edge < end or close <= end:
            if at < edge:
                parts.append(part := _cut(piece, at, edge, exact))
                length += len(part)
                at = edge
            if close <= edge:
                edges.append((length, ~opened.pop()[2]))
                close = -opened[-1][1] if opened else FAR
            else:
                _, close, index = mark
                close = -close
                edges.append((length, index))
                opened.append(mark)
                if links[index].syntax is Syntax.WIKILINK:  # what it shows is not in its brackets
                    parts.append(part := shown(links[index]))
                    length += len(part)
                    if hidden < close:
                        hidden = close
                        if at < close:
                            at = close
                mark = next(coming, NO_MARK)
            edge = mark[0] if mark[0] < close else close
        if at < end or start == end > hidden:
            parts.append(part := text if at == start else _cut(piece, at, end, exact))
            length += len(part)
    return "".join(parts), edges


def _cut(piece: Piece, first: int, stop: int, exact: bool) -> str:
    """Return what stands from one character up to another; a piece that is no text stays whole."""
    start, end, text = piece
    if len(text) == end - start:
        return text[first - start : stop - start]
    if not exact:
        raise RewrittenError
    return text if first == start else ""


def _as_it_is(text: str, edges: list[_Edge]) -> tuple[str, _Places] | None:
    """Return the line when there is nothing to collapse in it, as is most often."""
    if "  " in text or not text.isprintable() or text.startswith(" "):
        return None
    places = {}
    for place, index in edges:
        if index >= 0:
            places[index] = place, place
        else:
            first = places[~index][0]
            if first == place or text[first] == " " or text[place - 1] == " ":
                return None
            places[~index] = first, place
    return text.rstrip(), places


def _collapsed(text: str, edges: list[_Edge], links: Sequence[Link]) -> tuple[str, _Places]:
    """Return the line with its white space collapsed."""
    line, start = Line(), 0
    for place, index in edges:
        line.add(text[start:place])
        start = place
        if index >= 0:
            line.begin(index)
        else:
            line.end(~index, shown(links[~index]))
    line.add(text[start:])
    return line.text(), line.places


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
