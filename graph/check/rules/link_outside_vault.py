"""NW017."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind


@rule("NW017", Severity.INFO, reads="outside")
def link_outside_vault(here: Subject) -> Iterator[Remark]:
    """A Markdown link leads where noteweave does not look.

    That is above the vault's folder, into a hidden one, to the root of a website (`/about`) or to
    an HTML file that a website makes of a note. Whether the link is broken, nobody can say here.

    Bad:
        --- notes/today.md
        See [the recipe](../../kitchen/recipe.md).

    Good:
        --- notes/today.md
        See [the recipe](../kitchen/recipe.md).
        --- kitchen/recipe.md
        Boil.
    """
    for found in here.lacking[UnresolvedKind.OUTSIDE]:
        yield here.on(found.link, f"`{found.link.target}` is not in the vault: not checked")
