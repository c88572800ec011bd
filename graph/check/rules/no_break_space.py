"""NW026."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW026", Severity.WARNING, reads="faults")
def no_break_space(subject: Subject) -> Iterator[Remark]:
    """A no-break space follows `#`, so that the line is not a heading.

    It looks like a space; on a Mac it is typed by accident with Option-Space.

    Bad:
        --- tea.md
        #\xa0Leaves

    Good:
        --- tea.md
        # Leaves
    """
    yield from subject.faults("NW026")
