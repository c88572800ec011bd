"""Renames of a vault's files in the history, cached so that no commit is read twice."""

from __future__ import annotations

from noteweave.vault.disk.walk import vault_path
from noteweave.vault.git import git_cache
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
    kept = git_cache.load(repository, "renames", _Kept) or {}
    seen, known = kept.get(repository.prefix, (None, []))
    if seen == head:
        return Renames(known, complete=True)
    fresh = repository.renames(seen, seconds)
    if seen and not fresh.complete and not fresh.found:  # the commit is gone: history was rewritten
        known, fresh = [], repository.renames(None, seconds)
    found = [Rename(vault_path(r.old), vault_path(r.new)) for r in fresh.found] + known
    if fresh.complete:
        kept[repository.prefix] = (head, found)
        git_cache.save(repository, "renames", kept)
    return Renames(found, fresh.complete)
