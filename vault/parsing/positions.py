"""Turn places in a text, counted in characters, into lines and columns, which people speak."""

from __future__ import annotations

import re

_ALONE = re.compile(r"\r(?!\n)")


class Positions:
    """The lines and columns of one text. They are counted on from the last place asked for.

    Asked in the order of the text, all answers together cost one pass over it; going back begins
    anew.
    """

    __slots__ = ("_line", "_line_start", "_place", "_text")

    def __init__(self, text: str) -> None:
        self._text = with_newlines(text)
        self._place = self._line_start = 0
        self._line = 1

    def at(self, place: int) -> tuple[int, int]:
        """Return the line and the column, from 1, of a character."""
        if place < self._place:
            self._place = self._line_start = 0
            self._line = 1
        ends = self._text.count("\n", self._place, place)
        if ends:
            self._line += ends
            self._line_start = self._text.rfind("\n", self._place, place) + 1
        self._place = place
        return self._line, place - self._line_start + 1

    def line_of(self, place: int) -> tuple[int, int]:
        """Return where the line around a character begins and ends (its end excluded)."""
        end = self._text.find("\n", place)
        return self._text.rfind("\n", 0, place) + 1, len(self._text) if end < 0 else end


def count_lines(text: str) -> int:
    """Return how many line ends a text holds, whichever kind."""
    ends = text.count("\n")
    return ends if "\r" not in text else ends + text.count("\r") - text.count("\r\n")


def with_newlines(text: str) -> str:
    """Return a text of the same length whose every line end has a newline."""
    if "\r" not in text or text.count("\r") == text.count("\r\n"):
        return text
    return _ALONE.sub("\n", text)
