"""The words around all links of a vault: found once, in a process of their own, whoever asks.

The page goes by importance and the report by name, and both want what stands around each link.
Texts are not held, so what was found lies on a shelf.
"""

from __future__ import annotations

import gc
import os
import signal
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from itertools import islice
from mmap import mmap
from typing import TYPE_CHECKING, TypeVar

import msgspec

from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.model import Context
from noteweave.vault.workers.pool import interrupts_blocked

if TYPE_CHECKING:
    from multiprocessing.context import ForkContext

    from noteweave.vault.vault import Vault

T = TypeVar("T")

_TOGETHER = 256
"""Notes whose words settle together."""

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[tuple[int, Context]]).decode


class ContextStore:
    """The contexts of each note: `words(path)` is `vault.contexts(path)`, but found only once."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault
        self._numbers = {path: n for n, path in enumerate(vault.notes)}
        self._shelf = SpillFile()
        self._table = mmap(-1, max(1, 16 * len(self._numbers)))
        self._places = memoryview(self._table).cast("Q")
        """Where each note's words begin, and how many bytes they take (0: not there); processes
        that are forked later share it."""
        self._owner = os.getpid()
        self._coming = -1

    def __call__(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the words around each link of a note, by the link's line and column."""
        if self._coming >= 0:
            os.read(self._coming, 1)  # nothing ever comes but the end, for whoever waits for it
            self._coming = -1
            self._shelf.find_end()
        number = self._numbers[path]
        at, size = self._places[2 * number], self._places[2 * number + 1]
        if size:
            found = _decode(self._shelf.get(at, size))
            return {(context.line, column): context for column, context in found}
        contexts = self._vault.contexts(path)
        if os.getpid() == self._owner:
            with suppress(OSError):  # no room: they are found once more
                self._keep({number: contexts})
        return contexts

    @contextmanager
    def filling(self, context: ForkContext) -> Iterator[None]:
        """Find the words of all notes meanwhile, in another process; stop it in the end.

        Args:
            context: how to fork.
        """
        if not self._shelf.shared:
            yield
            return
        self._coming, done = os.pipe()
        coming = self._coming
        process = context.Process(target=self._find, daemon=True)
        with interrupts_blocked():
            process.start()
        os.close(done)  # so that the end is heard when the other process is gone
        try:
            yield
        finally:
            process.kill()
            process.join()
            os.close(coming)
            self._coming = -1

    def _find(self) -> None:
        signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
        gc.disable()
        with suppress(OSError):  # no room: the rest is found when it is asked for
            for some in _batched(self._numbers.items(), _TOGETHER):
                self._keep({number: self._vault.contexts(path) for path, number in some})

    def _keep(self, found: Mapping[int, Mapping[tuple[int, int], Context]]) -> None:
        places = []
        for number, contexts in found.items():
            record = _encode([(column, context) for (_, column), context in contexts.items()])
            places.append((number, self._shelf.put(record), len(record)))
        self._shelf.settle()
        for number, at, size in places:
            self._places[2 * number], self._places[2 * number + 1] = at, size


def _batched(items: Iterable[T], size: int) -> Iterator[list[T]]:
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some
