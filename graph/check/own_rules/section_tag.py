"""NW109."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW109", reads="own sections")
def section_tag(subject: Subject) -> Iterator[Remark]:
    """A tag is in a section in which the vault's own rules allow no tags.

    `no-tags = true` in `[[rules.sections]]`.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        no-tags = true
        --- Assam.md
        ## Topics

        - #malt

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        no-tags = true
        --- Assam.md
        A tea. #malt

        ## Topics

        - [[Malt]]
        --- Malt.md
        A taste.
    """
    for entry, section, _ in subject.own.demanded(lambda rule: rule.no_tags):
        for tag in subject.note.tags:
            if section.holds(tag.line):
                message = translatable(
                    "`#{name}` is a tag; `{heading}` has none",
                    name=tag.name,
                    heading=entry.rule.heading,
                )
                width = len(tag.name) + 1
                yield subject.own.remark_at(entry, tag.line, message, tag.column, width)
