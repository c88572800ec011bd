"""NW012."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW012", Severity.WARNING, reads="faults")
def empty_link(subject: Subject) -> Iterator[Remark]:
    """A link has no target.

    The brackets of a link were typed and never filled in.

    Bad:
        --- tea.md
        See [[]] and [the kettle]().

    Good:
        --- tea.md
        See [[kettle]] and `[[]]`.
        --- kettle.md
        It sings.
    """
    yield from subject.faults("NW012")
