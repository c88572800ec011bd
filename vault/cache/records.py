"""What was read of each note, as bytes; of many notes on a shelf, so that memory stays small."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.errors import OutputError

MANY = 20_000
"""Records that are worth a file."""
_SIZE = 32
"""Bits of a place that say how long a record is."""


class Records(MutableMapping[str, bytes], ABC):
    """The records of notes by path."""

    @abstractmethod
    def layout(self) -> tuple[Mapping[str, tuple[int, int]], Iterable[bytes]]:
        """Put them all one behind the other.

        Returns:
            Where each begins and how long it is, in bytes; and all of them, in a few large pieces.
        """


def records(count: int) -> Records:
    """Return where so many records may be kept."""
    return _InMemory() if count < MANY else _Spilled()


class _InMemory(dict[str, bytes], Records):
    """Few records."""

    def layout(self) -> tuple[Mapping[str, tuple[int, int]], Iterable[bytes]]:
        places, at = {}, 0
        for path, record in self.items():
            size = len(record)
            places[path] = at, size
            at += size
        return places, [b"".join(self.values())]


class _Spilled(Records):
    """Records on a shelf; forked processes see those that were there when they began."""

    def __init__(self) -> None:
        self._shelf = SpillFile()
        self._places: dict[str, int] = {}
        self._settled = True

    def __getitem__(self, path: str) -> bytes:
        place = self._places[path]
        if not self._settled:
            self.settle()
        return self._shelf.get(place >> _SIZE, place & ((1 << _SIZE) - 1))

    def __setitem__(self, path: str, record: bytes) -> None:
        try:
            self._places[path] = self._shelf.put(record) << _SIZE | len(record)
        except OSError as error:
            raise full(error) from error
        self._settled = False

    def __delitem__(self, path: str) -> None:
        del self._places[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def layout(self) -> tuple[Mapping[str, tuple[int, int]], Iterable[bytes]]:
        self.settle()
        mask = (1 << _SIZE) - 1
        places = {path: (place >> _SIZE, place & mask) for path, place in self._places.items()}
        return places, self._shelf.pieces()

    def settle(self) -> None:
        try:
            self._shelf.settle()
        except OSError as error:
            raise full(error) from error
        self._settled = True


def full(error: OSError) -> OutputError:
    """Return what to say when a shelf cannot be written."""
    what = f"the temporary folder: cannot be written ({(error.strerror or str(error)).lower()})"
    return OutputError(what, "name another one with TMPDIR")
