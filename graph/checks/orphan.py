"""NW030."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.findings import Remark, Severity
from noteweave.graph.inspection import Inspection
from noteweave.graph.resolve import sources
from noteweave.graph.rules import vault_rule


@vault_rule("NW030", Severity.INFO, on=False)
def orphan(whole: Inspection) -> Iterator[Remark]:
    """No link leads to a note, and none leads away from it.

    Links of a note to itself do not count; a link to a topic that nobody has written does.

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
    linked: set[str] = set()
    alone: list[str] = []
    for note in sources(whole.vault):
        found = [f for f in whole.vault.links(note) if f.target != note.path]
        targets = [f.target for f in found if f.target is not None]
        linked.update(targets)
        if not any(not f.link.external for f in found):
            alone.append(note.path)
    for path in alone:
        if path not in linked:
            yield Remark(path, 1, 1, 1, 1, "no link leads here or away")
