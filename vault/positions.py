"""Turn byte offsets, which the Markdown parser speaks, into lines and columns, which people do."""

from __future__ import annotations

import re
from bisect import bisect_right
from typing import NamedTuple

_LINE_END = re.compile(rb"\r\n?|\n")


class Position(NamedTuple):
    """A place in a text."""

    offset: int
    """Characters from the beginning."""
    line: int
    column: int
    """Both from 1; a column is one character."""


class Positions:
    """The lines of one text; built in one pass, asked only for what is kept."""

    def __init__(self, data: bytes, before: str = "") -> None:
        """`data` is the text in UTF-8, `before` what stands before it in the note."""
        self.data = data
        self._first_line = 1 + count_lines(before)
        self._first_char = len(before)
        if b"\r" in data:
            starts = [m.end() for m in _LINE_END.finditer(data)]
            self._bytes = [0, *starts]
            lengths = [
                len(data[a:b].decode()) for a, b in zip(self._bytes, self._bytes[1:], strict=False)
            ]
            self._chars = _sums(lengths)
        elif data.isascii():
            self._bytes = _sums([len(line) + 1 for line in data.split(b"\n")[:-1]])
            self._chars = self._bytes
        else:
            lines = data.split(b"\n")[:-1]
            self._bytes = _sums([len(line) + 1 for line in lines])
            self._chars = _sums([len(line.decode()) + 1 for line in lines])

    def at(self, byte: int) -> Position:
        """Return where the character that begins at a byte stands."""
        n = bisect_right(self._bytes, byte) - 1
        start = self._bytes[n]
        width = byte - start
        if self._chars is not self._bytes:
            width = len(self.data[start:byte].decode())
        return Position(self._first_char + self._chars[n] + width, self._first_line + n, width + 1)

    def line_of(self, byte: int) -> tuple[int, int]:
        """Return the bytes at which the line around a byte begins and ends (its end included)."""
        n = bisect_right(self._bytes, byte)
        return self._bytes[n - 1], self._bytes[n] if n < len(self._bytes) else len(self.data)


def count_lines(text: str) -> int:
    """Return how many line ends a text holds, whichever kind."""
    ends = text.count("\n")
    return ends if "\r" not in text else ends + text.count("\r") - text.count("\r\n")


def _sums(lengths: list[int]) -> list[int]:
    total, sums = 0, [0]
    for length in lengths:
        total += length
        sums.append(total)
    return sums
