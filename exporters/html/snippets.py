"""The sentences around the links of one edge, as one line of JSON."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import msgspec

if TYPE_CHECKING:
    from noteweave.vault.model import Context

_encode = msgspec.json.Encoder().encode

MOST = 12
"""Links shown for one edge; few notes link to another more often."""
AROUND = 140
"""Characters kept on each side of the link, unless whole sentences are wanted."""


def snippet_line(
    places: Sequence[Sequence[Any]],
    contexts: Mapping[tuple[int, int], Context],
    full: bool,
) -> str:
    """Return JSON `[[line, before, link, after], …]`; "" without any.

    A link without a sentence keeps its line number, so that the reader can find it.
    """
    rows: list[list[object]] = []
    for line, column, *_ in places[:MOST]:
        context = contexts.get((line, column))
        if context is None:
            rows.append([line])
            continue
        text, start, end = context.text, context.start, context.end
        before, after = text[:start], text[end:]
        if not full:
            before, after = _end_of(before), _start_of(after)
        rows.append([line, before, text[start:end], after])
    return as_json(rows) if rows else ""


def as_json(rows: list[list[object]]) -> str:
    """Return lists of texts and whole numbers as one line of JSON."""
    try:
        return _encode(rows).decode()  # writes what `json` writes, several times as fast
    except UnicodeEncodeError:  # a lone surrogate
        return json.dumps(rows, ensure_ascii=False, separators=(",", ":"))


def _end_of(text: str) -> str:
    if len(text) <= AROUND:
        return text
    cut = text[-AROUND:]
    space = cut.find(" ", 0, 24)
    return "…" + cut[space + 1 :]


def _start_of(text: str) -> str:
    if len(text) <= AROUND:
        return text
    cut = text[:AROUND]
    space = cut.rfind(" ", AROUND - 24)
    return (cut[:space] if space > 0 else cut) + "…"
