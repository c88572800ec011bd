"""NW030."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.build.degrees import is_orphan, leads_on
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.messages import translatable


def targets(subject: Subject) -> Iterator[str | None]:
    """Yield the notes and canvases that a note links to, None for a topic."""
    files = subject.vault.files
    return (found.target for found in subject.links if leads_on(found, files))


@vault_rule("NW030", Severity.INFO, on=False, reads="links", gather=targets)
def orphan(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A note has no links, in either direction.

    Only links to and from other notes and canvases count, and links to topics that nobody has
    written; not those to attachments, to the web, to excluded notes, or to the note itself.

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
        if not file.excluded and is_orphan(file.kind, path in facts, path in linking):
            yield Remark(path, 1, 1, 1, 1, translatable("no link leads here or away"))
