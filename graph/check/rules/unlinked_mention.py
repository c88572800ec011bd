"""NW034."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts
from noteweave.vault.messages import translatable


@vault_rule("NW034", Severity.INFO, on=False)
def unlinked_mention(vault: CheckedVault, _facts: Facts) -> Iterator[Remark]:
    """A note mentions the name of another note without a link.

    Only names that are probably worth a link are reported; `noteweave mentions` lists all of them,
    and turns selected ones into links.

    Bad:
        --- today.md
        We steeped Lapsang Souchong over the fire.
        --- Lapsang Souchong.md
        Smoke.

    Good:
        --- today.md
        We steeped [[Lapsang Souchong]] over the fire.
        --- Lapsang Souchong.md
        Smoke.
    """
    from noteweave.graph.mentions.unlinked import WORTHWHILE, unlinked

    for one in unlinked(vault.resolved, vault.resolved.vault.text):
        if one.score >= WORTHWHILE:
            what = " or ".join(f"`{names.without_md(path)}`" for path in one.targets)
            end = one.column + len(one.text)
            message = translatable("`{text}` is {what}, without a link", text=one.text, what=what)
            yield Remark(one.source, one.line, one.column, one.line, end, message)
