"""NW035."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject, on_link
from noteweave.vault.model import Link


def _related(here: Subject) -> Iterator[tuple[str, str, Link]]:
    """The relation, target and link of what a note says in properties and fields."""
    for found in here.links:
        relation = found.link.relation
        if relation and found.target is not None and found.target != here.note.path:
            yield relation.lower(), found.target, found.link


def relations(here: Subject) -> Iterator[tuple[str, str]]:
    """Yield the relation and target of what a note says in properties and fields."""
    return ((relation, target) for relation, target, _ in _related(here))


@vault_rule("NW035", Severity.INFO, on=False, reads="links", gather=relations)
def missing_backlink(whole: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A note names a relation that the other note does not return.

    Which relations are opposites is said in `noteweave.toml`, under `[check.pairs]`; without it
    `up` and `down` are.

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
    files = whole.vault.vault.files
    said = {(source, *said) for said, sources in facts.items() for source in sources}
    alone: dict[str, set[tuple[str, str]]] = {}
    for source, relation, target in said:
        back = whole.pairs.get(relation)
        if back and not files[target].excluded and (target, back, source) not in said:
            alone.setdefault(source, set()).add((relation, target))
    for source, wanted in alone.items():
        for relation, target, link in _related(whole.subject(source)):
            if (relation, target) in wanted:
                back = whole.pairs[relation]
                yield on_link(source, link, f"`{target}` has no `{back}` back to this note")
