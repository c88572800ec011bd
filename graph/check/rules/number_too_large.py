"""NW029."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW029", Severity.INFO, reads="faults")
def number_too_large(here: Subject) -> Iterator[Remark]:
    """A number in a property is larger than 64 bits can hold.

    YAML sets no limit to numbers, programs do: some would round such a number, others refuse the
    note. noteweave keeps it as text, digit by digit, in every export. Put it in quotes if it is a
    name made of digits (an id, an ISBN, a hash), so that other programs do the same.

    Bad:
        --- tea.md
        ---
        id: 115012345678901234567
        ---

    Good:
        --- tea.md
        ---
        id: "115012345678901234567"
        ---
    """
    yield from here.faults("NW029")
