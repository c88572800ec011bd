"""Work on many things in several processes at once, where processes can be forked.

Each process sees what there was when it began: the work is not sent to it, only numbers that stand
for things; back come results. There are no threads and no locks in it, so that an interrupt may
come at any moment and nothing is left behind.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from noteweave.vault.errors import ProcessLostError

R = TypeVar("R")

POSSIBLE = hasattr(os, "fork")
"""Whether processes can be forked here."""
_TASK = 12
"""Bytes of a task: which it is, and the number that was given."""
_GIVEN = 1000
"""Tasks that lie ready at most: all of them fit into a pipe, so that to give one never waits."""
_ROOM = 1 << 20
"""Bytes of results that may lie ready in a pipe, until somebody takes them."""


class _Worker(NamedTuple):
    """One process of a crew."""

    process: int
    results: int
    """Where results are read from: number, length and pickle of each."""


class ForkPool(Generic[R]):
    """Processes that work on what is given to them; they begin at once, and end with the block.

    with Crew(lambda number: count_the_leaves(teapots[number]), 2) as crew:
        for number in range(len(teapots)):
            crew.give(number)
        for leaves in crew.results():
            pour(leaves)
    """

    def __init__(self, work: Callable[[int], R], hands: int) -> None:
        """`hands` is how many processes there are to be."""
        self._work = work
        self._given = self._done = 0
        self._waiting: deque[bytes] = deque()
        self._answers: dict[int, tuple[bool, Any]] = {}
        """What came back and has not been yielded: whether it is a result or an error, and it."""
        self._hands: list[_Worker] = []
        self._ready = selectors.DefaultSelector()
        self._tasks, self._give = os.pipe()
        """All take their tasks from one pipe: whoever is free takes the next."""
        try:
            self.grow(hands)
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> ForkPool[R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def grow(self, hands: int) -> None:
        """Let there be so many processes, if there are fewer."""
        while len(self._hands) < hands:
            self._fork()
            self._ready.register(self._hands[-1].results, selectors.EVENT_READ)

    def give(self, number: int) -> None:
        """Let somebody work on what a number stands for (not negative, of 64 bits).

        Results that lie ready are taken meanwhile: who has no room for more would stand still.
        """
        self._waiting.append(self._given.to_bytes(4, "little") + number.to_bytes(8, "little"))
        self._given += 1
        self._hand_out()
        self._take(0)

    def results(self) -> Iterator[R]:
        """Yield what the work returned of all that was given, in order; raise what it raised."""
        for number in range(self._given):
            while number not in self._answers:
                self._take(None)
            good, result = self._answers.pop(number)
            if not good:
                raise result
            yield result

    def end(self) -> None:
        """Stop all processes, whatever they do."""
        while self._hands:
            hand = self._hands[-1]
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(hand.process, signal.SIGTERM)
                os.waitpid(hand.process, 0)
            self._hands.pop()
            os.close(hand.results)
        if self._give >= 0:
            os.close(self._tasks)
            os.close(self._give)
            self._give = -1
            self._ready.close()

    def _take(self, seconds: float | None) -> None:
        """Take one result from each process that has one; wait for the first (None: for ever)."""
        for key, _ in self._ready.select(seconds):
            number, answer = _receive(key.fd)
            self._answers[number] = answer
            self._done += 1
            self._hand_out()

    def _hand_out(self) -> None:
        while self._waiting and self._given - len(self._waiting) - self._done < _GIVEN:
            os.write(self._give, self._waiting.popleft())

    def _fork(self) -> None:
        """Begin a process. An interrupt waits until it is known here, and there not heard."""
        take, results = os.pipe()
        with uninterrupted():
            try:
                process = os.fork()
                if not process:
                    self._begin(take, results)
                self._hands.append(_Worker(process, take))
            finally:
                os.close(results)

    def _begin(self, take: int, results: int) -> NoReturn:
        """Be a new process."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(self._give)  # else nobody here would see that the parent is gone
            for other in (take, *(hand.results for hand in self._hands)):
                os.close(other)
            gc.disable()
            _widen(results)
            self._toil(results)
        finally:
            os._exit(1)

    def _toil(self, results: int) -> NoReturn:
        """Work on what is given until there is no more."""
        while task := os.read(self._tasks, _TASK):
            answer: tuple[bool, Any]
            try:
                answer = True, self._work(int.from_bytes(task[4:], "little"))
            except Exception as error:  # raised where the work was ordered
                answer = False, error
            data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            _send(results, task[:4] + len(data).to_bytes(8, "little") + data)
        os._exit(0)


@contextmanager
def uninterrupted() -> Iterator[None]:
    """Let an interrupt wait for the end of the block, in which a process is forked.

    Else Python may lose it: an exception in what runs before and after a fork (`logging` holds its
    locks there) is printed and passed over (https://docs.python.org/3/library/os.html, see
    `os.register_at_fork`).
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _widen(pipe: int) -> None:
    """Let a pipe hold more, where that can be asked for (Linux)."""
    import fcntl

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _ROOM)


def _send(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _receive(pipe: int) -> tuple[int, tuple[bool, Any]]:
    head = _exactly(pipe, 12)
    return int.from_bytes(head[:4], "little"), pickle.loads(
        _exactly(pipe, int.from_bytes(head[4:], "little"))
    )


def _exactly(pipe: int, size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(pipe, size)
        if not piece:
            raise ProcessLostError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
