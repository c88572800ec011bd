"""The sentences around the links of one note, as one line of JSON.

`[[text, …], [[[line, text, start, length, from, to], …], …]]`: the texts, each once; then for every
edge of the note its links: the line, the number of its text, where in that text the link begins
and its length, and where its sentence begins and ends; these two are left out if it is all of the
text. Offsets count UTF-16 units, as JavaScript does. A link without a sentence is `[line]`. The
links of a paragraph share its text: without that, the sentences of a vault take two and a half
times the space.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from noteweave.vault.model import Context

_encode = msgspec.json.Encoder().encode

MOST = 12
"""Links shown for one edge; few notes link to another more often."""
AROUND = 140
"""Characters kept on each side of the link, unless whole sentences are wanted."""

_TWO_UNITS = re.compile("[\U00010000-\U0010ffff]")
"""A character that takes two UTF-16 units."""

Place = Sequence[Any]
Span = tuple[int, int]


def snippet_line(
    edges: Sequence[Sequence[Place]],
    contexts: Mapping[tuple[int, int], Context],
    around: int | None = AROUND,
    told: Callable[[int], bool] = lambda edge: True,
) -> str:
    """Return the line of one note; "" if none of its links has a place.

    A link without a sentence keeps its line number, so that the reader can find it.

    Args:
        edges: the places of each edge: line, column, …
        contexts: the text around each link of the note, by line and column.
        around: characters kept on each side of a link; None keeps texts whole.
        told: whether the links of an edge, given by its place in `edges`, have their texts.
    """
    if not any(edges):
        return ""
    spans: dict[str, list[Span]] = {}
    for edge, places in enumerate(edges):
        for line, column, *_ in places[:MOST] if told(edge) else ():
            if context := contexts.get((line, column)):
                spans.setdefault(context.text, []).append(_window(context, around))
    parts = {text: _merged(windows) for text, windows in spans.items()}
    texts: dict[tuple[str, Span], int] = {}
    rows = [
        [
            _row(place, contexts if told(edge) else {}, parts, texts, around)
            for place in places[:MOST]
        ]
        for edge, places in enumerate(edges)
    ]
    return as_json([[_cut(text, part) for text, part in texts], rows])


def _row(
    place: Place,
    contexts: Mapping[tuple[int, int], Context],
    parts: Mapping[str, Sequence[Span]],
    texts: dict[tuple[str, Span], int],
    around: int | None,
) -> list[int]:
    """Return the row of one link; a text that is new is added to `texts`."""
    line, column, *_ = place
    context = contexts.get((line, column))
    if context is None:
        return [line]
    text = context.text
    begin, end = _window(context, around)
    part = next(part for part in parts[text] if part[0] <= begin and end <= part[1])
    number = texts.setdefault((text, part), len(texts))
    # A part that is cut starts with "…", which belongs to its first sentence.
    mark = 1 if part[0] else 0
    row = [line, number, _units(text, part[0], context.start) + mark]
    row.append(_units(text, context.start, context.end))
    if (begin, end) != part:
        row.append(0 if begin == part[0] else _units(text, part[0], begin) + mark)
        last = end == part[1] < len(text)
        row.append(_units(text, part[0], end) + mark + last)
    return row


def _units(text: str, begin: int, end: int) -> int:
    """Return the length of a part in UTF-16 units."""
    return end - begin + len(_TWO_UNITS.findall(text, begin, end))


def _cut(text: str, part: Span) -> str:
    begin, end = part
    return ("…" if begin else "") + text[begin:end] + ("…" if end < len(text) else "")


def _merged(windows: Sequence[Span]) -> list[Span]:
    """Return windows that overlap as one."""
    merged: list[Span] = []
    for begin, end in sorted(windows):
        if merged and begin <= merged[-1][1]:
            merged[-1] = merged[-1][0], max(end, merged[-1][1])
        else:
            merged.append((begin, end))
    return merged


def _window(context: Context, around: int | None) -> Span:
    """Return the part of the text that is shown: cut between words, where there are any."""
    text, begin, end = context.text, 0, len(context.text)
    if around is None:
        return begin, end
    word = min(24, around // 2)
    if context.start > around:
        begin = context.start - around
        space = text.find(" ", begin, begin + word)
        begin = space + 1 if space >= 0 else begin
    if len(text) - context.end > around:
        end = context.end + around
        space = text.rfind(" ", end - word, end)
        end = space if space > 0 else end
    return begin, end


def as_json(rows: Sequence[object]) -> str:
    """Return lists of texts and whole numbers as one line of JSON."""
    try:
        return _encode(rows).decode()  # writes what `json` writes, several times as fast
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))
