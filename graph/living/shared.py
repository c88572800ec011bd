"""What other notes can read of a file: under which keys, and what they find there."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from hashlib import blake2b

import msgspec

from noteweave.graph import names
from noteweave.graph.living.index import PARTS, LivingNames, LivingOwners, LivingPages
from noteweave.graph.living.memory import Memory
from noteweave.graph.living.reads import Reads
from noteweave.graph.living.recorded import name_key
from noteweave.graph.names import key
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.model import File, FileKind, Note

Entries = set[tuple[str, str]]
"""Keys, and what is found under them, as text."""
_encode = msgspec.msgpack.Encoder().encode


class Shared:
    """Says what is shared by files and by notes."""

    def __init__(self, settings: AppSettings) -> None:
        reads, memory = Reads(), Memory()
        self._names = LivingNames(reads, memory)
        self._owners = LivingOwners(reads, memory)
        self._pages = LivingPages(settings, reads, memory)

    def of_file(self, file: File | None) -> Entries:
        """Return what others can read of a file without its content."""
        if file is None:
            return set()
        path = file.path
        identity = f"{path} {file.kind} {file.ignored} {file.excluded}"
        found = {(name_key(key(path.rpartition("/")[2])), identity)}
        found |= {(name, identity) for name, _ in self._names.entries(file)}
        if file.kind is not FileKind.NOTE:
            found |= {(name, str(value)) for name, value in self._pages.entries(file, None)}
        return found

    def of_note(self, file: File, note: Note) -> Entries:
        """Return what others can read of a note, as digests where it is long."""
        found = {(name, str(value)) for name, value in self._owners.entries(file, note)}
        found |= {(name, str(value)) for name, value in self._pages.entries(file, note)}
        for kind, part in PARTS.items():
            digest = blake2b(_encode(part(note)), digest_size=12).hexdigest()
            found.add((f"{kind}{note.path}", digest))
        return found


def folder_keys(before: Iterable[str], now: Iterable[str]) -> Iterator[str]:
    """Yield the keys of the folders that came or went, given the paths of all files."""
    old, new = (_folders(paths) for paths in (before, now))
    yield from (f"d{folder}" for folder in old.keys() ^ new.keys())
    yield from (f"e{name}" for name in set(old.values()) ^ set(new.values()))


def _folders(paths: Iterable[str]) -> Mapping[str, str]:
    """Return the folded name of each folder by its folded path."""
    found: dict[str, str] = {}
    for folder in map(key, {names.folder(path) for path in paths}):
        while folder and folder not in found:
            found[folder] = folder.rpartition("/")[2]
            folder = names.folder(folder)
    return found
