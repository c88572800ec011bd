"""From files to records: notes are read and parsed in several processes, or taken from the cache.

What was parsed is kept as one msgpack record a note, which is what comes from the processes.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from noteweave.vault.cache.note_cache import CachedNote, NoteCache, now_ns
from noteweave.vault.cache.records import full, records
from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.model import File
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.workers.pool import CAN_FORK, SERIAL_LIMIT, ForkPool

Progress = Callable[[int, int], None]
"""Called with how many notes are read, and of how many."""

LONG = 20_000
"""Notes from which on two processes a processor read: so many files are seldom all in the system's
memory, and while one process waits for the disk, the other has something to do."""
_TOGETHER = 64
"""Notes that a process reads in one piece of work."""
_SIZE = 32
"""Bits of a number that say how long an order is; the others, where it begins."""

_Chunk = list[tuple[str, str]]
"""The paths of notes, and where below the vault's folder each lies on the disk."""
_encode = msgspec.msgpack.Encoder().encode
_decode_chunk = msgspec.msgpack.Decoder(_Chunk).decode


class Reader(NamedTuple):
    """Reads notes of one vault; it can be sent to another process."""

    root: str
    grammar: Grammar

    def read(self, chunk: Iterable[tuple[str, str]]) -> list[bytes]:
        """Return the records of some notes."""
        from noteweave.vault.disk.decode import read_file  # the parsers are slow to import

        root, grammar = self.root, self.grammar
        return [
            _encode(read_file(path, os.path.join(root, place), grammar)) for path, place in chunk
        ]


class _Beside:
    """Processes that read notes as soon as they are told which."""

    def __init__(self, reader: Reader, hands: int, most: int, orders: SpillFile) -> None:
        """Begin so many processes; there may be more of them when there is much to read.

        `orders` is where it is written which notes, for all processes to see.
        """
        self._reader = reader
        self._most = most
        self._orders = orders
        self._chunks: list[_Chunk] = []
        self._pool = ForkPool(self._fill, hands)

    def read(self, notes: _Chunk) -> None:
        """Let some notes be read.

        Raises:
            OutputError: the temporary folder is full.
        """
        for chunk in _chunks(notes):
            order = _encode(chunk)
            try:
                at = self._orders.put(order)
                self._orders.settle()
            except OSError as error:
                raise full(error) from error
            self._pool.submit(at << _SIZE | len(order))
            self._chunks.append(chunk)
        if len(self._chunks) * _TOGETHER > LONG:
            self._pool.grow(self._most)

    def _fill(self, number: int) -> list[bytes]:
        """Read what an order says."""
        order = self._orders.get(number >> _SIZE, number & (1 << _SIZE) - 1)
        return self._reader.read(_decode_chunk(order))

    def collect(self, into: _Collection) -> None:
        """Wait for all that was to be read."""
        try:
            into.add(self._chunks, self._pool.results())
        finally:
            self.end()

    def end(self) -> None:
        """Stop, whatever is being read."""
        self._pool.stop()
        self._orders.close()


class _Collection(NamedTuple):
    """Where records go."""

    known: MutableMapping[str, bytes]
    total: int
    progress: Progress | None

    def add(self, chunks: Sequence[_Chunk], results: Iterable[list[bytes]]) -> None:
        done = 0
        for chunk, found in zip(chunks, results, strict=True):
            self.known.update(zip([path for path, _ in chunk], found, strict=True))
            done += len(chunk)
            if self.progress:
                self.progress(done, self.total)


class NoteReading:
    """How the notes of one vault are read: while they are listed, or when they are asked for."""

    def __init__(
        self, root: Path, grammar: Grammar, jobs: int = 0, progress: Progress | None = None
    ) -> None:
        """`jobs` is how many processes read; 0: one for each processor, or two (see `LONG`)."""
        self._reader = Reader(os.fspath(root), grammar)
        self._jobs = jobs or _processors()
        self._most = jobs or 2 * self._jobs
        self._progress = progress
        self._listed: _Chunk = []
        self._beside: _Beside | None = None
        self._begun = 0

    def listed(self, path: str, place: str) -> None:
        """Have a note read beside the listing of others, once there are enough of them."""
        self._listed.append((path, place))
        if len(self._listed) == SERIAL_LIMIT + 1 and self._beside is None:
            self._begun = now_ns()
            self._beside = self._begin()
        if self._beside and len(self._listed) >= _TOGETHER:
            self._beside.read(self._listed)
            self._listed = []

    def records(
        self, files: Sequence[File], places: Mapping[str, str], cache: NoteCache | None
    ) -> Mapping[str, bytes]:
        """Read and parse files, or take them from the cache; one record each.

        Args:
            files: notes and canvases.
            places: where those lie whose name is not what their path says.
            cache: where to look for what was read before, and to keep what was read now.
        """
        known = records(len(files))
        kept: Mapping[str, CachedNote] = {}
        if self._beside:
            self._beside.read(self._listed)
            self._beside.collect(_Collection(known, len(files), self._progress))
        else:
            self._begun = now_ns()
            kept = cache.load(files, known) if cache else {}
            missing = [file.path for file in files if file.path not in known]
            if missing:
                self._read([(path, places.get(path, path)) for path in missing], known)
        if cache and len(kept) < len(files):
            cache.save(files, known, kept, self._begun)
        return known

    def end(self) -> None:
        """Stop what is read beside."""
        if self._beside:
            self._beside.end()

    def _begin(self) -> _Beside | None:
        """Begin processes that read; None where there can be none, or are not worth it."""
        if self._jobs < 2 or not CAN_FORK:
            return None
        orders = SpillFile()
        if not orders.shared:
            return None
        return _Beside(self._reader, self._jobs, self._most, orders)

    def _read(self, notes: _Chunk, known: MutableMapping[str, bytes]) -> None:
        """Read notes now."""
        into = _Collection(known, len(notes), self._progress)
        beside = self._begin() if len(notes) > SERIAL_LIMIT else None
        if beside:
            beside.read(notes)
            beside.collect(into)
        elif len(notes) > SERIAL_LIMIT and self._jobs > 1 and not CAN_FORK:
            from multiprocessing import Pool

            with Pool(self._jobs) as pool:
                into.add(_chunks(notes), pool.imap(self._reader.read, _chunks(notes)))
        else:
            into.add(_chunks(notes), map(self._reader.read, _chunks(notes)))


def _chunks(notes: _Chunk) -> list[_Chunk]:
    return [notes[n : n + _TOGETHER] for n in range(0, len(notes), _TOGETHER)]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
