"""What git prints, as values: files of a tree or the index, changes, and messages of errors."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

from noteweave.vault.errors import RequestError

LINK = "120000"
SUBMODULE = "160000"
EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""The blob ids of an empty file, in SHA-1 and SHA-256."""
_STAGED = re.compile(r"([0-7]{6}) ([0-9a-f]{40,64}) ([0-3])\t([^\0]+)\0")


class TreeEntry(NamedTuple):
    """One file in the index or in a commit."""

    path: str
    """As git returns it, relative to the vault; bytes that are not UTF-8 as surrogates."""
    mode: str
    oid: str
    """The blob id; "" for a file that is read from the disk, such as one of a submodule."""
    merged: bool = True
    """False if an unresolved merge left other versions (this one is ours)."""


class FileChange(NamedTuple):
    """A difference between two states in one file."""

    status: str
    """A added, M modified, D deleted, R renamed, T changed into or from a link."""
    path: str
    """Its path now; of a deleted file, its last path."""
    old: str
    """Its path before."""
    oid: str
    """Its blob id before; zeros if it did not exist."""


def index_entries(output: str, start: int) -> dict[str, TreeEntry]:
    """Return the files that `ls-files --stage -z` prints, by path; `start` cuts the paths."""
    listed = _STAGED.findall(output)
    found = {
        inside: TreeEntry(inside, mode, oid)
        for mode, oid, stage, path in listed
        if stage == "0"
        for inside in (path[start:],)
    }
    if len(listed) > len(found):
        unmerged = ((mode, oid, stage, path[start:]) for mode, oid, stage, path in listed)
        found = dict(sorted((found | _ours(unmerged)).items()))
    return found


def _ours(staged: Iterable[tuple[str, str, str, str]]) -> dict[str, TreeEntry]:
    """Of files with an unresolved merge: our version (stage 2), else the first."""
    found: dict[str, TreeEntry] = {}
    for mode, oid, stage, path in staged:
        if stage == "2" or (stage != "0" and path not in found):
            found[path] = TreeEntry(path, mode, oid, merged=False)
    return found


def pieces(output: bytes) -> Iterator[str]:
    """Yield the texts that end with NUL; bytes that are not UTF-8 as surrogates."""
    return (piece for piece in output.decode("utf-8", "surrogateescape").split("\0") if piece)


def changes(output: bytes, start: int) -> list[FileChange]:
    """Return the changes that `diff-tree -z` and its like print; `start` cuts the paths."""
    words = pieces(output)
    found = []
    for head in words:  # ":100644 100644 <old> <new> R100", the path, and of a rename the new path
        _, _, oid, _, status = head.split(" ")
        old = next(words)[start:]
        new = next(words)[start:] if status[0] in "RC" else old
        found.append(FileChange(status[0], new, old, oid))
    return found


def no_git(folder: Path) -> RequestError:
    """Return the error that git could not be started in a folder."""
    if not folder.is_dir():
        return RequestError(f"{folder}: no such folder", "name the folder that holds your notes")
    return RequestError(
        "git could not be started", "install git, or check without --staged and --since"
    )


def git_error(folder: Path, stderr: bytes) -> RequestError:
    """Return the error of a git command, from what it printed."""
    lines = stderr.decode("utf-8", "replace").strip().splitlines()
    why = (lines[0] if lines else "git failed").removeprefix("fatal: ")
    if why.startswith("not a git repository") or "must be run in a work tree" in why:
        return RequestError(
            f"{folder}: not in a git work tree", "run git init first, or check the folder as it is"
        )
    return RequestError(f"{folder}: git failed: {why}", "run git status")
