"""Width of text on a terminal, and cutting a long line around a place in it."""

from __future__ import annotations

from unicodedata import combining, east_asian_width

WIDEST = 88
"""Maximum number of cells of a line that are shown."""
_ZERO = frozenset("\u200b\u200c\u200d\ufe0e\ufe0f")


def cells(text: str) -> int:
    """Return how many terminal cells a text takes: 2 for a wide character, 0 for a mark."""
    return len(text) if text.isascii() else sum(map(_cell, text))


def clip(line: str, first: int, last: int) -> tuple[str, int, int]:
    """Cut a line around the characters from `first` to `last`, with `…` where it was cut.

    Returns:
        The text, the cells before the place, and the cells that the place takes.
    """
    last = max(min(last, len(line)), first)
    begin, head = min(len(line) - len(line.lstrip()), first), ""
    if cells(line[begin:first]) > WIDEST // 2:
        begin, head = first - WIDEST // 4, "…"
    text = line[begin:]
    end, width = 0, cells(head)
    while end < len(text) and width + _cell(text[end]) <= WIDEST:
        width += _cell(text[end])
        end += 1
    tail = "…" if end < len(text) else ""
    shown = head + text[:end] + tail
    before = cells(head) + cells(line[begin:first])
    return shown, before, min(cells(line[first:last]), cells(shown) - before)


def _cell(character: str) -> int:
    if combining(character) or character in _ZERO:
        return 0
    return 2 if east_asian_width(character) in "WF" else 1
