"""NW015."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.disk.app_settings import Profile


@rule("NW015", Severity.WARNING, reads="faults")
def space_in_destination(subject: Subject) -> Iterator[Remark]:
    """The destination of a Markdown link has spaces, so that it is not a link.

    Write `%20` for a space, or put the destination between `<` and `>`.

    Bad:
        --- tea.md
        See [the pot](Yixing pot.md).
        --- Yixing pot.md
        Clay.

    Good:
        --- tea.md
        See [the pot](Yixing%20pot.md), and [again](<Yixing pot.md>).
        --- Yixing pot.md
        Clay.
    """
    if subject.vault.profile is not Profile.LOGSEQ:  # which accepts it
        yield from subject.faults("NW015")
