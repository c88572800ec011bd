"""Turn byte offsets, which the Markdown parser speaks, into lines and columns, which people do."""

from __future__ import annotations

from typing import NamedTuple


class Position(NamedTuple):
    """A place in a text."""

    offset: int
    """Characters from the beginning."""
    line: int
    column: int
    """Both from 1; a column is one character."""


_new = tuple.__new__
"""Makes a named tuple in half the time that its own class takes."""


class Positions:
    """The positions of one text. It counts on from the last place that was asked for.

    Asked in the order of the text, all answers together cost one pass over it; going back begins
    anew.
    """

    def __init__(self, data: bytes, before: str = "") -> None:
        """`data` is the text in UTF-8, `before` what stands before it in the note."""
        self._data = data
        self._ascii = data.isascii()
        self._first = Position(len(before), 1 + count_lines(before), 1)
        self._lines = _with_newlines(data) if b"\r" in data else data
        self._byte = 0
        self._at = self._first

    def at(self, byte: int) -> Position:
        """Return where the character that begins at a byte stands."""
        if byte < self._byte:
            self._byte, self._at = 0, self._first
        offset, line, column = self._at
        passed = self._lines[self._byte : byte]
        length = len(passed) if self._ascii else _length(passed)
        ends = passed.count(b"\n")
        if ends:
            column = 1
            rest = passed[passed.rfind(b"\n") + 1 :]
            column += len(rest) if self._ascii else _length(rest)
        else:
            column += length
        self._byte = byte
        self._at = _new(Position, (offset + length, line + ends, column))
        return self._at

    def line_of(self, byte: int) -> tuple[int, int]:
        """Return the bytes at which the line around a byte begins and ends (its end excluded)."""
        end = self._lines.find(b"\n", byte)
        return self._lines.rfind(b"\n", 0, byte) + 1, len(self._lines) if end < 0 else end


def count_lines(text: str) -> int:
    """Return how many line ends a text holds, whichever kind."""
    ends = text.count("\n")
    return ends if "\r" not in text else ends + text.count("\r") - text.count("\r\n")


def _length(data: bytes) -> int:
    """How many characters begin in a piece of UTF-8."""
    return len(data) if data.isascii() else len(data.decode("utf-8", "replace"))


def _with_newlines(data: bytes) -> bytes:
    """The same bytes with a newline for every line end that is a carriage return alone."""
    if data.count(b"\r") == data.count(b"\r\n"):
        return data
    return data.replace(b"\r\n", b"\x00\n").replace(b"\r", b"\n").replace(b"\x00\n", b"\r\n")
