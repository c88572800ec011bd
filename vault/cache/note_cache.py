"""Keep parsed notes from run to run: a note whose file has not changed is not parsed again.

The cache files of a vault lie outside it, in the user's cache folder (`NOTEWEAVE_CACHE` names
another), in a folder for the version of noteweave. `cache.stamped_records` says which records are
still valid; `cache.storage` reads and writes the files.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, MutableMapping
from contextlib import suppress
from pathlib import Path

from noteweave.vault.cache import storage
from noteweave.vault.cache.records import Records
from noteweave.vault.cache.stamped_records import Stamp, StampedRecords
from noteweave.vault.model import File

SMALLEST = 50
"""Notes from which on a vault gets a cache."""


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
        self.listing = storage.path(version, f"{name}.listing")
        """The place of the last walk; see `vault.disk.kept_walk`."""
        self._contexts = storage.path(version, f"{name}.contexts")
        self.findings = storage.path(version, f"{name}.check")
        """The place of what checks keep; see `noteweave.findings_cache`."""
        self._texts = storage.path(version, f"{name}.text")
        self._key = grammar
        self._notes = StampedRecords(self._path, grammar)

    @property
    def texts(self) -> str:
        """The place of the full-text index; see `vault.text_index`."""
        return self._texts

    @property
    def exists(self) -> bool:
        """Whether there is a cache file."""
        return os.path.exists(self._path)

    def load(self, files: Iterable[File], records: MutableMapping[str, bytes]) -> dict[str, Stamp]:
        """Add the records of the unchanged files among the given ones; return their stamps."""
        kept = {}
        for stamp, record in self._notes.load(files):
            records[stamp.path] = record
            kept[stamp.path] = stamp
        return kept

    def record(self, file: File) -> bytes | None:
        """Return the record of one file, if it has one that is valid."""
        return self._notes.one(file)

    def save(
        self, files: Iterable[File], records: Records, kept: Mapping[str, Stamp], read_ns: int
    ) -> None:
        """Write the records of files; those not in `kept` were read after `read_ns`."""
        self._notes.save(files, *records.layout(), kept, read_ns)

    def contexts(self, settings: str) -> StampedRecords:
        """Return where the text around the links of each note is kept.

        Args:
            settings: everything besides the notes that it depends on.
        """
        return StampedRecords(self._contexts, f"{self._key}\n{settings}")


def _digest(data: bytes) -> bytes:
    try:
        from _blake2 import blake2b  # without OpenSSL, which `hashlib` loads
    except ImportError:
        from hashlib import blake2b

    return blake2b(data, digest_size=32).digest()
