"""Find the text around each link: one line of plain text, with the position of the link in it.

It is the text of the innermost list item (without its sub-items), table row, heading or paragraph;
for a link in the frontmatter, of its property. Markup is left out, and every link shows its display
text, or else its target.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence

import msgspec

from noteweave.vault.context.graphemes import cut_after, cut_before
from noteweave.vault.context.plain_text import Line, RewrittenError, render, shown
from noteweave.vault.context.units import Mark, Unit, units
from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Context, Kind, Link, Syntax
from noteweave.vault.parsing.json_text import Offsets, spans, unescaped
from noteweave.vault.parsing.positions import count_lines

LIMIT = 240
"""Characters of a context, the `…` where it was cut included."""

_CALLOUT = re.compile(r"\[![\w-]+\][+-]?\s*")
_BLOCK_ID = re.compile(r"\s\^[A-Za-z0-9-]+$")
_WORD_REACH = 16
"""Characters within which a cut moves to the edge of a word."""


def contexts(text: str, links: Sequence[Link], *, limit: int = LIMIT) -> list[Context]:
    """Return the context of each link, in the order of `links`.

    `text` is the whole note, frontmatter included, and the links' `start` and `end` count its
    characters. No context is longer than `limit` characters, and none cuts a grapheme cluster.
    Time and memory are linear in the length of `text` and its links.
    """
    skipped = body_start(text)
    found: list[Context | None] = [None] * len(links)
    marks: list[Mark] = []
    for i, link in enumerate(links):
        if link.kind is Kind.PROPERTY:
            found[i] = _property(link, limit)
        elif link.start >= skipped:
            marks.append((link.start - skipped, skipped - link.end, i))
    if marks:
        marks.sort()
        body = text[skipped:]
        try:
            _find(units(body, marks), links, limit, found)
        except RewrittenError:
            _find(units(body, marks, merge=False), links, limit, found, exact=True)
    return [context or _as_written(text, links[i], limit) for i, context in enumerate(found)]


def context_at(text: str, links: Sequence[Link], start: int, end: int) -> Context:
    """Return the context of a place in a note that is no link: `text[start:end]`.

    In a link the context is that link's.

    Args:
        text: the whole note.
        links: all links of the note.
        start, end: the place, in characters.
    """
    for link in links:
        if link.start < end and start < link.end and link.kind is not Kind.PROPERTY:
            return contexts(text, links)[links.index(link)]
    line = count_lines(text[:start]) + 1
    raw = text[start:end]
    place = Link(raw, raw, start, end, line, 1, Syntax.MARKDOWN, Kind.MENTION, display=raw)
    return contexts(text, [*links, place])[-1]


def _find(
    linked: Iterable[Unit],
    links: Sequence[Link],
    limit: int,
    found: list[Context | None],
    *,
    exact: bool = False,
) -> None:
    """Find the contexts of the links in units; `exact`: each entity is a piece of its own.

    Raises:
        RewrittenError: the pieces must be `exact`.
    """
    for unit in linked:
        text, places = render(unit, links, exact=exact)
        head = _CALLOUT.match(text) if text.startswith("[!") else None
        tail = _BLOCK_ID.search(text, max(0, len(text) - 80)) if " ^" in text else None
        first, last = head.end() if head else 0, tail.start() if tail else len(text)
        for i, (start, end) in places.items():
            low, high = first if start >= first else 0, last if end <= last else len(text)
            found[i] = _around(text, start, end, low, high, limit, unit.kind, links[i].line)


def _property(link: Link, limit: int) -> Context:
    """The context of a link in the frontmatter: the property's name and the link."""
    key = f"{link.relation}: " if link.relation else ""
    text = key + shown(link)
    return _around(text, len(key), len(text), 0, len(text), limit, "property", link.line)


def _as_written(text: str, link: Link, limit: int) -> Context:
    """The context of a link outside Markdown text (in HTML, for example): its line as written."""
    low, high = max(0, link.start - limit), min(len(text), link.end + limit)
    before = re.split(r"[\r\n]", text[low : link.start])[-1]
    after = re.split(r"[\r\n]", text[link.end : high])[0]
    line = Line()
    line.add(before)
    line.begin(0)
    line.end(0, shown(link))
    line.add(after)
    whole = line.text()
    return _around(whole, *line.places[0], 0, len(whole), limit, "paragraph", link.line)


def _around(
    text: str, start: int, end: int, low: int, high: int, limit: int, unit: str, line: int
) -> Context:
    """Cut `text[low:high]` to `limit` characters around `text[start:end]`."""
    left, right = low, high
    if high - low > limit:
        room = limit - 2
        margin = (room - end + start) // 2
        left = start - margin if margin > 0 else start
        right = left + room
        if left <= low:
            left, right = low, low + room
        elif right >= high:
            left, right = min(start, high - room), high
        if left > low:
            left = _next_word(text, left, start)
        if right < high:
            right = max(start, _last_word(text, right, end))
            if right < end:
                end = right
    opening, closing = "…" if left > low else "", "…" if right < high else ""
    if left < start and text[left].isspace():
        left = start - len(text[left:start].lstrip())
    if end < right and text[right - 1].isspace():
        right = end + len(text[end:right].rstrip())
    moved = len(opening) - left
    return Context(f"{opening}{text[left:right]}{closing}", start + moved, end + moved, unit, line)


def _next_word(text: str, at: int, most: int) -> int:
    """Return where to begin, from `at` up to `most`: at a word if one begins within reach."""
    space = text.find(" ", at, at + _WORD_REACH)
    found = cut_after(text, space + 1 if space >= 0 else at)
    return found if found < most else most


def _last_word(text: str, at: int, least: int) -> int:
    """Return where to stop, up to `at`: after a word if possible, and not before `least`."""
    first = at - _WORD_REACH
    space = text.rfind(" ", first if first > least else least, at)
    return cut_before(text, space if space >= 0 else at)


def card_contexts(text: str, links: Sequence[Link], *, limit: int = LIMIT) -> list[Context]:
    """Return the contexts of the links of a JSON Canvas: the card each is written on."""
    strings = spans(text)
    starts = [start for start, _ in strings]
    found: list[Context | None] = [None] * len(links)
    cards: dict[int, list[int]] = {}
    for i, link in enumerate(links):
        n = bisect_right(starts, link.start) - 1
        if n < 0 or link.syntax is Syntax.CANVAS or link.end > strings[n][1]:  # the card is a file
            words = link.target
            found[i] = _around(words, 0, len(words), 0, len(words), limit, "card", link.line)
        else:
            cards.setdefault(n, []).append(i)
    for n, of_card in cards.items():
        start, end = strings[n][0] + 1, strings[n][1] - 1
        offsets = Offsets(text[start:end])
        moved = [
            msgspec.structs.replace(
                links[i],
                start=offsets.in_text(links[i].start - start),
                end=offsets.in_text(links[i].end - start),
                kind=Kind.LINK,
            )
            for i in of_card
        ]
        for i, context in zip(
            of_card, contexts(unescaped(text[start:end]), moved, limit=limit), strict=True
        ):
            found[i] = msgspec.structs.replace(context, unit="card", line=links[i].line)
    return [context for context in found if context is not None]
