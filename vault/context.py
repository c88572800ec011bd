"""The words around a link, as a reader would see them: one line of plain text, the link marked.

The unit is the innermost of list item (without its sub-items), table row, heading and paragraph; a
link in the frontmatter shows its property. Markup is left out, and every link shows what a page
would show: its display text, else its target. Pure.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from typing import Any

import msgspec

from noteweave.vault import frontmatter
from noteweave.vault.graphemes import cut_after, cut_before
from noteweave.vault.markdown import events
from noteweave.vault.model import Context, Kind, Link, Syntax
from noteweave.vault.readable import Line, Mark, Unit, render, shown

LIMIT = 240
"""Characters of a context, the `…` where it was cut included."""

_UNITS = {
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
_Span = dict[str, int]
_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_CALLOUT = re.compile(r"\[![\w-]+\][+-]?\s*")
_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+$")
_NEAR = 16
"""Characters within which a cut looks for the edge of a word."""


def contexts(text: str, links: Sequence[Link], *, limit: int = LIMIT) -> list[Context]:
    """Return the context of each link, in the order of `links`.

    `text` is the whole note, frontmatter included, and the links' `start` and `end` count its
    characters. No context is longer than `limit` characters, and none cuts what a reader sees as
    one character. Time and memory are linear in the length of `text`.
    """
    found: dict[int, Context] = {}
    order = sorted(range(len(links)), key=lambda i: (links[i].start, -links[i].end))
    for i in order:
        if links[i].kind is Kind.PROPERTY:
            found[i] = _property(links[i], limit)
    body = [(i, links[i]) for i in order if i not in found]
    if body:
        for unit in _units(text, _in_bytes(text, body)):
            found.update(_cut(unit, limit))
    return [found.get(i) or _as_written(text, link, limit) for i, link in enumerate(links)]


def _in_bytes(text: str, links: Sequence[tuple[int, Link]]) -> list[Mark]:
    """Give the links their places in UTF-8, which is what pulldown-cmark counts in."""
    if text.isascii():
        return [Mark(i, link, link.start, link.end) for i, link in links]
    places, byte, char = {}, 0, 0
    for place in sorted({p for _, link in links for p in (link.start, link.end)}):
        byte += len(text[char:place].encode())
        places[place], char = byte, place
    return [Mark(i, link, places[link.start], places[link.end]) for i, link in links]


def _units(text: str, marks: list[Mark]) -> Iterator[Unit]:
    """Walk through the Markdown once; yield every unit that has a link in it.

    What nobody links from is passed over: an event says how far its unit reaches.
    """
    skipped = frontmatter.body_start(text)
    shift = len(text[:skipped].encode())
    units: list[Unit] = []
    passed: tuple[str, _Span] | None = None
    in_block, hidden, coming = False, 0, iter(marks)
    mark = next(coming, None)
    kind: str
    value: Any
    for event, where in events(text[skipped:], merge=False):
        kind, value = (event, None) if event.__class__ is str else event.popitem()
        if passed is not None:
            if kind == "End" and where == passed[1] and _name(value) == passed[0]:
                passed = None
            continue
        start, end = where["start"] + shift, where["end"] + shift
        reached = start if kind == "Start" else end
        while mark and mark.start < reached:
            if units:
                units[-1].marks.append(mark)
            if mark.replaced:
                hidden = mark.end
            mark = next(coming, None)
        if kind == "Text":  # as most are
            if units and not in_block and end > hidden:
                units[-1].pieces.append((start, end, value))
            continue
        name = _name(value) if kind in _EDGES else ""
        if name in _BLOCKS:
            in_block = kind == "Start"
            if units:
                units[-1].pieces.append((start, start, " "))
        elif name in _UNITS and not (name in _PART_OF and units and units[-1].kind == "list-item"):
            if kind == "End":
                if (unit := units.pop()).marks:
                    yield unit
                if not units and not mark:
                    return
            elif mark and mark.start < end:
                units.append(Unit(_UNITS[name]))
            else:
                passed = name, where
        elif units and not in_block and end > hidden and (piece := _visible(kind, name, value)):
            between = end if kind == "End" else start
            if piece is not _CELL or units[-1].pieces or units[-1].marks:
                units[-1].pieces.append((between, between, piece) if name else (start, end, piece))


def _name(value: Any) -> str:
    """The name in `{"Start": name}` or `{"Start": {name: details}}`."""
    return str(value if value.__class__ is str else next(iter(value), ""))


def _visible(kind: str, name: str, value: Any) -> str:
    """What a reader sees of an event; "" for most."""
    if kind in _SHOWN:
        return str(value)
    if kind in _BREAKS or name in _PART_OF:
        return " "
    if kind == "TaskListMarker":
        return "☑ " if value else "☐ "
    return _CELL if kind == "Start" and name == "TableCell" else ""


def _cut(unit: Unit, limit: int) -> Iterator[tuple[int, Context]]:
    text, places = render(unit)
    head, tail = _CALLOUT.match(text), _BLOCK_ID.search(text, max(0, len(text) - 80))
    first, last = head.end() if head else 0, tail.start() if tail else len(text)
    for mark in unit.marks:
        start, end = places[mark.index]
        low, high = first if start >= first else 0, last if end <= last else len(text)
        yield mark.index, _around(text, start, end, low, high, limit, unit.kind, mark.link.line)


def _property(link: Link, limit: int) -> Context:
    """A link in the frontmatter is always a property's whole value, or one of its values."""
    key = f"{link.relation}: " if link.relation else ""
    text = key + shown(link)
    return _around(text, len(key), len(text), 0, len(text), limit, "property", link.line)


def _as_written(text: str, link: Link, limit: int) -> Context:
    """A link that Markdown says nothing of (in HTML, say): the line as it is written."""
    low, high = max(0, link.start - limit), min(len(text), link.end + limit)
    before = re.split(r"[\r\n]", text[low : link.start])[-1]
    after = re.split(r"[\r\n]", text[link.end : high])[0]
    line = Line()
    line.add(before)
    start = line.here()
    line.add(shown(link))
    end = line.length
    line.add(after)
    whole = line.text()
    return _around(whole, start, end, 0, len(whole), limit, "paragraph", link.line)


def _around(
    text: str, start: int, end: int, low: int, high: int, limit: int, unit: str, line: int
) -> Context:
    """Cut `text[low:high]` to `limit` characters around `text[start:end]`."""
    left, right = low, high
    if high - low > limit:
        room = limit - 2
        left = max(low, start - max(0, room - (end - start)) // 2)
        right = min(high, left + room)
        left = min(start, max(low, right - room))
        if left > low:
            left = min(start, _next_word(text, left))
        if right < high:
            right = _last_word(text, right, end)
    end = min(end, right)
    before = text[left:start].lstrip()
    after = text[end:right].rstrip()
    opening, closing = "…" if left > low else "", "…" if right < high else ""
    first = len(opening) + len(before)
    link = text[start:end]
    return Context(opening + before + link + after + closing, first, first + len(link), unit, line)


def _next_word(text: str, at: int) -> int:
    """Return a good place to begin, from `at` on: a word if one begins soon."""
    space = text.find(" ", at, at + _NEAR)
    return cut_after(text, space + 1 if space >= 0 else at)


def _last_word(text: str, at: int, least: int) -> int:
    """Return a good place to stop, up to `at`; not before `least` if that is possible."""
    space = text.rfind(" ", max(least, at - _NEAR), at)
    return cut_before(text, space if space >= 0 else at)


def card_contexts(text: str, links: Sequence[Link], *, limit: int = LIMIT) -> list[Context]:
    """Return the contexts of the links of a JSON Canvas: the card each is written on."""
    strings = [match.span() for match in _STRING.finditer(text)]
    starts = [start for start, _ in strings]
    found = []
    for link in links:
        n = bisect_right(starts, link.start) - 1
        start, end = strings[n] if n >= 0 else (link.start, link.end)
        before, inside = text[start + 1 : link.start], text[link.start : link.end]
        if link.syntax is Syntax.CANVAS or link.end > end:  # the card is the file itself
            words = link.target
            found.append(_around(words, 0, len(words), 0, len(words), limit, "card", link.line))
            continue
        at = len(_plain(before))
        size = len(_plain(inside))
        moved = msgspec.structs.replace(link, start=at, end=at + size, kind=Kind.LINK)
        (context,) = contexts(_plain(text[start + 1 : end - 1]), [moved], limit=limit)
        found.append(msgspec.structs.replace(context, unit="card", line=link.line))
    return found


def _plain(written: str) -> str:
    """The text of a part of a JSON string."""
    try:
        return str(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written
