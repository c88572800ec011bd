"""The findings of the last check, for as long as nothing has changed that they depend on."""

from __future__ import annotations

from collections.abc import Callable

import msgspec

from noteweave.graph.check.findings import Finding
from noteweave.vault.cache.note_cache import now_ns, settled
from noteweave.vault.vault import Vault


def remembered(vault: Vault, asked: str, find: Callable[[], list[Finding]]) -> list[Finding]:
    """Return what `find` returns, without asking it again about the same vault.

    Args:
        vault: its files as they were listed now.
        asked: whatever else the findings depend on: rules, options, configuration.
        find: checks the vault.
    """
    if vault.cache is None:
        return find()
    begun = now_ns()
    files = list(vault.files.values())
    question = msgspec.msgpack.encode((files, repr(vault.settings), asked))
    kept = vault.cache.answer(question)
    if kept is not None:
        return msgspec.convert(kept, list[Finding])
    found = find()
    if all(settled(file, begun) for file in files):
        vault.cache.keep_answer(question, found)
    return found
