"""NW026."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW026", Severity.WARNING, reads="faults")
def no_break_space(here: Subject) -> Iterator[Remark]:
    """A no-break space after `#` makes a line no heading.

    It is typed with Option-Space on a Mac, by accident; it looks like a space.

    Bad:
        --- tea.md
        #\xa0Leaves

    Good:
        --- tea.md
        # Leaves
    """
    yield from here.faults("NW026")
