"""NW107."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.compiled_rules import Entry
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import SectionRule
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link


@rule("NW107", reads="own sections")
def section_unwritten(subject: Subject) -> Iterator[Remark]:
    """A link names a note that is not written yet, in a section that does not allow this.

    `no-unwritten = true` in `[[rules.sections]]`. In other places see unresolved-topic.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        no-unwritten = true
        --- Assam.md
        ## See also

        - [[Nilgiri]]

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        no-unwritten = true
        --- Assam.md
        ## See also

        - [[Nilgiri]]
        --- Nilgiri.md
        Blue mountains.
    """
    for entry, link in unwritten_links(subject):
        message = translatable(
            "`{name}` is not written yet, as `{heading}` demands",
            name=link.target,
            heading=entry.rule.heading,
        )
        yield subject.remark(link, entry.message(message), entry.rule.severity)


def unwritten_links(subject: Subject) -> Iterator[tuple[Entry[SectionRule], Link]]:
    """Yield each link to a note that is to be written first, with the entry that says so."""
    for entry, section, _ in subject.own.demanded(lambda rule: rule.no_unwritten):
        for found in subject.own.links(section):
            if found.kind is TargetKind.TOPIC and not found.candidates:
                yield entry, found.link
