"""NW022."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.disk.app_settings import Profile


@rule("NW022", Severity.INFO, reads="faults")
def tags_not_a_list(here: Subject) -> Iterator[Remark]:
    """The property `tags` is one text, not a list.

    Obsidian reads only a list since its version 1.9.

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
    if here.around.profile is Profile.OBSIDIAN:
        yield from here.faults("NW022")
