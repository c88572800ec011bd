"""NW033."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts
from noteweave.vault.messages import translatable


@vault_rule("NW033", Severity.WARNING, of_files=True)
def case_collision(vault: CheckedVault, _facts: Facts) -> Iterator[Remark]:
    """The names of two files differ only in upper and lower case.

    On macOS and Windows only one of them can exist: a clone of the vault there loses the other.

    Bad:
        --- Water.md
        Soft.
        --- water.md
        Hard.

    Good:
        --- Water.md
        Soft.
        --- Hard water.md
        Hard.
    """
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for path in vault.files:
        paths[names.key(path)].append(path)
    for first, *others in paths.values():
        for path in others:
            yield Remark(
                path, 1, 1, 1, 1, translatable("`{first}` differs only in case", first=first)
            )
