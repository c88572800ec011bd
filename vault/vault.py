"""Open a vault from the disk: list its files, and parse its notes and canvases.

The texts are not kept in memory. A parsed note is kept as a msgpack record, as it comes from the
worker processes; `Vault.notes` decodes it on access, so that a hundred thousand notes stay small.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from noteweave.vault import __version__
from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.cache.note_cache import SMALLEST, NoteCache
from noteweave.vault.disk import app_settings as settings_
from noteweave.vault.disk.app_settings import SUMMARIES, AppSettings, Profile
from noteweave.vault.disk.kept_walk import KeptWalk
from noteweave.vault.disk.note_reader import NoteReading, Progress
from noteweave.vault.disk.walk import NOTES, Follow, Listing, walk, why_unlisted
from noteweave.vault.model import Context, File, FileFault, FileKind, Note, is_unread
from noteweave.vault.parsing.grammar import RelationRule

_SINGLE = 60
"""Notes that are read one by one before all are."""
_decode = msgspec.msgpack.Decoder(Note).decode


class _Head(msgspec.Struct, array_like=True, gc=False):
    """The first fields of a `Note`."""

    path: str
    title: str = ""
    aliases: tuple[str, ...] = ()


_decode_head = msgspec.msgpack.Decoder(_Head).decode


class OpenOptions(msgspec.Struct, frozen=True):
    """How to open a vault."""

    profile: Profile | None = None
    """Which app's rules apply; None: detected from the files of the vault."""
    comments: bool = True
    """Whether links inside `%% comments %%` count."""
    gitignore: bool = True
    ignore: tuple[str, ...] = ()
    """More patterns to ignore, in the syntax of `.gitignore`."""
    follow: Follow = False
    """Whether to follow symbolic links; "inside": only those that lead to a place in the vault."""
    relations: tuple[RelationRule, ...] = ()
    """How relations are written in the words around links."""
    summaries: tuple[str, ...] = SUMMARIES
    """Properties and headings that say what a note is about; see `Vault.contexts`."""
    jobs: int = 0
    """Processes that read; 0: one for each processor, or two each in a large vault."""
    cache: bool = True
    """Whether to keep parsed notes for the next run; see `vault.cache`."""
    eager: bool = False
    """Whether to start reading during the listing: for callers that need every note."""


DEFAULT = OpenOptions()


class OtherNames(NamedTuple):
    """The title and aliases of one note."""

    path: str
    title: str
    aliases: tuple[str, ...]


@runtime_checkable
class _Named(Protocol):
    def other_names(self) -> Iterator[OtherNames]: ...


class Notes(Mapping[str, Note]):
    """The notes of a vault by path, in the order of their paths.

    All are read on the first access; but where there is a cache, the first few are read one by one:
    most commands ask for all, and some for a note and its neighbours. Each is decoded on every
    access.
    """

    def __init__(
        self,
        paths: Sequence[str],
        load: Callable[[], Mapping[str, bytes]],
        load_one: Callable[[str], bytes] | None = None,
    ) -> None:
        self._paths = dict.fromkeys(paths)
        self._load = load
        self._load_one = load_one
        self._first: dict[str, bytes] = {}
        self._records: Mapping[str, bytes] | None = None

    @property
    def records(self) -> Mapping[str, bytes]:
        """The notes as msgpack records, by path."""
        if self._records is None:
            self._records = self._load()
            self._first.clear()
        return self._records

    def __getitem__(self, path: str) -> Note:
        self._paths[path]
        if self._records is None and self._load_one:
            if path not in self._first and len(self._first) < _SINGLE:
                self._first[path] = self._load_one(path)
            if path in self._first:
                return _decode(self._first[path])
        return _decode(self.records[path])

    def other_names(self) -> Iterator[OtherNames]:
        """Yield titles and aliases; only the beginning of each record is decoded."""
        known = self.records
        for path in self._paths:
            record = known[path]
            if _has_other_names(path, record):
                head = _decode_head(record)
                yield OtherNames(path, head.title, head.aliases)

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)


@dataclass(frozen=True)
class Vault:
    """A folder of notes: its settings, its files, and the parsed notes."""

    root: Path
    settings: AppSettings
    files: Mapping[str, File]
    """Every file of the vault by path, in the order of their paths."""
    notes: Mapping[str, Note]
    """Notes and canvases, in the order of their paths; read or decoded on access."""
    _disk_paths: Mapping[str, str] = field(default_factory=dict, repr=False)
    _content: Callable[[str], bytes] | None = field(default=None, repr=False)
    """Reads a file that is not on the disk: from git's index or a commit."""
    cache: NoteCache | None = field(default=None, repr=False)
    """Where parsed notes are kept for the next run; None: nowhere."""
    faults: tuple[FileFault, ...] = ()
    """Folders, settings and ignore files that could not be used."""
    options: OpenOptions = DEFAULT
    """How it was opened."""

    @classmethod
    def open(
        cls,
        root: str | os.PathLike[str] = ".",
        options: OpenOptions = DEFAULT,
        progress: Progress | None = None,
        fingerprint: Fingerprint | None = None,
    ) -> Vault:
        """List a folder; its notes are read on first access.

        Args:
            root: the folder.
            options: how to read it.
            progress: called while notes are read.
            fingerprint: records every file and folder that the result depends on.

        Raises:
            VaultError: the folder does not exist, is a file, or cannot be listed.
        """
        folder = Path(root)
        if fingerprint:
            fingerprint.add_named(settings_.files(folder))
        settings = settings_.load(
            folder,
            options.profile,
            comments=options.comments,
            relations=options.relations,
            summaries=options.summaries,
        )
        reading = NoteReading(folder, settings.grammar, options.jobs, progress)
        cache = NoteCache(folder, __version__, repr(settings.grammar)) if options.cache else None
        seen = fingerprint or (Fingerprint() if cache else None)

        def listed() -> Listing:
            return walk(
                folder,
                settings,
                ignore=options.ignore,
                gitignore=options.gitignore,
                follow=options.follow,
                fingerprint=seen,
                note=reading.add_listed if options.eager and not (cache and cache.exists) else None,
            )

        try:
            if cache and seen:
                chosen = (options.ignore, options.gitignore, options.follow)
                listing = KeptWalk(cache.listing, folder, settings, *chosen).listing(seen, listed)
            else:
                listing = listed()
        except BaseException:
            reading.stop()
            raise
        readable = [f for f in listing.files if f.kind in NOTES]
        if len(readable) < SMALLEST:
            cache = None
        files = {file.path: file for file in listing.files}
        notes = Notes(
            [f.path for f in readable],
            lambda: reading.records(readable, listing.disk_paths, cache),
            reading.one_by_one(files, listing.disk_paths, cache) if cache else None,
        )
        faults = settings.faults + listing.faults
        return cls(
            folder, settings, files, notes, listing.disk_paths,
            cache=cache, faults=faults, options=options,
        )  # fmt: skip

    @property
    def name(self) -> str:
        """The folder's name, which apps use as the name of the vault."""
        return self.root.resolve().name or "vault"

    def text(self, path: str) -> str:
        """Return the text of a note, without byte order mark; "" if the file is gone.

        Raises:
            KeyError: the vault has no such file.
        """
        from noteweave.vault.disk.decode import decode

        return decode(self.content(path))[0]

    def content(self, path: str) -> bytes:
        """Return the bytes of a file; b"" if it is gone.

        Raises:
            KeyError: the vault has no such file.
        """
        self.files[path]
        if self._content:
            return self._content(path)
        try:  # creating a `Path` takes longer than reading the file
            with open(os.path.join(self.root, self._disk_paths.get(path, path)), "rb", 0) as file:
                return file.read()
        except OSError:
            return b""

    def app_texts(self) -> Iterator[str]:
        """Yield the texts of the vault's app settings, which may name files of the vault."""
        for place in settings_.texts(self.root):
            with suppress(OSError):
                yield place.read_text(encoding="utf-8", errors="replace")

    def other_names(self) -> Iterator[OtherNames]:
        """Yield the titles and aliases of notes, in the order of their paths."""
        if isinstance(self.notes, _Named):  # without parsing every note
            return self.notes.other_names()
        return (
            OtherNames(path, note.title, note.aliases)
            for path, note in self.notes.items()
            if note.title or note.aliases
        )

    def unread(self) -> Iterator[str]:
        """Yield the notes and folders that could not be read, so that links may be unknown."""
        yield from (fault.path for fault in self.faults if fault.unread)
        yield from (path for path, note in self.notes.items() if is_unread(note))

    def why_unlisted(self, path: str) -> str | None:
        """Return why a file moved to a path would not be part of the vault; None if it would."""
        return why_unlisted(
            self.root, path, ignore=self.options.ignore,
            gitignore=self.options.gitignore, follow=self.options.follow,
        )  # fmt: skip

    @property
    def disk_paths(self) -> Mapping[str, str]:
        """The path on the disk of each file whose name is not its vault path."""
        return self._disk_paths

    def disk_path(self, path: str) -> Path:
        """Return the path on the disk of a file of the vault."""
        return self.root / self._disk_paths.get(path, path)

    def contexts(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the text around each link of a note, by the link's line and column.

        The file is read again: texts are not kept.
        """
        from noteweave.vault.context.contexts import card_contexts, contexts
        from noteweave.vault.context.spilled import MANY, SpilledContexts
        from noteweave.vault.context.summaries import with_summary

        note = self.notes[path]
        links = note.links
        if not links:
            return {}
        is_canvas = self.files[path].kind is FileKind.CANVAS
        text = self.text(path)
        if len(links) >= MANY and not is_canvas:
            return SpilledContexts(text, links)
        around = card_contexts if is_canvas else contexts
        found = with_summary(note, text, around(text, links), self.settings.summaries)
        return {(n.line, n.column): c for n, c in zip(links, found, strict=True)}


def _has_other_names(path: str, record: bytes) -> bool:
    """Whether a record has a title or aliases after the note's path.

    Looking at two bytes is ten times as fast as decoding the record
    (https://github.com/msgpack/msgpack/blob/master/spec.md).
    """
    size = len(path.encode())
    at = 1 + size + (1 if size < 1 << 5 else 2 if size < 1 << 8 else 3)
    return record[at : at + 2] != b"\xa0\x90"
