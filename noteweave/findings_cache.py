"""A cache for the findings of the last check, valid while nothing they depend on changed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import msgspec

from noteweave.graph.check.findings import Finding
from noteweave.vault.cache.note_cache import now_ns, settled
from noteweave.vault.vault import Vault


def cached_findings(
    vault: Vault, parameters: str, find: Callable[[], list[Finding]]
) -> list[Finding]:
    """Return the result of `find`, from the cache if the vault is unchanged.

    Args:
        vault: as it is now.
        parameters: everything else the findings depend on: rules, options, configuration.
        find: checks the vault.
    """
    if vault.cache is None:
        return find()
    started = now_ns()
    files = list(vault.files.values())
    key = msgspec.msgpack.encode((files, repr(vault.settings), vault.faults, parameters))
    cached = vault.cache.answer(key)
    if cached is not None:
        with suppress(msgspec.ValidationError):  # written by another program: find them again
            return msgspec.convert(cached, list[Finding])
    found = find()
    if all(settled(file, started) for file in files):
        vault.cache.keep_answer(key, found)
    return found
