"""A cache for the findings of the last check: only what a change may concern is checked again."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import AbstractContextManager, suppress
from typing import TYPE_CHECKING

import msgspec

from noteweave.graph.check.check import CheckOptions
from noteweave.graph.check.findings import Finding
from noteweave.vault import messages
from noteweave.vault.cache.stamped_records import FEW, now_ns, settled
from noteweave.vault.model import File
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Each

_NOTHING: tuple[object, ...] = ([], [], {}, {})
"""A `KeptCheck` of no notes: the vault was checked, and nothing was written down."""


def cached_findings(
    vault: Vault,
    options: CheckOptions,
    find: Callable[[], list[Finding]],
    each: Callable[[int], AbstractContextManager[Each]],
) -> list[Finding]:
    """Return the findings in a vault, from the cache as far as it is unchanged.

    The first check of a vault takes no time to write down what it looked up. The first one after a
    change does, and later ones check only the notes that a change may concern.

    Args:
        vault: as it is now.
        options: what to check.
        find: checks the vault from nothing.
        each: see `graph.living.kept_check.check_again`.
    """
    cache = vault.cache
    if cache is None:
        return find()
    started = now_ns()
    files = list(vault.files.values())
    asked = (messages.identity(), repr(vault.settings), vault.faults, repr(options))
    settings = msgspec.msgpack.encode(asked)
    key = msgspec.msgpack.encode((files, settings))
    cached = cache.answer(key)
    if cached is not None:
        with suppress(msgspec.ValidationError):  # written by another program: find them again
            return msgspec.convert(cached, list[Finding])
    if not cache.has_kept(settings):
        found = find()
        cache.keep(settings, _NOTHING)
    else:
        from noteweave.graph.living.kept_check import KeptCheck, check_again

        kept = cache.kept(settings, KeptCheck)
        checked = check_again(vault, options, kept, each)
        found = checked.findings
        if checked.judged <= FEW:
            return found
        again = [settled_or_unknown(file, started) for file in files]
        cache.keep(settings, msgspec.structs.replace(checked.kept, files=again))
    if all(settled(file, started) for file in files):
        cache.keep_answer(key, found)
    return found


def settled_or_unknown(file: File, read_ns: int) -> File:
    """Return a file, with an impossible time if it may change again without another time."""
    return file if settled(file, read_ns) else msgspec.structs.replace(file, mtime_ns=-1)
