"""NW102."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW102", reads="own sections")
def misplaced_section(subject: Subject) -> Iterator[Remark]:
    """A note has a section that the vault's own rules allow only in other notes.

    `only-here = true` in `[[rules.sections]]`: no note but those that `notes` names may have it. If
    more than one entry says so of a heading, a note may have it where one of them holds.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Steps"
        notes = ["recipes/"]
        only-here = true
        --- places/Assam.md
        ## Steps

        - Take the boat.
        --- recipes/Masala chai.md
        ## Steps

        - Boil it all.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Steps"
        notes = ["recipes/"]
        only-here = true
        --- recipes/Masala chai.md
        ## Steps

        - Boil it all.
    """
    entries = [entry for entry in subject.own.rules.sections if entry.rule.only_here]
    allowed = {entry.key for entry in entries if entry.holds(subject.note.path)}
    for entry in entries:
        if entry.key in allowed:
            continue
        allowed.add(entry.key)  # one finding for each place, however many entries say it
        for section in subject.own.named(entry.key):
            message = translatable(
                "a section `{heading}` is not allowed in this note", heading=entry.rule.heading
            )
            yield subject.own.remark_at(entry, section.heading.line, message)
