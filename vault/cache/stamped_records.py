"""Keep one record for each file of a vault, valid as long as the file is the same.

A file counts as unchanged if its size, its two times (in nanoseconds) and its inode are the same,
and if both times were well before it was read: a change within the same tick of the clock would not
show (git calls such an entry "racily clean"; https://git-scm.com/docs/racy-git).
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain

import msgspec

from noteweave.vault.cache import storage
from noteweave.vault.model import File

TICK_NS = 2_000_000_000
"""Nanoseconds between a file's last change and its reading from which on the cache trusts it: the
tick of FAT's clock."""
FEW = 30
"""New records up to which a cache file is not written again: making them again takes less time."""


class Stamp(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The stamp of a file when it was read, and where its record is."""

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
    entries: list[Stamp]


class StampedRecords:
    """The records of one kind of a vault's files, in one cache file."""

    def __init__(self, place: str, key: str) -> None:
        """`key` is everything besides the files that the records depend on."""
        self._place = place
        self._key = key
        self._loaded: tuple[dict[str, Stamp], memoryview] | None = None

    def one(self, file: File) -> bytes | None:
        """Return the record of one file, None if it has none or has changed since."""
        if self._loaded is None and storage.written_ns(self._place) < file.changed_ns:
            return None  # no record can be as new as the file, so that none need be loaded
        self._loaded = self._loaded or self._load() or ({}, memoryview(b""))
        entries, blob = self._loaded
        entry = entries.get(file.path)
        if entry is None or not (unchanged(file, entry) and _is_within(entry, blob)):
            return None
        return bytes(blob[entry.start : entry.start + entry.length])

    def load(self, files: Iterable[File]) -> Iterator[tuple[Stamp, bytes]]:
        """Yield the records of the unchanged files among the given ones, with their stamps."""
        loaded = self._load()
        if loaded is None:
            return
        entries, blob = loaded
        for file in files:
            entry = entries.get(file.path)
            if entry is not None and unchanged(file, entry) and _is_within(entry, blob):
                yield entry, bytes(blob[entry.start : entry.start + entry.length])

    def save(
        self,
        files: Iterable[File],
        places: Mapping[str, tuple[int, int]],
        pieces: Iterable[bytes],
        kept: Mapping[str, Stamp],
        read_ns: int,
    ) -> None:
        """Write the records of files; a failed write is ignored, because the cache is optional.

        Args:
            files: in any order.
            places: where each file's record begins, and its length in bytes.
            pieces: all records, one after another.
            kept: what `load` yielded, by path; the other files were read after `read_ns`.
            read_ns: nanoseconds since the epoch.
        """
        entries = []
        for file in files:
            old = kept.get(file.path)
            entries.append(
                Stamp(
                    file.path, file.size, file.mtime_ns, file.changed_ns, file.inode,
                    old.read_ns if old else read_ns, *places[file.path],
                )
            )  # fmt: skip
        index = msgspec.msgpack.encode(_Index(self._key, entries))
        storage.write(self._place, chain(storage.pack(index), pieces))

    def _load(self) -> tuple[dict[str, Stamp], memoryview] | None:
        body = storage.read(self._place)
        if body is None:
            return None
        size = int.from_bytes(body[:8], "big")
        try:
            index = msgspec.msgpack.decode(body[8 : 8 + size], type=_Index)
        except msgspec.DecodeError:
            return None
        blob = body[8 + size :]
        if index.key != self._key:
            return None
        return {entry.path: entry for entry in index.entries}, blob


def _is_within(entry: Stamp, blob: memoryview) -> bool:
    return entry.start >= 0 <= entry.length and entry.start + entry.length <= len(blob)


def unchanged(file: File, entry: Stamp) -> bool:
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
    latest = read_ns - TICK_NS
    return file.mtime_ns <= latest and file.changed_ns <= latest


def now_ns() -> int:
    """Return the current time in nanoseconds since the epoch."""
    return time.time_ns()
