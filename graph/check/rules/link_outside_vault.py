"""NW017."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind
from noteweave.vault.messages import translatable


@rule("NW017", Severity.INFO, reads="outside")
def link_outside_vault(subject: Subject) -> Iterator[Remark]:
    """A Markdown link leads to a place that noteweave does not read.

    That is a folder above the vault, a hidden folder, the root of a website (`/about`) or an HTML
    file that a website generator makes of a note. noteweave cannot tell whether it is broken.

    Bad:
        --- notes/today.md
        See [the recipe](../../kitchen/recipe.md).

    Good:
        --- notes/today.md
        See [the recipe](../kitchen/recipe.md).
        --- kitchen/recipe.md
        Boil.
    """
    for found in subject.missing_by_kind[UnresolvedKind.OUTSIDE]:
        yield subject.remark(
            found.link,
            translatable("`{target}` is not in the vault: not checked", target=found.link.target),
        )
