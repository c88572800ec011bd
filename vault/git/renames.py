"""Renames of a vault's files in the history, cached so that no commit is read twice."""

from __future__ import annotations

from threading import Timer
from typing import NamedTuple

from noteweave.vault.disk.walk import vault_path
from noteweave.vault.errors import RequestError
from noteweave.vault.git import git_cache
from noteweave.vault.git.git_output import pieces
from noteweave.vault.git.repository import Repository


class Rename(NamedTuple):
    """A rename of a file in some commit."""

    old: str
    new: str


class Renames(NamedTuple):
    """Renames in the history."""

    found: list[Rename]
    """The latest first."""
    complete: bool
    """False if the time limit ended the search before the first commit."""


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
    fresh = logged_renames(repository, seen, seconds)
    if seen and not fresh.complete and not fresh.found:  # the commit is gone: history was rewritten
        known, fresh = [], logged_renames(repository, None, seconds)
    found = [Rename(vault_path(r.old), vault_path(r.new)) for r in fresh.found] + known
    if fresh.complete:
        kept[repository.prefix] = (head, found)
        git_cache.save(repository, "renames", kept)
    return Renames(found, fresh.complete)


def logged_renames(
    repository: Repository, since: str | None = None, seconds: float = 2.0
) -> Renames:
    """Return the renames below the vault's folder as `git log` finds them, the latest first.

    Args:
        repository: the vault's.
        since: only commits after this one.
        seconds: time limit; what was found by then is returned.
    """
    if repository.head is None:
        return Renames([], complete=True)
    try:
        span = f"{repository.commit(since)}..{repository.head}" if since else repository.head
    except RequestError:  # a commit that is gone
        return Renames([], complete=False)
    with repository.streaming(
        "log", "-M", "--diff-filter=R", "--name-status", "-z", "--format=",
        repository.relative, "--no-merges", span, *repository.paths,
    ) as log:  # fmt: skip
        assert log.stdout is not None
        alarm = Timer(seconds, log.kill)
        alarm.start()
        output = log.stdout.read()
        alarm.cancel()
    words = [w.lstrip("\n") for w in pieces(output[: output.rfind(b"\0") + 1])]
    words = [word for word in words if word]
    found = [Rename(words[n + 1], words[n + 2]) for n in range(0, len(words) - 2, 3)]
    return Renames(found, log.returncode == 0)
