"""The files and the notes of a vault that is kept open: mappings that change, in order of paths."""

from __future__ import annotations

from bisect import bisect_left, insort
from collections.abc import Iterator, Mapping
from typing import Generic, TypeVar

import msgspec

from noteweave.vault.model import File, Note
from noteweave.vault.vault import OtherNames

T = TypeVar("T")
_decode = msgspec.msgpack.Decoder(Note).decode
_encode = msgspec.msgpack.Encoder().encode


class _Sorted(Generic[T]):
    """Values by path, in the order of the paths."""

    def __init__(self, values: Mapping[str, T]) -> None:
        self._values = dict(values)
        self._paths = sorted(self._values)

    def put(self, path: str, value: T | None) -> None:
        """Set or, with None, remove a value."""
        known = path in self._values
        if value is not None:
            self._values[path] = value
            if not known:
                insort(self._paths, path)
        elif known:
            del self._values[path]
            del self._paths[bisect_left(self._paths, path)]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)

    def __contains__(self, path: object) -> bool:
        return path in self._values


class Files(_Sorted[File], Mapping[str, File]):
    """Files by path."""

    def __getitem__(self, path: str) -> File:
        return self._values[path]


class LiveNotes(_Sorted[bytes], Mapping[str, Note]):
    """Notes and canvases by path, kept as records; each is decoded on every access."""

    def __getitem__(self, path: str) -> Note:
        return _decode(self._values[path])

    def put_note(self, path: str, note: Note | None) -> bool:
        """Set or remove a note; return whether that changes anything."""
        record = None if note is None else _encode(note)
        changed = self._values.get(path) != record
        self.put(path, record)
        return changed

    def other_names(self) -> Iterator[OtherNames]:
        """Yield the titles and aliases of notes, in the order of their paths."""
        for path in self:
            note = self[path]
            if note.title or note.aliases:
                yield OtherNames(path, note.title, note.aliases)
