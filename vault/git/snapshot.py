"""Open a vault from git instead of the disk: from the index, or from a commit.

A note is read when it is first accessed, so that one note of ten thousand can be checked without
reading the others.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

from noteweave.vault.disk import app_settings as settings_
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.disk.ignore import IGNORE_FILE, Rules, ignored_by, rule
from noteweave.vault.disk.walk import (
    NOTES,
    OUTPUT_MARKER,
    Follow,
    exclusion,
    follows,
    kind_of,
    shown,
    vault_path,
)
from noteweave.vault.git import note_names
from noteweave.vault.git.repository import LINK, SUBMODULE, Repository, TreeEntry
from noteweave.vault.model import File, Note
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.vault import OpenOptions, OtherNames, Vault

DEFAULT = OpenOptions()


class Snapshot(NamedTuple):
    """A vault in git, and the blobs of its files."""

    vault: Vault
    blobs: Blobs


class Blobs:
    """The contents of a vault's files in git."""

    def __init__(self, repository: Repository, entries: Mapping[str, TreeEntry]) -> None:
        self.entries = entries
        """By vault path."""
        self._repository = repository

    def __call__(self, path: str) -> bytes:
        """Return a file's content; b"" if it is missing."""
        return next(self.contents([path]))[1]

    def contents(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield files with their contents, through one git process."""
        entries = [(path, self.entries[path]) for path in paths]
        inside = [(path, entry.oid) for path, entry in entries if entry.oid]
        found = self._repository.read(oid for _, oid in inside)
        yield from zip((path for path, _ in inside), found, strict=True)
        for path, entry in entries:
            if not entry.oid:
                yield path, _on_disk(self._repository.folder / entry.path)


class LazyNotes(Mapping[str, Note]):
    """The notes of a snapshot, each read and parsed when it is first accessed."""

    def __init__(
        self, repository: Repository, paths: Sequence[str], blobs: Blobs, grammar: Grammar
    ) -> None:
        self._repository = repository
        self._paths = dict.fromkeys(paths)
        self._blobs = blobs
        self._grammar = grammar
        self._parsed: dict[str, Note] = {}

    def __getitem__(self, path: str) -> Note:
        note = self._parsed.get(path)
        if note is None:
            self._paths[path]
            note = self._parsed[path] = parse_bytes(path, self._blobs(path), self._grammar)
        return note

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def other_names(self) -> Iterator[OtherNames]:
        """Yield titles and aliases without parsing all notes."""
        return note_names.other_names(self._repository, self._blobs.entries, list(self._paths))


def staged(repository: Repository, options: OpenOptions = DEFAULT) -> Snapshot:
    """Open the vault as the index has it: what the next commit will hold."""
    return _open(repository, repository.index(), options)


def committed(repository: Repository, revision: str, options: OpenOptions = DEFAULT) -> Snapshot:
    """Open the vault as a commit has it.

    Raises:
        RequestError: there is no such commit.
    """
    return _open(repository, repository.tree(revision), options)


def empty(vault: Vault) -> Vault:
    """Return a vault with the same settings and no files, as before the first commit."""
    return Vault(vault.root, vault.settings, {}, {})


def _open(repository: Repository, found: list[TreeEntry], options: OpenOptions) -> Snapshot:
    root = repository.folder
    settings = settings_.load(root, options.profile, comments=options.comments)
    entries = _known_by_path(_followed(root, _with_submodules(repository, found), options.follow))
    blobs = Blobs(repository, entries)
    rules = _rules(blobs, options.ignore)
    files = _files(entries, rules, settings)
    readable = [path for path, file in files.items() if file.kind in NOTES]
    notes = LazyNotes(repository, readable, blobs, settings.grammar)
    disk_paths = {path: entry.path for path, entry in entries.items() if path != entry.path}
    return Snapshot(Vault(root, settings, files, notes, disk_paths, blobs), blobs)


def _files(
    entries: Mapping[str, TreeEntry], rules: Rules, settings: AppSettings
) -> dict[str, File]:
    """The files of a vault. Tracked files are not ignored by git's rules, only by our own."""
    excluded = exclusion(settings)
    ours = tuple(p.removesuffix(OUTPUT_MARKER) for p in entries if p.endswith(f"/{OUTPUT_MARKER}"))
    files = {}
    for path in shown(sorted(entries)):
        if ours and path.startswith(ours):
            continue
        out = bool(rules) and ignored_by(rules, path)
        files[path] = File(path, kind_of(path), 0, 0, out or excluded(path), out)
    return files


def _known_by_path(entries: Iterable[TreeEntry]) -> dict[str, TreeEntry]:
    """Entries by vault path; of one name in two normal forms the second keeps its own."""
    known: dict[str, TreeEntry] = {}
    for entry in entries:
        path = vault_path(entry.path)
        known[entry.path if path in known else path] = entry
    return known


def _with_submodules(repository: Repository, entries: Iterable[TreeEntry]) -> Iterator[TreeEntry]:
    """Replace each submodule by its files."""
    for entry in entries:
        if entry.mode != SUBMODULE:
            yield entry
            continue
        for path in repository.submodule(entry.path):
            yield TreeEntry(f"{entry.path}/{path}", "100644", "")


def _followed(root: Path, entries: Iterable[TreeEntry], follow: Follow) -> Iterator[TreeEntry]:
    """Symbolic links: left out as on the disk, or read through the file on the disk."""
    for entry in entries:
        if entry.mode != LINK:
            yield entry
        elif follows(os.fspath(root), os.fspath(root / entry.path), follow):
            yield entry._replace(oid="")


def _rules(blobs: Blobs, ignore: Sequence[str]) -> Rules:
    """The rules of `.noteweaveignore` and the command line; deeper folders take precedence."""
    rules = rule(ignore)
    found = [p for p in blobs.entries if p == IGNORE_FILE or p.endswith(f"/{IGNORE_FILE}")]
    for path, data in blobs.contents(sorted(found, key=lambda p: (p.count("/"), p))):
        lines = data.decode("utf-8-sig", "replace").splitlines()
        rules += rule(lines, path.removesuffix(IGNORE_FILE))
    return rules


def _on_disk(place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError:
        return b""
