"""Dataview's inline fields, `key:: value`: the key is the relation of the links in the value.

Three forms: a line (or list item) that begins with `key:: `, and `[key:: value]` or `(key:: value)`
anywhere. Keys are compared in lower case with `-` for spaces, as Dataview does.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

LONGEST_LINE = 20_000
"""Characters of a line; fields are not looked for in longer ones, which are machine-written."""

_MARKS = r"[*_~`=]{0,3}"
_LINE = re.compile(
    r"[>\s]*(?:(?:[-*+]|\d{1,9}[.)])\s+)?(?:\[.\]\s+)?(?:#{1,6}\s+)?"
    rf"{_MARKS}(?P<key>[^\s\[\](){{}}|:*`][^\[\](){{}}|:`]{{0,80}}?){_MARKS}::"
)
_BRACKETED = re.compile(r"([\[(])(?P<key>[^\[\](){}|:`]{1,80}?)::")
_SPACES = re.compile(r"\s+")
_CLOSE = {"[": "]", "(": ")"}


def name(key: str) -> str:
    """Return the normalized name of a field."""
    return _SPACES.sub("-", key.strip(" \t*_~`=")).lower()


def relation(line: str, column: int) -> str | None:
    """Return the name of the field whose value contains a link, or None.

    Args:
        line: the link's line.
        column: characters before the link.
    """
    if len(line) > LONGEST_LINE:
        return None
    names, ends, closes = _bracketed_fields(line)
    n = bisect_left(closes, column)
    if n < len(closes) and ends[n] <= column:
        return names[n] or None
    before = line[:column]
    head = _LINE.match(before)
    if head is None or not any(c.isalnum() or ord(c) > 0x7F for c in head["key"]):
        return None
    return name(head["key"]) or None


@lru_cache(maxsize=4)  # a line is asked about again for each of its links
def _bracketed_fields(line: str) -> tuple[list[str], list[int], list[int]]:
    """Return the names of a line's bracketed fields, where their values begin, and where they end.

    In the order of the line, both places ascending. A field inside the value of another is left
    out as far as that one reaches: a link belongs to the outer field.
    """
    names: list[str] = []
    ends: list[int] = []
    closes: list[int] = []
    partners: dict[int, int] | None = None
    for match in _BRACKETED.finditer(line):
        if partners is None:
            partners = _partners(line)
        close = partners.get(match.start())
        if close is None:  # never closed: up to the last bracket that could close it
            close = line.rfind(_CLOSE[match[1]])
        if close >= match.end() and (not closes or close > closes[-1]):
            names.append(name(match["key"]))
            ends.append(match.end())
            closes.append(close)
    return names, ends, closes


def _partners(line: str) -> dict[int, int]:
    """Return where each bracket is closed, square ones and round ones counted apart."""
    found: dict[int, int] = {}
    open_: dict[str, list[int]] = {"]": [], ")": []}
    for place, character in enumerate(line):
        if character in _CLOSE:
            open_[_CLOSE[character]].append(place)
        elif open_.get(character):
            found[open_[character].pop()] = place
    return found
