"""Open a vault from the disk: list it, read what is notes, and keep what was read as small records.

A note's text is not held. What was parsed is kept as one msgpack record a note, which is what comes
from the worker processes; `Vault.notes` decodes a record when it is asked for, so that a hundred
thousand notes stay small.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

import msgspec

from noteweave.vault import __version__
from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.cache.note_cache import SMALLEST, NoteCache
from noteweave.vault.disk import app_settings as settings_
from noteweave.vault.disk.app_settings import SUMMARIES, AppSettings, Profile
from noteweave.vault.disk.note_reader import NoteReading, Progress
from noteweave.vault.disk.walk import NOTES, walk
from noteweave.vault.model import Context, File, FileKind, Note
from noteweave.vault.parsing.grammar import RelationRule

_decode = msgspec.msgpack.Decoder(Note).decode


class _Head(msgspec.Struct, array_like=True, gc=False):
    """The first fields of a `Note`."""

    path: str
    title: str = ""
    aliases: tuple[str, ...] = ()


_decode_head = msgspec.msgpack.Decoder(_Head).decode


@dataclass(frozen=True, slots=True)
class OpenOptions:
    """How to open a vault."""

    profile: Profile | None = None
    """Whose rules; None: those of the app whose marks are found."""
    comments: bool = True
    """Whether links inside `%% comments %%` count."""
    gitignore: bool = True
    ignore: tuple[str, ...] = ()
    """More patterns to ignore, in the syntax of `.gitignore`."""
    follow: bool = False
    """Whether to follow links to folders."""
    relations: tuple[RelationRule, ...] = ()
    """How relations are written in the words around links."""
    summaries: tuple[str, ...] = SUMMARIES
    """Properties and headings that say what a note is about; see `Vault.contexts`."""
    jobs: int = 0
    """Processes that read; 0: one for each processor, or two where there is much to read."""
    cache: bool = True
    """Whether to remember what was read for the next time; see `vault.cache`."""
    eager: bool = False
    """Whether to begin to read while the folder is still listed: for who needs all notes."""


class OtherNames(NamedTuple):
    """What one note is called beside its file name."""

    path: str
    title: str
    aliases: tuple[str, ...]


@runtime_checkable
class _Named(Protocol):
    def other_names(self) -> Iterator[OtherNames]: ...


class Notes(Mapping[str, Note]):
    """The notes of a vault by path, in the order of their paths.

    All are read when the first is asked for; each is decoded when it is asked for itself.
    """

    def __init__(self, paths: Sequence[str], load: Callable[[], Mapping[str, bytes]]) -> None:
        self._paths = dict.fromkeys(paths)
        self._load = load
        self._records: Mapping[str, bytes] | None = None

    @property
    def records(self) -> Mapping[str, bytes]:
        """The notes as they are kept."""
        if self._records is None:
            self._records = self._load()
        return self._records

    def __getitem__(self, path: str) -> Note:
        self._paths[path]
        return _decode(self.records[path])

    def other_names(self) -> Iterator[OtherNames]:
        """Yield what notes are called; of each only the beginning is decoded."""
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
    """A folder of notes, read once."""

    root: Path
    settings: AppSettings
    files: Mapping[str, File]
    """Every file of the vault by path, in the order of their paths."""
    notes: Mapping[str, Note]
    """Notes and canvases, in the order of their paths; decoded or even read when asked for."""
    _places: Mapping[str, str] = field(default_factory=dict, repr=False)
    _content: Callable[[str], bytes] | None = field(default=None, repr=False)
    """Where contents come from if not from the disk: git's index, or a commit."""
    cache: NoteCache | None = field(default=None, repr=False)
    """Where what was read is kept for the next time, if anywhere."""

    @classmethod
    def open(
        cls,
        root: str | os.PathLike[str] = ".",
        options: OpenOptions = OpenOptions(),
        progress: Progress | None = None,
        trace: Fingerprint | None = None,
    ) -> Vault:
        """List a folder and read its notes; `trace` takes down what is seen.

        Raises:
            VaultError: the folder is not there, is none, or cannot be listed.
        """
        place = Path(root)
        if trace:
            trace.look(settings_.places(place))
        settings = settings_.load(
            place,
            options.profile,
            comments=options.comments,
            relations=options.relations,
            summaries=options.summaries,
        )
        reading = NoteReading(place, settings.grammar, options.jobs, progress)
        cache = NoteCache(place, __version__, repr(settings.grammar)) if options.cache else None
        try:
            listing = walk(
                place,
                settings,
                ignore=options.ignore,
                gitignore=options.gitignore,
                follow=options.follow,
                trace=trace,
                note=reading.listed if options.eager and not (cache and cache.exists) else None,
            )
        except BaseException:
            reading.end()
            raise
        readable = [f for f in listing.files if f.kind in NOTES]
        if len(readable) < SMALLEST:
            cache = None
        notes = Notes(
            [f.path for f in readable],
            lambda: reading.records(readable, listing.places, cache),
        )
        files = {file.path: file for file in listing.files}
        return cls(place, settings, files, notes, listing.places, cache=cache)

    @property
    def name(self) -> str:
        """The folder's name, by which the app knows the vault."""
        return self.root.resolve().name or "vault"

    def text(self, path: str) -> str:
        """Read a note's text again, without byte order mark; "" if it is gone.

        Raises:
            KeyError: there is no such file.
        """
        from noteweave.vault.disk.decode import decode

        return decode(self.content(path))[0]

    def content(self, path: str) -> bytes:
        """Read a file as it is; b"" if it is gone.

        Raises:
            KeyError: there is no such file.
        """
        self.files[path]
        if self._content:
            return self._content(path)
        try:  # a `Path` would take longer to make than the file to read
            with open(os.path.join(self.root, self._places.get(path, path)), "rb", 0) as file:
                return file.read()
        except OSError:
            return b""

    def other_names(self) -> Iterator[OtherNames]:
        """Yield what notes are called beside their file names, in the order of their paths."""
        if isinstance(self.notes, _Named):  # known without reading them all
            return self.notes.other_names()
        return (
            OtherNames(path, note.title, note.aliases)
            for path, note in self.notes.items()
            if note.title or note.aliases
        )

    def place(self, path: str) -> Path:
        """Return where a file of the vault lies on the disk."""
        return self.root / self._places.get(path, path)

    def contexts(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the words around each link of a note, by the link's line and column.

        A list item that holds nothing but its link has what the note is about instead.

        The note is read again: texts are not held.
        """
        from noteweave.vault.context.contexts import card_contexts, contexts
        from noteweave.vault.context.summaries import with_summary

        note = self.notes[path]
        links = note.links
        around = card_contexts if self.files[path].kind is FileKind.CANVAS else contexts
        if not links:
            return {}
        text = self.text(path)
        found = with_summary(note, text, around(text, links), self.settings.summaries)
        return {(n.line, n.column): c for n, c in zip(links, found, strict=True)}


def _has_other_names(path: str, record: bytes) -> bool:
    """Whether a record says more behind the note's path than an empty title and no aliases.

    To look at these two bytes is ten times quicker than to decode the record
    (https://github.com/msgpack/msgpack/blob/master/spec.md).
    """
    size = len(path.encode())
    at = 1 + size + (1 if size < 1 << 5 else 2 if size < 1 << 8 else 3)
    return record[at : at + 2] != b"\xa0\x90"
