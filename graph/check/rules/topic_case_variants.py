"""NW011."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind
from noteweave.vault.messages import translatable


def topics(subject: Subject) -> Iterator[str]:
    """Yield the unwritten topics that a note links to."""
    return (found.link.target for found in subject.missing_by_kind[UnresolvedKind.TOPIC])


@vault_rule("NW011", Severity.INFO, reads="topic", gather=topics, group=names.topic_keys)
def topic_case_variants(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """Links spell an unwritten topic differently.

    Obsidian shows each spelling as a topic of its own until the note is written.

    Bad:
        --- monday.md
        [[Gongfu Cha]]
        --- tuesday.md
        [[Gongfu cha]] and [[Gongfu Cha]]

    Good:
        --- monday.md
        [[kettle]]
        --- tuesday.md
        [[kettle]] and [the same](kettle.md)
        --- kettle.md
        It sings.
    """
    usual = names.minority_spellings(facts, names.topic_keys(facts))
    for path in sorted({path for spelling in usual for path in facts[spelling]}):
        subject = vault.subject(path)
        for found in subject.missing_by_kind[UnresolvedKind.TOPIC]:
            link = found.link
            if link.target in usual:
                better = usual[link.target]
                text = subject.retarget(link, better, exists=False)
                yield subject.remark(
                    link, translatable("elsewhere it is spelt `{better}`", better=better), text=text
                )
