"""NW030."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.build.degrees import is_orphan, leads_on
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject


def targets(here: Subject) -> Iterator[str | None]:
    """Yield the notes and canvases that a note links to, None for a topic."""
    files = here.around.vault.vault.files
    return (found.target for found in here.links if leads_on(found, files))


@vault_rule("NW030", Severity.INFO, on=False, reads="links", gather=targets)
def orphan(whole: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """No link leads to a note, and none leads away from it.

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
    for path, file in whole.vault.vault.files.items():
        if not file.excluded and is_orphan(file.kind, path in facts, path in linking):
            yield Remark(path, 1, 1, 1, 1, "no link leads here or away")
