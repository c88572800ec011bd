"""NW115."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.compiled_rules import relation_key
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW115", reads="own answers")
def unanswered_relation(subject: Subject) -> Iterator[Remark]:
    """A note has a relation to another note that does not return it.

    `symmetric` in `[[rules.answers]]` lists relations that both notes must have; `pairs` lists
    relations and their inverses. A relation is a property or inline field that links to a note, or
    what stands for `{relation}` in a section's items. Excluded notes need not return it.

    Bad:
        --- noteweave.toml
        [[rules.answers]]
        symmetric = ["same event"]
        --- The race.md
        same event:: [[Foochow]]
        --- Foochow.md
        A harbour.

    Good:
        --- noteweave.toml
        [[rules.answers]]
        symmetric = ["same event"]
        --- The race.md
        same event:: [[Foochow]]
        --- Foochow.md
        same event:: [[The race]]
    """
    vault = subject.vault.resolved.vault
    for relation, target, link in subject.own.related:
        back, entry = subject.own.rules.answering.get(relation_key(relation), ("", None))
        if entry is None or not entry.holds(subject.note.path):
            continue
        if target not in vault.notes or vault.files[target].excluded:
            continue
        if subject.note.path not in subject.vault.relations(target).get(relation_key(back), ()):
            message = entry.message(
                translatable(
                    "`{target}` has no `{back}` back to this note", target=target, back=back
                )
            )
            yield subject.remark(link, message, entry.rule.severity)
