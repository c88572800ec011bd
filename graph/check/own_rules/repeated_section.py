"""NW103."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW103", reads="own sections")
def repeated_section(subject: Subject) -> Iterator[Remark]:
    """A note has a section of the vault's own rules twice.

    Readers and programs find only the first. It applies to every section with an entry in
    `[[rules.sections]]`.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        most = 9
        --- Assam.md
        ## Topics

        - [[India]]

        ## Topics

        - [[Malt]]

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        most = 9
        --- Assam.md
        ## Topics

        - [[India]]
        - [[Malt]]
        --- India.md
        A country.
        --- Malt.md
        A taste.
    """
    seen = set()
    for entry in subject.own.entries(subject.own.rules.sections):
        if entry.key in seen:
            continue
        seen.add(entry.key)
        found = subject.own.named(entry.key)
        for section in found[1:]:
            message = translatable(
                "`{heading}` is on line {line} already",
                heading=entry.rule.heading,
                line=found[0].heading.line,
            )
            yield subject.own.remark_at(entry, section.heading.line, message)
