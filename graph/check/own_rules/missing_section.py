"""NW101."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW101", reads="own sections")
def missing_section(subject: Subject) -> Iterator[Remark]:
    """A note lacks a section that the vault's own rules require.

    `required = true` in `[[rules.sections]]`, for the notes that `notes` names.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Steps"
        notes = ["recipes/"]
        required = true
        --- recipes/Masala chai.md
        Boil it all.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Steps"
        notes = ["recipes/"]
        required = true
        --- recipes/Masala chai.md
        ## Steps

        - Boil it all.
    """
    own = subject.own
    for entry in own.entries(own.rules.sections):
        if entry.rule.required and not own.named(entry.key):
            yield own.remark_at(
                entry,
                1,
                translatable("there is no section `{heading}`", heading=entry.rule.heading),
            )
