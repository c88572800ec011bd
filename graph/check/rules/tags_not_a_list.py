"""NW022."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.disk.app_settings import Profile


@rule("NW022", Severity.INFO, reads="faults")
def tags_not_a_list(subject: Subject) -> Iterator[Remark]:
    """The property `tags` is a single text, not a list.

    Since version 1.9 Obsidian accepts only a list.

    Bad:
        --- .obsidian/app.json
        {}
        --- tea.md
        ---
        tags: green, spring
        ---
        Leaves.

    Good:
        --- tea.md
        ---
        tags: [green, spring]
        ---
        Leaves.
    """
    if subject.vault.profile is Profile.OBSIDIAN:
        yield from subject.faults("NW022")
