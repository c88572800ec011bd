"""NW035."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link


def _related(subject: Subject) -> Iterator[tuple[str, str, Link]]:
    """Yield relation, target and link of each link in a note's properties and fields."""
    for found in subject.links:
        relation = found.link.relation
        if relation and found.target is not None and found.target != subject.note.path:
            yield relation.lower(), found.target, found.link


def relations(subject: Subject) -> Iterator[tuple[str, str]]:
    """Yield relation and target of each link in a note's properties and fields."""
    return ((relation, target) for relation, target, _ in _related(subject))


@vault_rule("NW035", Severity.INFO, on=False, reads="links", gather=relations)
def missing_backlink(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A note has a relation to another note that does not have the inverse relation.

    The table `[check.pairs]` of `noteweave.toml` lists inverse relations; by default they are `up`
    and `down`.

    Bad:
        --- Dragon Well.md
        ---
        up: "[[Green tea]]"
        ---
        Chestnuts.
        --- Green tea.md
        Not withered.

    Good:
        --- Dragon Well.md
        ---
        up: "[[Green tea]]"
        ---
        Chestnuts.
        --- Green tea.md
        ---
        down: ["[[Dragon Well]]"]
        ---
        Not withered.
    """
    files = vault.files
    stated = {(source, *fact) for fact, sources in facts.items() for source in sources}
    unanswered: dict[str, set[tuple[str, str]]] = {}
    for source, relation, target in stated:
        back = vault.pairs.get(relation)
        if back and not files[target].excluded and (target, back, source) not in stated:
            unanswered.setdefault(source, set()).add((relation, target))
    for source, wanted in unanswered.items():
        subject = vault.subject(source)
        for relation, target, link in _related(subject):
            if (relation, target) in wanted:
                back = vault.pairs[relation]
                yield subject.remark(
                    link,
                    translatable(
                        "`{target}` has no `{back}` back to this note", target=target, back=back
                    ),
                )
