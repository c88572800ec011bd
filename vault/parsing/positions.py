"""Places in a text: ranges of characters, and their lines and columns."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterable, Sequence
from operator import attrgetter
from typing import NamedTuple, Protocol

BLANK_LINE = re.compile(r"(?:\r\n?+|\n)[ \t>]*(?=[\r\n]|\Z)")
"""The end of a line after which the next one is blank (or blank in a quote), or the text ends."""
_INDENT = re.compile(r"[ \t>]*")
_LONE_CR = re.compile(r"\r(?!\n)")
_start, _end = attrgetter("start"), attrgetter("end")


class Span(Protocol):
    """Anything that covers characters from `start` up to, not including, `end`."""

    @property
    def start(self) -> int: ...
    @property
    def end(self) -> int: ...


class Range(NamedTuple):
    """Characters from `start` up to, not including, `end`."""

    start: int
    end: int


def contains(spans: Sequence[Span], place: int) -> bool:
    """Whether one of the sorted spans, of which none overlaps another, holds a character."""
    n = bisect_right(spans, place, key=_start) - 1
    return n >= 0 and place < spans[n].end


def overlaps(spans: Sequence[Span], start: int, end: int) -> bool:
    """Whether one of the sorted, disjoint spans shares a character with `start` to `end`."""
    n = bisect_right(spans, start, key=_end)
    return n < len(spans) and spans[n].start < end


def merged(ranges: Iterable[Range]) -> list[Range]:
    """Return ranges in order, those that overlap as one."""
    joined: list[Range] = []
    for start, end in sorted(ranges):
        if joined and start < joined[-1].end:
            joined[-1] = Range(joined[-1].start, max(joined[-1].end, end))
        else:
            joined.append(Range(start, end))
    return joined


class Positions:
    """Lines and columns in one text.

    They are counted from the place asked for last: asked in the order of the text, all answers
    together take one pass over it. Going back starts again at the beginning.
    """

    __slots__ = ("_around", "_line", "_line_start", "_place", "_text")

    def __init__(self, text: str) -> None:
        self._text = with_newlines(text)
        self._place = self._line_start = 0
        self._line = 1
        self._around = Range(0, -1)
        """The line that was asked for last."""

    def at(self, place: int) -> tuple[int, int]:
        """Return the line and the column of a character, both from 1."""
        if place < self._place:
            self._place = self._line_start = 0
            self._line = 1
        ends = self._text.count("\n", self._place, place)
        if ends:
            self._line += ends
            self._line_start = self._text.rfind("\n", self._place, place) + 1
        self._place = place
        return self._line, place - self._line_start + 1

    def line_of(self, place: int) -> Range:
        """Return the line around a character, without its line end."""
        line = self._around
        if not line.start <= place <= line.end:  # a line may be long, and be asked for often
            end = self._text.find("\n", place)
            start = self._text.rfind("\n", 0, place) + 1
            line = self._around = Range(start, len(self._text) if end < 0 else end)
        return line

    def indent_end(self, place: int) -> int:
        """Return the first place from `place` on without a blank and without the `>` of a quote."""
        match = _INDENT.match(self._text, place)
        return match.end() if match else place


def count_lines(text: str) -> int:
    """Return the number of line ends in a text: CR, LF, or CR LF."""
    ends = text.count("\n")
    return ends if "\r" not in text else ends + text.count("\r") - text.count("\r\n")


def with_newlines(text: str) -> str:
    """Return a text of the same length in which every line end has a newline."""
    if "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    return _LONE_CR.sub("\n", text)
