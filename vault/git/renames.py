"""Renames of a vault's files in the history, cached so that no commit is read twice."""

from __future__ import annotations

from contextlib import suppress

import msgspec

from noteweave.vault.disk.walk import vault_path
from noteweave.vault.git.repository import Rename, Renames, Repository

_Kept = dict[str, tuple[str, list[Rename]]]
"""By the vault's path in the repository: the last commit read, and the renames up to it."""


def renames(repository: Repository, seconds: float = 2.0) -> Renames:
    """Return the renames of a vault's files in the history of the present branch, latest first.

    Args:
        repository: the vault's.
        seconds: time limit for reading new commits.
    """
    head = repository.head
    if head is None:
        return Renames([], complete=True)
    place = repository.data_folder / "renames"
    kept: _Kept = {}
    with suppress(OSError, msgspec.MsgspecError):
        kept = msgspec.msgpack.decode(place.read_bytes(), type=_Kept)
    seen, known = kept.get(repository.prefix, (None, []))
    if seen == head:
        return Renames(known, complete=True)
    fresh = repository.renames(seen, seconds)
    if seen and not fresh.complete and not fresh.found:  # the commit is gone: history was rewritten
        known, fresh = [], repository.renames(None, seconds)
    found = [Rename(vault_path(r.old), vault_path(r.new)) for r in fresh.found] + known
    if fresh.complete:
        kept[repository.prefix] = (head, found)
        with suppress(OSError):
            place.parent.mkdir(exist_ok=True)
            new = place.with_suffix(".new")
            new.write_bytes(msgspec.msgpack.encode(kept))
            new.replace(place)
    return Renames(found, fresh.complete)
