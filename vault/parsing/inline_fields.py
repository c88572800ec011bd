"""Dataview's inline fields, `key:: value`: the key is the relation of the links in the value.

Three forms: a line (or list item) that begins with `key:: `, and `[key:: value]` or `(key:: value)`
anywhere. Keys are compared in lower case with `-` for spaces, as Dataview does.
"""

from __future__ import annotations

import re

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
    before = line[:column]
    for match in _BRACKETED.finditer(before):
        if _still_open(line, match.start(), column):
            return name(match["key"]) or None
    head = _LINE.match(before)
    if head is None or not any(c.isalnum() or ord(c) > 0x7F for c in head["key"]):
        return None
    return name(head["key"]) or None


def _still_open(line: str, start: int, column: int) -> bool:
    """Whether the bracket at `start` is not yet closed where the link begins."""
    opening, closing = line[start], _CLOSE[line[start]]
    depth = 0
    for place in range(start, column):
        if line[place] == opening:
            depth += 1
        elif line[place] == closing:
            depth -= 1
            if depth == 0:
                return False
    return closing in line[column:]
