"""The commits of a branch in order, each with the files that it changed.

The line is that of the first parents: neighbours on it differ by what one commit brought, while in
a list of all commits they differ by what other branches hold. What a merge brought is dated by the
commit that first had it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import NamedTuple

from noteweave.vault.disk.walk import NOTES, kind_of
from noteweave.vault.git.git_output import LINK, SUBMODULE
from noteweave.vault.git.repository import Repository

_OPTIONS = (
    "--raw", "-z", "--no-renames", "--no-abbrev", "--root", "--reverse", "--no-show-signature",
    "--no-ext-diff", "--ignore-submodules=all", "--date=format:%Y-%m-%d",
)  # fmt: skip
_PIECE = 1 << 16


class LoggedFile(NamedTuple):
    """What a commit did to one file."""

    path: str
    """As git returns it, relative to the vault."""
    oid: str
    """Its blob id after the commit; "" if it is gone, a symbolic link or a submodule."""
    was: str
    """Its blob id before; "" if it was not there, or not a file."""


class LoggedCommit(NamedTuple):
    """One commit of the line."""

    id: str
    date: str
    """The day on which its author wrote it, ISO 8601, by the author's clock."""
    files: list[LoggedFile]
    skipped: int
    """Changes of symbolic links and submodules, whose past contents are not known."""


Arrivals = Mapping[tuple[str, str], str]
"""(path, blob id) -> the day of the first commit that had this content there."""


def first_parent_line(repository: Repository, commit: str) -> Iterator[LoggedCommit]:
    """Yield the commits of the first-parent line that ends with a commit, the oldest first.

    They are read while git prints them, so that memory does not grow with the history.
    """
    yield from _log(repository, "--first-parent", "-m", commit)


def last_changes(repository: Repository, commit: str) -> dict[str, str]:
    """Return the day of the last commit that changed a file, by path as git returns it."""
    days: dict[str, str] = {}
    for logged in first_parent_line(repository, commit):
        days |= {file.path: logged.date for file in logged.files if file.oid}
    return days


def merged_dates(repository: Repository, commit: str) -> dict[str, Arrivals]:
    """Return when the notes that merges brought were first written, by the merge's commit id.

    Args:
        repository: the vault's.
        commit: the end of the first-parent line.
    """
    brought = _brought(repository, commit)
    dates: dict[str, dict[tuple[str, str], str]] = {}
    if not brought:
        return {}
    for logged in _log(repository, "--no-merges", "--topo-order", "--full-history", commit):
        merge = brought.get(logged.id)
        if merge is not None:
            known = dates.setdefault(merge, {})
            for file in logged.files:
                if kind_of(file.path) in NOTES:
                    known.setdefault((file.path, file.oid), logged.date)
    return dict(dates)


def _brought(repository: Repository, commit: str) -> dict[str, str]:
    """Return the commits of other branches, each with the merge that brought it to the line."""
    with repository.streaming("rev-list", "--parents", "--topo-order", commit) as listed:
        assert listed.stdout is not None
        lines = [line.decode().split() for line in listed.stdout]
    parents = {line[0]: line[1:] for line in lines}
    line = []
    at: str | None = commit
    while at is not None:
        line.append(at)
        at = next(iter(parents.get(at, ())), None)
    seen = set(line)
    brought: dict[str, str] = {}
    for merge in reversed(line):
        waiting = list(parents.get(merge, ())[1:])
        while waiting:
            found = waiting.pop()
            if found not in seen:
                seen.add(found)
                brought[found] = merge
                waiting += parents.get(found, ())
    return brought


def _log(repository: Repository, *arguments: str) -> Iterator[LoggedCommit]:
    command = ("log", *_OPTIONS, "--format=>%H %ad", repository.relative, *arguments)
    process = repository.streaming(*command, *repository.paths)
    assert process.stdout is not None
    try:
        yield from _commits(_pieces(iter(lambda: process.stdout.read(_PIECE), b"")))  # type: ignore[union-attr]
    finally:
        process.kill()
        process.stdout.close()
        process.wait()


def _pieces(blocks: Iterable[bytes]) -> Iterator[str]:
    rest = b""
    for block in blocks:
        *whole, rest = (rest + block).split(b"\0")
        for piece in whole:
            yield piece.decode("utf-8", "surrogateescape")
    if rest:
        yield rest.decode("utf-8", "surrogateescape")


def _commits(pieces: Iterator[str]) -> Iterator[LoggedCommit]:
    commit: LoggedCommit | None = None
    for text in pieces:
        piece = text.lstrip("\n")
        if piece.startswith(">"):
            if commit is not None:
                yield commit
            oid, _, date = piece[1:].partition(" ")
            commit = LoggedCommit(oid, date, [], 0)
        elif piece.startswith(":") and commit is not None:
            old_mode, mode, was, oid, status = piece[1:].split(" ")
            path = next(pieces)
            special = {old_mode, mode} & {LINK, SUBMODULE}
            if special:
                commit = commit._replace(skipped=commit.skipped + 1)
            now = "" if status == "D" or mode in (LINK, SUBMODULE) else oid
            then = "" if status == "A" or old_mode in (LINK, SUBMODULE) else was
            if now or then:
                commit.files.append(LoggedFile(path, now, then))
    if commit is not None:
        yield commit
