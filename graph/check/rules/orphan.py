"""NW030."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.vault.model import FileKind


def targets(subject: Subject) -> Iterator[str | None]:
    """Yield the targets of a note's links, None for a topic."""
    for found in subject.links:
        if found.kind not in (TargetKind.EXTERNAL, TargetKind.SELF):
            yield found.target


@vault_rule("NW030", Severity.INFO, on=False, reads="links", gather=targets)
def orphan(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A note has no links, in either direction.

    Links of a note to itself do not count; a link to an unwritten topic does.

    Bad:
        --- Cup.md
        A cup.
        --- Tea.md
        See [[Kettle]].
        --- Kettle.md
        It sings.

    Good:
        --- Tea.md
        See [[Kettle]].
        --- Kettle.md
        It sings.
    """
    linking = {path for paths in facts.values() for path in paths}
    for path, file in vault.files.items():
        if file.kind is not FileKind.NOTE or file.excluded:
            continue
        if path not in facts and path not in linking:
            yield Remark(path, 1, 1, 1, 1, "no link leads here or away")
