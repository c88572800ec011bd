"""NW021."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW021", Severity.WARNING, reads="faults")
def duplicate_key(subject: Subject) -> Iterator[Remark]:
    """A property occurs twice in the frontmatter.

    Apps keep one of the two, and different apps keep different ones.

    Bad:
        --- tea.md
        ---
        steep: 80
        steep: 90
        ---
        Leaves.

    Good:
        --- tea.md
        ---
        steep: [80, 90]
        ---
        Leaves.
    """
    yield from subject.faults("NW021")
