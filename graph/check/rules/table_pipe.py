"""NW013."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW013", Severity.WARNING, reads="faults")
def table_pipe(subject: Subject) -> Iterator[Remark]:
    """A `|` inside a link ends the table cell, so that it is not a link.

    In a table the `|` before a link's display text is written `\\|`.

    Bad:
        --- tea.md
        | leaf | note |
        | ---- | ---- |
        | green | [[Dragon Well|Longjing]] |
        --- Dragon Well.md
        Chestnuts.

    Good:
        --- tea.md
        | leaf | note |
        | ---- | ---- |
        | green | [[Dragon Well\\|Longjing]] |
        --- Dragon Well.md
        Chestnuts.
    """
    yield from subject.faults("NW013")
