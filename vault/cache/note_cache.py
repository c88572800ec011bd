"""Keep parsed notes from run to run: a note whose file has not changed is not parsed again.

One cache file a vault, outside the vault, in the user's cache folder (`NOTEWEAVE_CACHE` names
another), in a folder for the version of noteweave. A file counts as unchanged if its size, its two
times (in nanoseconds) and its inode are the same, and if both times were well before it was read: a
change within the same tick of the clock would not show (git calls such an entry "racily clean";
https://git-scm.com/docs/racy-git). `cache.storage` reads and writes the cache file.
"""

from __future__ import annotations

import os
import time
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from itertools import chain
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from noteweave.vault.cache import storage
from noteweave.vault.cache.records import Records
from noteweave.vault.model import File

Kept = TypeVar("Kept")

TICK_NS = 2_000_000_000
"""Nanoseconds between a file's last change and its reading from which on the cache trusts it: the
tick of FAT's clock."""
SMALLEST = 50
"""Notes from which on a vault gets a cache."""


class CachedNote(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One note in the cache: the stamp of its file when it was read, and where its record is."""

    path: str
    size: int
    mtime_ns: int
    changed_ns: int
    inode: int
    read_ns: int
    start: int
    length: int


class _Index(msgspec.Struct, frozen=True, array_like=True):
    key: str
    entries: list[CachedNote]


def folder() -> Path:
    """Return the folder of the caches of all versions."""
    return Path(storage.folder())


def clear() -> tuple[Path, int]:
    """Delete what noteweave has written into the cache folder; return the folder and the size.

    Other files stay, whatever folder `NOTEWEAVE_CACHE` names, and so do the journals: they are
    needed to restore notes that a killed command left half changed.
    """
    size = 0
    for version in [*storage.version_folders()]:
        with suppress(OSError), os.scandir(version) as files:
            size += sum(_removed(file) for file in [*files] if storage.is_own_file(file))
        with suppress(OSError):
            os.rmdir(version)
    for empty in (folder() / storage.JOURNALS, folder()):
        with suppress(OSError):
            empty.rmdir()
    return folder(), size


def _removed(file: os.DirEntry[str]) -> int:
    """Delete a file; return its size, or 0 if it stays."""
    if file.name.endswith(storage.JOURNAL):
        return 0
    try:
        size = file.stat(follow_symlinks=False).st_size
        os.unlink(file.path)
    except OSError:
        return 0
    return size


class NoteCache:
    """The cache of one vault, for one grammar."""

    def __init__(self, root: Path, version: str, grammar: str) -> None:
        """`grammar` is everything besides the text that the result of parsing depends on."""
        folder = os.fspath(root.resolve()).encode("utf-8", "surrogateescape")
        name = _digest(folder).hex()[:24]
        self._path = storage.path(version, f"{name}.notes")
        self._answers = storage.path(version, f"{name}.verdict")
        self._kept = storage.path(version, f"{name}.check")
        self._texts = storage.path(version, f"{name}.text")
        self._key = grammar

    @property
    def texts(self) -> str:
        """The place of the full-text index; see `vault.text_index`."""
        return self._texts

    @property
    def exists(self) -> bool:
        """Whether there is a cache file."""
        return os.path.exists(self._path)

    def load(
        self, files: Iterable[File], records: MutableMapping[str, bytes]
    ) -> dict[str, CachedNote]:
        """Add the records of the unchanged files among the given ones; return their entries."""
        loaded = self._load()
        if loaded is None:
            return {}
        entries, blob = loaded
        kept = {}
        for file in files:
            entry = entries.get(file.path)
            if entry is not None and unchanged(file, entry):
                records[file.path] = bytes(blob[entry.start : entry.start + entry.length])
                kept[file.path] = entry
        return kept

    def save(
        self,
        files: Iterable[File],
        records: Records,
        kept: Mapping[str, CachedNote],
        read_ns: int,
    ) -> None:
        """Write the records of files; those not in `kept` were read after `read_ns`.

        A failed write is ignored: the cache is optional.
        """
        places, pieces = records.layout()
        entries = []
        for file in files:
            old = kept.get(file.path)
            entries.append(
                CachedNote(
                    file.path, file.size, file.mtime_ns, file.changed_ns, file.inode,
                    old.read_ns if old else read_ns, *places[file.path],
                )
            )  # fmt: skip
        index = msgspec.msgpack.encode(_Index(self._key, entries))
        storage.write(self._path, chain(storage.pack(index), pieces))

    def answer(self, question: bytes) -> Any:
        """Return the stored answer if it belongs to this question, else None."""
        body = storage.read(self._answers)
        if body is None or body[:32] != _digest(question):
            return None
        with suppress(msgspec.DecodeError):
            return msgspec.msgpack.decode(body[32:])
        return None

    def keep_answer(self, question: bytes, answer: Any) -> None:
        """Store the answer to a question, any value that msgpack encodes; it replaces the last."""
        storage.write(self._answers, [_digest(question), msgspec.msgpack.encode(answer)])

    def kept(self, question: bytes, kind: type[Kept]) -> Kept | None:
        """Return the value that `keep` stored for this question, else None."""
        body = storage.read(self._kept)
        if body is None or body[:32] != _digest(question):
            return None
        with suppress(msgspec.DecodeError):  # and `ValidationError`: written by another program
            return msgspec.msgpack.decode(body[32:], type=kind)
        return None

    def has_kept(self, question: bytes) -> bool:
        """Whether there is a value for this question."""
        body = storage.read(self._kept)
        return body is not None and body[:32] == _digest(question)

    def keep(self, question: bytes, value: Any) -> None:
        """Store a value for later runs that ask the same question; it replaces the last one."""
        storage.write(self._kept, [_digest(question), msgspec.msgpack.encode(value)])

    def _load(self) -> tuple[dict[str, CachedNote], memoryview] | None:
        body = storage.read(self._path)
        if body is None:
            return None
        size = int.from_bytes(body[:8], "big")
        try:
            index = msgspec.msgpack.decode(body[8 : 8 + size], type=_Index)
        except msgspec.DecodeError:
            return None
        blob = body[8 + size :]
        if index.key != self._key or not all(_is_within(entry, blob) for entry in index.entries):
            return None
        return {entry.path: entry for entry in index.entries}, blob


def _is_within(entry: CachedNote, blob: memoryview) -> bool:
    return entry.start >= 0 <= entry.length and entry.start + entry.length <= len(blob)


def _digest(data: bytes) -> bytes:
    from hashlib import blake2b  # loads OpenSSL

    return blake2b(data, digest_size=32).digest()


def unchanged(file: File, entry: CachedNote) -> bool:
    """Whether a file is certainly the same as when its entry was written."""
    return (
        file.size == entry.size
        and file.mtime_ns == entry.mtime_ns
        and file.changed_ns == entry.changed_ns
        and file.inode == entry.inode
        and settled(file, entry.read_ns)
    )


def settled(file: File, read_ns: int) -> bool:
    """Whether a file's last change is so long before `read_ns` that a later change would show."""
    return max(file.mtime_ns, file.changed_ns) + TICK_NS <= read_ns


def now_ns() -> int:
    """Return the current time in nanoseconds since the epoch."""
    return time.time_ns()
