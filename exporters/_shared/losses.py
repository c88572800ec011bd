"""Counts what a file cannot hold as it was, so that nothing is lost in silence."""

from __future__ import annotations

from collections import Counter
from enum import Enum

from noteweave.exporters import Request


class Loss(Enum):
    """A way to lose something; the value is its sentence, for one and for many."""

    CHARACTER = (
        "1 character that the file cannot hold was replaced by U+FFFD",
        "{n} characters that the file cannot hold were replaced by U+FFFD",
    )
    NUMBER = (
        "1 value was left out: NaN and infinity are no numbers there",
        "{n} values were left out: NaN and infinity are no numbers there",
    )
    BIG = (
        "1 whole number was written as text: it is too large to be a number there",
        "{n} whole numbers were written as text: they are too large to be numbers there",
    )
    CLASH = (
        "1 property was left out: its note has that name twice, in other letters",
        "{n} properties were left out: their notes have those names twice, in other letters",
    )
    TYPE = (
        "1 value was left out: it has another type than its column",
        "{n} values were left out: they have another type than their column",
    )
    DATE = (
        "1 date was left out of the timeline: it is no day of the calendar",
        "{n} dates were left out of the timeline: they are no days of the calendar",
    )


class Losses(Counter[Loss]):
    """How often each way happened while one file was written."""

    def report(self, request: Request) -> None:
        """Say each in one sentence, in a fixed order."""
        for loss in Loss:
            if count := self[loss]:
                one, many = loss.value
                request.report(one if count == 1 else many.format(n=f"{count:,}"))
