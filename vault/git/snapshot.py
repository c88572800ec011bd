"""Open a vault from git instead of the disk: from the index, or from a commit.

A note is read when it is first accessed, so that one note of ten thousand can be checked without
reading the others.
"""

from __future__ import annotations

import os
import posixpath
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

import msgspec

from noteweave.vault.disk import app_settings as settings_
from noteweave.vault.disk.decode import parse_bytes, unread
from noteweave.vault.disk.ignore import IGNORE_FILE, Rules, rule
from noteweave.vault.disk.walk import (
    NOTES,
    Follow,
    follows,
    is_annexed,
    kind_of,
    vault_path,
)
from noteweave.vault.git import note_names
from noteweave.vault.git.git_output import LINK, SUBMODULE, TreeEntry
from noteweave.vault.git.listed_files import FileRules
from noteweave.vault.git.parsed_notes import ParsedNotes
from noteweave.vault.git.repository import Repository
from noteweave.vault.model import Note, is_unread
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.vault import DEFAULT, OpenOptions, OtherNames, Vault

_NO_LINK = os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0) | getattr(os, "O_BINARY", 0)


class Snapshot(NamedTuple):
    """A vault in git, and the blobs of its files."""

    vault: Vault
    blobs: Blobs
    notes: LazyNotes
    """Those of the vault."""


class Blobs:
    """The contents of a vault's files in git."""

    def __init__(
        self,
        repository: Repository,
        entries: Mapping[str, TreeEntry],
        filtered: Collection[str] = (),
    ) -> None:
        self.entries = entries
        """By vault path."""
        self._repository = repository
        self._filtered = filtered
        """Vault paths of files whose blobs a filter has changed (encrypted, for example)."""

    def oid(self, path: str) -> str:
        """Return what git calls a file's content; of a file that only the disk has, its hash."""
        entry = self.entries[path]
        if entry.oid:
            return entry.oid
        data = _on_disk(self._repository.folder / entry.path)
        import hashlib  # loads OpenSSL

        make = hashlib.sha256 if self._long_names() else hashlib.sha1
        return make(b"blob %d\0%b" % (len(data), data)).hexdigest()

    def _long_names(self) -> bool:
        return any(len(entry.oid) == 64 for entry in self.entries.values())

    def __call__(self, path: str) -> bytes:
        """Return a file's content; b"" if it is missing."""
        return next(self.contents([path]))[1]

    def note(self, path: str, grammar: Grammar) -> Note:
        """Read a note or canvas.

        No filter is run: it is a program that the configuration of a stranger may name. So a
        filtered note is read from the work tree, if the work tree has it unchanged.
        """
        entry = self.entries[path]
        if path not in self._filtered or not entry.oid:
            return parse_bytes(path, self(path), grammar)
        data = None
        if self._work_tree.get(entry.path) == entry.oid:
            data = _read(f"{self._repository.folder}/{entry.path}")
        if data is None:
            return unread(path, "git keeps it in another form, and the work tree has changed it")
        return parse_bytes(path, data, grammar)

    @cached_property
    def _work_tree(self) -> Mapping[str, str]:
        """The blobs of the files that are in the work tree as in the index."""
        unstaged = self._repository.unstaged()
        index = self._repository.index()
        return {entry.path: entry.oid for entry in index if entry.path not in unstaged}

    def seen(self, paths: Iterable[str]) -> Iterator[tuple[str, bytes]]:
        """Yield files with the contents that the work tree shows, if it has the same version.

        To read a file is ten times as fast as to read its blob; line ends may differ.
        """
        folder, current = self._repository.folder, self._work_tree
        rest: list[str] = []
        for path in paths:
            entry = self.entries[path]
            is_current = current.get(entry.path) == entry.oid
            data = _read(f"{folder}/{entry.path}") if is_current else None
            if data is None:
                rest.append(path)
            else:
                yield path, data
        yield from self.contents(rest)

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
        self._known: ParsedNotes | None = None

    def __getitem__(self, path: str) -> Note:
        note = self._parsed.get(path)
        if note is None:
            self._paths[path]
            note = self._parsed[path] = self._read(path)
        return note

    def use(self, known: ParsedNotes) -> None:
        """Take notes from those that were parsed before, and remember what is parsed."""
        self._known = known

    def _read(self, path: str) -> Note:
        oid = self._blobs.entries[path].oid
        if self._known is None or not oid:
            return self._blobs.note(path, self._grammar)
        name = f"{oid}{_suffix(path)}"
        note = self._known.get(name)
        if note is None:
            note = self._blobs.note(path, self._grammar)
            if note != Note(path) and not is_unread(note):  # a blob that a partial clone lacks
                self._known.put(name, note)
        return note if note.path == path else msgspec.structs.replace(note, path=path)

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


def work_tree(
    repository: Repository, options: OpenOptions = DEFAULT, *, as_on_disk: bool = False
) -> Snapshot:
    """Open the work tree as git sees it: what a commit of everything would hold.

    Not the same as the folder: a file that git ignores is not there, and one that it has is there
    whatever `.gitignore` says. So a clean work tree equals its commit.

    Args:
        repository: that of the vault.
        options: how to read it.
        as_on_disk: whether to read the files themselves, also where git has the same content: line
            ends may differ there, and so the places of links.
    """
    entries = {entry.path: entry for entry in repository.index()}
    for path, there in repository.changed().items():
        if path in entries and entries[path].mode != SUBMODULE:
            if there:
                entries[path] = TreeEntry(path, _mode(repository.folder / path), "")
            else:
                del entries[path]
    for path in repository.new():
        entries[path] = TreeEntry(path, _mode(repository.folder / path), "")
    if as_on_disk:
        for path, entry in entries.items():
            if entry.mode not in (LINK, SUBMODULE) and (repository.folder / path).is_file():
                entries[path] = entry._replace(oid="")  # else a sparse checkout has left it out
    return _open(repository, [entries[path] for path in sorted(entries)], options)


def _mode(place: Path) -> str:
    return LINK if place.is_symlink() else "100644"


def empty(vault: Vault) -> Vault:
    """Return a vault with the same settings and no files, as before the first commit."""
    return Vault(vault.root, vault.settings, {}, {})


def _open(repository: Repository, found: list[TreeEntry], options: OpenOptions) -> Snapshot:
    root = repository.folder
    settings = settings_.load(
        root,
        options.profile,
        comments=options.comments,
        relations=options.relations,
        summaries=options.summaries,
    )
    with_submodules = list(_with_submodules(repository, found))
    entries = _known_by_path(_followed(repository, with_submodules, options.follow))
    blobs = Blobs(repository, entries, _filtered(repository, entries))
    rules = ignore_rules(blobs, options.ignore)
    listed = FileRules(settings, rules, entries)
    files = {file.path: file for file in listed.files(entries)}
    readable = [path for path, file in files.items() if file.kind in NOTES]
    notes = LazyNotes(repository, readable, blobs, settings.grammar)
    disk_paths = {path: entry.path for path, entry in entries.items() if path != entry.path}
    return Snapshot(Vault(root, settings, files, notes, disk_paths, blobs), blobs, notes)


def _suffix(path: str) -> str:
    """Return the end of a file name, by which it is read as a note or as a canvas."""
    return path[path.rfind(".") :].lower()


def _filtered(repository: Repository, entries: Mapping[str, TreeEntry]) -> frozenset[str]:
    """Return the notes and canvases whose blobs a filter has changed."""
    if not repository.may_filter(entry.path for entry in entries.values()):
        return frozenset()
    readable = {entry.path: path for path, entry in entries.items() if kind_of(path) in NOTES}
    return frozenset(readable[path] for path in repository.filtered(readable))


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


def _followed(
    repository: Repository, entries: list[TreeEntry], follow: Follow
) -> Iterator[TreeEntry]:
    """Yield entries; of symbolic links those with a target, to be read only if `follow` is set."""
    links = [entry for entry in entries if entry.mode == LINK]
    if not links:
        yield from entries
        return
    targets = repository.read(entry.oid for entry in links)
    known = {entry.path for entry in entries}
    lost = {
        entry.path
        for entry, target in zip(links, targets, strict=True)
        if not _has_target(repository.folder, entry.path, os.fsdecode(target), known)
    }
    for entry in entries:
        if entry.mode != LINK:
            yield entry
        elif follows(
            os.fspath(repository.folder), os.fspath(repository.folder / entry.path), follow
        ):
            yield entry._replace(mode="100644", oid="")
        elif entry.path not in lost:
            yield entry


def _has_target(root: Path, path: str, target: str, known: Collection[str]) -> bool:
    """Whether a symbolic link leads to a file of git, to one on the disk, or to git-annex."""
    inside = posixpath.normpath(posixpath.join(posixpath.dirname(path), target))
    return inside in known or is_annexed(target) or (root / path).parent.joinpath(target).exists()


def ignore_rules(blobs: Blobs, ignore: Sequence[str]) -> Rules:
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


def _read(place: str) -> bytes | None:
    """Return the content of a file; None if it is gone, a link, or cannot be read."""
    try:
        handle = os.open(place, _NO_LINK)
    except OSError:
        return None
    with os.fdopen(handle, "rb", 0) as file:
        return file.read()
