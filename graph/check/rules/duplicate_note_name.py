"""NW031."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind

_EXPECTED = frozenset({"index", "_index", "readme", "license", "changelog", "contributing"})
"""Names that are usual in more than one folder."""


@vault_rule("NW031", Severity.INFO, of_files=True)
def duplicate_note_name(vault: CheckedVault, _facts: Facts) -> Iterator[Remark]:
    """Two notes in different folders have the same name.

    A link by name is ambiguous, or becomes so when one of them moves.

    Bad:
        --- tea/Water.md
        Soft.
        --- ink/Water.md
        A few drops.

    Good:
        --- tea/Water for tea.md
        Soft.
        --- ink/Water for ink.md
        A few drops.
    """
    paths: defaultdict[str, list[str]] = defaultdict(list)
    for path, file in vault.files.items():
        if file.kind is FileKind.NOTE and not file.excluded:
            paths[names.key(names.stem(path))].append(path)
    for name, alike in paths.items():
        if len(alike) < 2 or name in _EXPECTED:
            continue
        for path in alike:
            others = [other for other in alike if names.key(other) != names.key(path)]
            if not others:
                continue  # case-collision reports it
            more = (
                translatable(" and {value} more", value=len(others) - 1) if len(others) > 1 else ""
            )
            yield Remark(
                path,
                1,
                1,
                1,
                1,
                translatable("`{others}` has the same name{more}", others=others[0], more=more),
            )
