"""Read and parse the notes of a vault in worker processes, or take them from the cache.

A parsed note is kept as a msgpack record, as it comes from a worker.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Iterable, Mapping, MutableMapping, Sequence
from pathlib import Path
from typing import NamedTuple

import msgspec

from noteweave.vault.cache.note_cache import NoteCache
from noteweave.vault.cache.records import no_space, records
from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.cache.stamped_records import FEW, Stamp, now_ns
from noteweave.vault.model import File
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.workers.pool import CAN_FORK, SERIAL_LIMIT, ForkPool

Progress = Callable[[int, int], None]
"""Called with the number of notes that have been read, and the number of all."""

MANY = 20_000
"""Notes from which on two workers a processor read: so many files are seldom all in the system's
memory, and while one worker waits for the disk, the other has something to do."""
_BATCH = 64
"""Notes in one task of a worker."""
_LENGTH_BITS = 32
"""A task is one number: where the encoded batch begins in the file, and its length."""

_Batch = list[tuple[str, str]]
"""The paths of notes, and the path of each on the disk below the vault's folder."""
_encode = msgspec.msgpack.Encoder().encode
_decode_batch = msgspec.msgpack.Decoder(_Batch).decode


class Reader(NamedTuple):
    """Reads notes of one vault; it can be sent to another process."""

    root: str
    grammar: Grammar

    def read(self, batch: Iterable[tuple[str, str]]) -> list[bytes]:
        """Return the records of notes."""
        from noteweave.vault.disk.decode import read_file  # the parsers are slow to import

        root, grammar = self.root, self.grammar
        return [
            _encode(read_file(path, os.path.join(root, place), grammar)) for path, place in batch
        ]


class _ReaderPool:
    """Workers that read notes while the folder is still being listed.

    They are forked before the paths are known: batches of paths are written to a file that the
    workers read.
    """

    def __init__(self, reader: Reader, workers: int, most_workers: int, file: SpillFile) -> None:
        self._reader = reader
        self._most_workers = most_workers
        self._file = file
        self._batches: list[_Batch] = []
        self._pool = ForkPool(self._read_batch, workers)

    def submit(self, notes: _Batch) -> None:
        """Start reading notes.

        Raises:
            OutputError: the temporary folder is full.
        """
        for batch in _batches(notes):
            task = _encode(batch)
            try:
                start = self._file.append(task)
                self._file.flush()
            except OSError as error:
                raise no_space(error) from error
            self._pool.submit(start << _LENGTH_BITS | len(task))
            self._batches.append(batch)
        if len(self._batches) * _BATCH > MANY:
            self._pool.grow(self._most_workers)

    def _read_batch(self, number: int) -> list[bytes]:
        task = self._file.read(number >> _LENGTH_BITS, number & (1 << _LENGTH_BITS) - 1)
        return self._reader.read(_decode_batch(task))

    def collect(self, into: _Collector) -> None:
        """Wait for all notes that were submitted, and stop."""
        try:
            into.add(self._batches, self._pool.results())
        finally:
            self.stop()

    def stop(self) -> None:
        """Terminate the workers, whatever they are reading."""
        self._pool.stop()
        self._file.close()


class _Collector(NamedTuple):
    """Puts records into a mapping and reports progress."""

    known: MutableMapping[str, bytes]
    total: int
    progress: Progress | None

    def add(self, batches: Sequence[_Batch], results: Iterable[list[bytes]]) -> None:
        done = 0
        for batch, found in zip(batches, results, strict=True):
            self.known.update(zip([path for path, _ in batch], found, strict=True))
            done += len(batch)
            if self.progress:
                self.progress(done, self.total)


class NoteReading:
    """Reads the notes of one vault: while they are listed, or when they are first accessed."""

    def __init__(
        self, root: Path, grammar: Grammar, jobs: int = 0, progress: Progress | None = None
    ) -> None:
        """`jobs` is the number of workers; 0: one for each processor, or two (see `MANY`)."""
        self._reader = Reader(os.fspath(root), grammar)
        self._jobs = jobs or _processors()
        self._most_jobs = jobs or 2 * self._jobs
        self._progress = progress
        self._listed: _Batch = []
        self._pool: _ReaderPool | None = None
        self._started_ns = 0

    def add_listed(self, path: str, disk_path: str) -> None:
        """Start reading a note during the listing, once there are enough of them."""
        self._listed.append((path, disk_path))
        if len(self._listed) == SERIAL_LIMIT + 1 and self._pool is None:
            self._started_ns = now_ns()
            self._pool = self._start_pool()
        if self._pool and len(self._listed) >= _BATCH:
            self._pool.submit(self._listed)
            self._listed = []

    def records(
        self, files: Sequence[File], disk_paths: Mapping[str, str], cache: NoteCache | None
    ) -> Mapping[str, bytes]:
        """Read and parse files, or take them from the cache; return one record for each.

        Args:
            files: notes and canvases.
            disk_paths: as in `Listing`.
            cache: where to find notes parsed before, and to keep those parsed now.
        """
        known = records(len(files))
        cached: Mapping[str, Stamp] = {}
        if self._pool:
            self._pool.submit(self._listed)
            self._pool.collect(_Collector(known, len(files), self._progress))
        else:
            self._started_ns = now_ns()
            cached = cache.load(files, known) if cache else {}
            missing = [file.path for file in files if file.path not in known]
            if missing:
                self._read([(path, disk_paths.get(path, path)) for path in missing], known)
        if cache and len(files) - len(cached) > (FEW if cached else 0):
            cache.save(files, known, cached, self._started_ns)
        return known

    def one_by_one(
        self, files: Mapping[str, File], disk_paths: Mapping[str, str], cache: NoteCache
    ) -> Callable[[str], bytes] | None:
        """Return what gives the record of a note, from the cache if it is there; see `records`.

        None if the notes are better read together.
        """
        if self._pool or not cache.exists:
            return None

        def record(path: str) -> bytes:
            known = cache.record(files[path])
            return known or self._reader.read([(path, disk_paths.get(path, path))])[0]

        return record

    def stop(self) -> None:
        """Terminate the workers that read during the listing."""
        if self._pool:
            self._pool.stop()

    def _start_pool(self) -> _ReaderPool | None:
        """Start workers; None where that is impossible, or only one may work."""
        if self._jobs < 2 or not CAN_FORK:
            return None
        file = SpillFile()
        return _ReaderPool(self._reader, self._jobs, self._most_jobs, file) if file.shared else None

    def _read(self, notes: _Batch, known: MutableMapping[str, bytes]) -> None:
        collector = _Collector(known, len(notes), self._progress)
        parallel = len(notes) > SERIAL_LIMIT
        pool = self._start_pool() if parallel else None
        if pool:
            pool.submit(notes)
            pool.collect(collector)
        elif parallel and self._jobs > 1 and not CAN_FORK:  # Windows
            from multiprocessing import Pool

            with Pool(self._jobs) as workers:
                collector.add(_batches(notes), workers.imap(self._reader.read, _batches(notes)))
        else:
            collector.add(_batches(notes), map(self._reader.read, _batches(notes)))


def _batches(notes: _Batch) -> list[_Batch]:
    return [notes[n : n + _BATCH] for n in range(0, len(notes), _BATCH)]


def _processors() -> int:
    """How many processors this process may use."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
