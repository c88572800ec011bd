"""The text around all links of a vault, computed once for all exporters, and kept for later runs.

The page wants it by importance of the notes, the report by name. Texts are not kept in memory, so
results are kept in a temporary file, and a process fills it while the graph is computed. Measured:
building the page and the report of 3,176 notes takes 5.6 s of processor time; without this store,
6.0 s, and none of it in parallel.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import ExitStack, contextmanager, suppress
from itertools import islice
from mmap import mmap
from typing import TYPE_CHECKING, TypeVar

import msgspec

from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.cache.stamped_records import FEW, now_ns
from noteweave.vault.model import Context, File
from noteweave.vault.workers.background import fork_context
from noteweave.vault.workers.pool import SERIAL_LIMIT, interrupts_blocked

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext

    from noteweave.vault.cache.stamped_records import Stamp, StampedRecords
    from noteweave.vault.vault import Vault

T = TypeVar("T")

_BATCH = 256
"""Notes whose contexts are written together."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[tuple[int, Context]]).decode


class ContextStore:
    """The contexts of each note: `store(path)` is `vault.contexts(path)`, computed only once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._numbers = {path: n for n, path in enumerate(vault.notes)}
        self._file = SpillFile()
        self._table = mmap(-1, max(1, 16 * len(self._numbers)))
        self._places = memoryview(self._table).cast("Q")
        """Start and length of each note's contexts in the file (length 0: not computed yet);
        processes that are forked later share this memory."""
        self._owner = os.getpid()
        self._filling = -1
        """A pipe that ends when the other process has computed all; -1: there is none."""
        self._begun_ns = now_ns()
        self._cache = vault.cache and vault.cache.contexts(repr(vault.settings.summaries))
        self._kept: dict[str, Stamp] = {}
        """The notes whose contexts come from an earlier run."""
        if self._cache:
            with suppress(OSError):  # disk full: computed again when needed
                self._load(self._cache)

    def __call__(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the text around each link of a note, by the link's line and column."""
        self._wait()
        number = self._numbers[path]
        start, size = self._places[2 * number], self._places[2 * number + 1]
        if size:
            found = _decode(self._file.read(start, size))
            return {(context.line, column): context for column, context in found}
        contexts = self._vault.contexts(path)
        if os.getpid() == self._owner:
            with suppress(OSError):  # disk full: computed again when needed
                self._keep({number: contexts})
        return contexts

    def save(self) -> None:
        """Keep what was computed for later runs, if it is more than a few notes."""
        if not self._cache:
            return
        self._wait()
        table, numbers = self._places, self._numbers
        places = {p: (table[2 * n], table[2 * n + 1]) for p, n in numbers.items()}
        files = [file for file in self._files() if places[file.path][1]]
        if len(files) - len(self._kept) > FEW:
            self._cache.save(files, places, self._file.chunks(), self._kept, self._begun_ns)

    def _wait(self) -> None:
        """Wait for the process that computes contexts, if there is one."""
        if self._filling >= 0:
            os.read(self._filling, 1)  # waits: nothing is ever written to it
            self._filling = -1
            self._file.seek_end()

    def _files(self) -> Iterator[File]:
        return (self._vault.files[path] for path in self._numbers)

    def _load(self, cache: StampedRecords) -> None:
        """Take over the contexts of the notes that did not change since an earlier run."""
        for batch in _batched(cache.load(self._files()), _BATCH):
            self._keep_records((self._numbers[stamp.path], record) for stamp, record in batch)
            self._kept.update((stamp.path, stamp) for stamp, _ in batch)

    @contextmanager
    def filling(self, context: ForkContext) -> Iterator[None]:
        """Compute the contexts of all notes in another process during the block.

        Args:
            context: for forking.
        """
        missing = self._missing()
        if not self._file.shared or len(missing) <= FEW:
            self._compute(missing)
            yield
            return
        self._filling, done = os.pipe()
        pipe = self._filling
        process = context.Process(target=self._fill, daemon=True)
        with interrupts_blocked():
            process.start()
        os.close(done)  # so that the pipe ends with the other process
        try:
            yield
        finally:
            process.kill()
            process.join()
            os.close(pipe)
            self._filling = -1

    def _fill(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles interrupts
        gc.disable()
        self._compute(self._missing())

    def _missing(self) -> list[tuple[str, int]]:
        """Return the notes whose contexts are not computed yet, with their numbers."""
        return [(path, n) for path, n in self._numbers.items() if not self._places[2 * n + 1]]

    def _compute(self, notes: Iterable[tuple[str, int]]) -> None:
        with suppress(OSError):  # disk full: the rest is computed when needed
            for batch in _batched(notes, _BATCH):
                self._keep({number: self._vault.contexts(path) for path, number in batch})

    def _keep(self, found: Mapping[int, Mapping[tuple[int, int], Context]]) -> None:
        self._keep_records(
            (number, _encode([(column, context) for (_, column), context in contexts.items()]))
            for number, contexts in found.items()
        )

    def _keep_records(self, records: Iterable[tuple[int, bytes]]) -> None:
        places = [(number, self._file.append(r), len(r)) for number, r in records]
        self._file.flush()
        for number, start, size in places:
            self._places[2 * number], self._places[2 * number + 1] = start, size


class EarlyContexts:
    """The contexts of a vault, computed in another process while this one does other work.

    No process outlives the with-block.
    """

    def __init__(self, wanted: bool) -> None:
        """`wanted`: those of all notes will be needed."""
        self._wanted = wanted
        self._stack = ExitStack()
        self._store: ContextStore | None = None

    def __enter__(self) -> EarlyContexts:
        return self

    def __exit__(self, kind: type[BaseException] | None, *error: object) -> None:
        with self._stack:
            if self._store and kind is None:
                self._store.save()

    def begin(self, vault: Vault) -> None:
        """Start, where another process is worth it; call it when the notes are read."""
        context = fork_context() if self._wanted and len(vault.notes) > SERIAL_LIMIT else None
        if context:
            self._store = ContextStore(vault)
            self._stack.enter_context(self._store.filling(context))

    def of(self, vault: Vault) -> Callable[[str], Mapping[tuple[int, int], Context]]:
        """Return the text around each link of a note, by its path."""
        return self._store or vault.contexts


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while batch := list(islice(rest, size)):
        yield batch
