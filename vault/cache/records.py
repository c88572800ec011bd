"""Parsed notes as bytes, by path; those of a large vault are kept in a temporary file."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator, Mapping, MutableMapping

from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.errors import OutputError

MANY = 20_000
"""Records from which on they are kept in a file."""
_LENGTH_BITS = 32
"""A place is one number, start and length, which takes a third of the memory of a tuple."""

_Layout = tuple[Mapping[str, tuple[int, int]], Iterable[bytes]]
"""Where each record begins and its length, in bytes; and all records, in a few large chunks."""


class Records(MutableMapping[str, bytes], ABC):
    """The records of notes by path."""

    @abstractmethod
    def layout(self) -> _Layout:
        """Return all records one after another, and where each is."""


def records(count: int) -> Records:
    """Return an empty mapping for so many records."""
    return _InMemory() if count < MANY else _Spilled()


class _InMemory(dict[str, bytes], Records):
    def layout(self) -> _Layout:
        places, start = {}, 0
        for path, record in self.items():
            places[path] = start, len(record)
            start += len(record)
        return places, [b"".join(self.values())]


class _Spilled(Records):
    """Records in a temporary file; forked processes see those added before the fork."""

    def __init__(self) -> None:
        self._file = SpillFile()
        self._places: dict[str, int] = {}
        self._flushed = True

    def __getitem__(self, path: str) -> bytes:
        place = self._places[path]
        self._flush()
        return self._file.read(*_start_and_length(place))

    def __setitem__(self, path: str, record: bytes) -> None:
        try:
            self._places[path] = self._file.append(record) << _LENGTH_BITS | len(record)
        except OSError as error:
            raise no_space(error) from error
        self._flushed = False

    def __delitem__(self, path: str) -> None:
        del self._places[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, path: object) -> bool:
        return path in self._places

    def layout(self) -> _Layout:
        self._flush()
        places = {path: _start_and_length(place) for path, place in self._places.items()}
        return places, self._file.chunks()

    def _flush(self) -> None:
        if not self._flushed:
            try:
                self._file.flush()
            except OSError as error:
                raise no_space(error) from error
            self._flushed = True


def _start_and_length(place: int) -> tuple[int, int]:
    return place >> _LENGTH_BITS, place & (1 << _LENGTH_BITS) - 1


def no_space(error: OSError) -> OutputError:
    """Return the error for a temporary file that cannot be written."""
    what = f"the temporary folder: cannot be written ({(error.strerror or str(error)).lower()})"
    return OutputError(what, "name another folder with TMPDIR")
