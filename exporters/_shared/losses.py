"""Counts the values that a file cannot hold unchanged, so that every loss is reported."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from noteweave.exporters import Request


class Loss(Enum):
    """A kind of loss; the value is its message, for one and for more."""

    CHARACTER = (
        "1 character that the file cannot hold was replaced by U+FFFD",
        "{n} characters that the file cannot hold were replaced by U+FFFD",
    )
    NUMBER = (
        "1 value was left out: NaN and infinity cannot be written",
        "{n} values were left out: NaN and infinity cannot be written",
    )
    BIG = (
        "1 whole number was written as text: it is too large for a number",
        "{n} whole numbers were written as text: they are too large for numbers",
    )
    CLASH = (
        "1 property was left out: its note has another that differs only in case",
        "{n} properties were left out: their notes have others that differ only in case",
    )
    TYPE = (
        "1 value was left out: it has another type than its column",
        "{n} values were left out: they have another type than their column",
    )
    FORMULA = (
        "1 cell got a ' at its beginning: a spreadsheet would calculate it",
        "{n} cells got a ' at their beginning: a spreadsheet would calculate them",
    )
    DATE = (
        "1 date was left out of the timeline: it is not a calendar date",
        "{n} dates were left out of the timeline: they are not calendar dates",
    )


class Losses(Counter[Loss]):
    """How often each kind occurred while one file was written."""

    def report(self, request: Request) -> None:
        """Report each kind that occurred in one sentence, in a fixed order."""
        for loss in Loss:
            if count := self[loss]:
                one, more = loss.value
                request.report(one if count == 1 else more.format(n=f"{count:,}"))
