"""NW049."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.fault_messages import translated_fault
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts


@vault_rule("NW049", Severity.WARNING)
def unusable_file(whole: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A folder, or a file of settings or of ignore patterns, cannot be read or used.

    The check goes on without it: it does not see the notes of a folder that it cannot list, and
    links to them look broken. Check the file permissions; open a settings file in its app.

    Bad:
        --- .obsidian/app.json
        {"userIgnoreFilters": [}
        --- tea.md
        Leaves.

    Good:
        --- .obsidian/app.json
        {"userIgnoreFilters": ["old/"]}
        --- tea.md
        Leaves.
    """
    for fault in whole.resolved.vault.faults:
        yield Remark(fault.path, 1, 1, 1, 1, translated_fault(fault.message))
