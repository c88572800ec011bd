"""Open a vault from the disk: list it, read what is notes, and keep what was read as small records.

A note's text is not held. What was parsed is kept as one msgpack record a note, which is what comes
from the worker processes; `Vault.notes` decodes a record when it is asked for, so that a hundred
thousand notes stay small.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from multiprocessing import get_all_start_methods, get_context
from pathlib import Path

import msgspec

from noteweave.vault import settings as settings_
from noteweave.vault.canvas import parse_canvas
from noteweave.vault.grammar import OBSIDIAN, Grammar
from noteweave.vault.model import Context, Fault, File, FileKind, Note
from noteweave.vault.parse import parse
from noteweave.vault.settings import Profile, Settings
from noteweave.vault.walk import Listing, walk

Progress = Callable[[int, int], None]
"""Called with how many notes are read, and of how many."""

ALONE = 300
"""Notes that one process reads sooner than two processes start."""
_CHUNK = 128

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Note).decode


@dataclass(frozen=True, slots=True)
class Options:
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
    jobs: int = 0
    """Processes that read; 0: one for each processor."""


class Notes(Mapping[str, Note]):
    """The notes of a vault by path, in the order of their paths; decoded when asked for."""

    def __init__(self, records: Mapping[str, bytes]) -> None:
        self._records = records

    def __getitem__(self, path: str) -> Note:
        return _decode(self._records[path])

    def __iter__(self) -> Iterator[str]:
        return iter(self._records)

    def __len__(self) -> int:
        return len(self._records)


@dataclass(frozen=True)
class Vault:
    """A folder of notes, read once."""

    root: Path
    settings: Settings
    files: Mapping[str, File]
    """Every file of the vault by path, in the order of their paths."""
    notes: Mapping[str, Note]
    """Notes and canvases, in the order of their paths; decoded or even read when asked for."""
    _places: Mapping[str, str] = field(default_factory=dict, repr=False)
    _content: Callable[[str], bytes] | None = field(default=None, repr=False)
    """Where contents come from if not from the disk: git's index, or a commit."""

    @classmethod
    def open(
        cls,
        root: str | os.PathLike[str] = ".",
        options: Options = Options(),
        progress: Progress | None = None,
    ) -> Vault:
        """List a folder and read its notes.

        Raises:
            VaultError: the folder is not there, is none, or cannot be listed.
        """
        place = Path(root)
        settings = settings_.load(place, options.profile, comments=options.comments)
        listing = walk(
            place,
            settings,
            ignore=options.ignore,
            gitignore=options.gitignore,
            follow=options.follow,
        )
        paths = [f.path for f in listing.files if f.kind in (FileKind.NOTE, FileKind.CANVAS)]
        records = read(place, listing, paths, settings.grammar, options.jobs, progress)
        files = {file.path: file for file in listing.files}
        return cls(place, settings, files, Notes(records), listing.places)

    @property
    def name(self) -> str:
        """The folder's name, by which the app knows the vault."""
        return self.root.resolve().name or "vault"

    def text(self, path: str) -> str:
        """Read a note's text again, without byte order mark; "" if it is gone.

        Raises:
            KeyError: there is no such file.
        """
        return decode(self.content(path))[0]

    def content(self, path: str) -> bytes:
        """Read a file as it is; b"" if it is gone.

        Raises:
            KeyError: there is no such file.
        """
        self.files[path]
        if self._content:
            return self._content(path)
        try:
            return self.place(path).read_bytes()
        except OSError:
            return b""

    def place(self, path: str) -> Path:
        """Return where a file of the vault lies on the disk."""
        return self.root / self._places.get(path, path)

    def contexts(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the words around each link of a note, by the link's line and column.

        The note is read again: texts are not held.
        """
        from noteweave.vault.context import card_contexts, contexts

        links = self.notes[path].links
        around = card_contexts if self.files[path].kind is FileKind.CANVAS else contexts
        found = around(self.text(path), links) if links else []
        return {(n.line, n.column): c for n, c in zip(links, found, strict=True)}


def parse_bytes(path: str, data: bytes, grammar: Grammar = OBSIDIAN) -> Note:
    """Read a note or canvas from the bytes of its file. Never raises."""
    text, fault = decode(data)
    note = (parse_canvas if path.lower().endswith(".canvas") else parse)(path, text, grammar)
    if fault is None:
        return note
    return msgspec.structs.replace(note, faults=(fault, *note.faults))


def decode(data: bytes) -> tuple[str, Fault | None]:
    """Decode a file: UTF-8, or what its byte order mark says; else U+FFFD for what is not UTF-8."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        what = "this file is UTF-16; apps for notes read UTF-8"
        text = data.decode("utf-16", "replace")
        return text.removeprefix("\ufeff"), Fault("NW040", what, 1, 1, 1, 2)
    try:
        return data.decode().removeprefix("\ufeff"), None
    except UnicodeDecodeError as error:
        before = data[: error.start].decode()
        line = before.count("\n") + 1
        column = len(before) - before.rfind("\n")
        what = f"byte 0x{data[error.start]:02X} is not UTF-8"
        fault = Fault("NW040", what, line, column, line, column + 1)
        return data.decode("utf-8", "replace").removeprefix("\ufeff"), fault


def read(
    root: Path,
    listing: Listing,
    paths: Sequence[str],
    grammar: Grammar,
    jobs: int = 0,
    progress: Progress | None = None,
) -> dict[str, bytes]:
    """Read and parse files; the records come back in the order of `paths`."""
    work = [
        [(path, os.path.join(root, listing.places.get(path, path))) for path in chunk]
        for chunk in _chunks(paths, _CHUNK)
    ]
    records: dict[str, bytes] = {}
    jobs = jobs or len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else 2
    if len(paths) <= ALONE or jobs < 2:
        results: Iterable[list[bytes]] = (_read_chunk((chunk, grammar)) for chunk in work)
        return _collect(work, results, records, len(paths), progress)
    method = "fork" if "fork" in get_all_start_methods() else "spawn"
    with get_context(method).Pool(jobs) as pool:
        results = pool.imap(_read_chunk, [(chunk, grammar) for chunk in work])
        return _collect(work, results, records, len(paths), progress)


def _collect(
    work: Sequence[Sequence[tuple[str, str]]],
    results: Iterable[list[bytes]],
    records: dict[str, bytes],
    total: int,
    progress: Progress | None,
) -> dict[str, bytes]:
    for chunk, found in zip(work, results, strict=True):
        records.update(zip((path for path, _ in chunk), found, strict=True))
        if progress:
            progress(len(records), total)
    return records


def _read_chunk(job: tuple[Sequence[tuple[str, str]], Grammar]) -> list[bytes]:
    chunk, grammar = job
    records = []
    for path, place in chunk:
        try:
            with open(place, "rb", buffering=0) as file:
                data = file.read()
        except OSError as error:
            what = f"cannot be read ({error.strerror})"
            records.append(_encode(Note(path, faults=(Fault("NW040", what, 1, 1, 1, 1),))))
            continue
        records.append(_encode(parse_bytes(path, data, grammar)))
    return records


def _chunks(paths: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    return (paths[n : n + size] for n in range(0, len(paths), size))
