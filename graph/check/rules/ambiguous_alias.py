"""NW009."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind


@rule("NW009", Severity.WARNING, reads="topic")
def ambiguous_alias(here: Subject) -> Iterator[Remark]:
    """A link names an alias or title that several notes have.

    No program can know which of them was meant.

    Bad:
        --- today.md
        See [[oolong]].
        --- Iron Goddess.md
        ---
        aliases: [oolong]
        ---
        Orchids.
        --- Big Red Robe.md
        ---
        aliases: [oolong]
        ---
        Rocks.

    Good:
        --- today.md
        See [[Big Red Robe]].
        --- Iron Goddess.md
        ---
        aliases: [oolong]
        ---
        Orchids.
        --- Big Red Robe.md
        ---
        aliases: [oolong]
        ---
        Rocks.
    """
    vault = here.around.vault
    for found in here.lacking[UnresolvedKind.TOPIC]:
        owners = [f"`{names.without_md(path)}`" for path, _ in vault.owners(found.link.target)]
        if len(owners) > 1:
            whose = f"{', '.join(owners[:-1])} and {owners[-1]}"
            yield here.on(found.link, f"`{found.link.target}` is another name of {whose}")
