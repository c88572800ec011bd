"""Work on many things in several processes at once, where processes can be forked.

Each process sees what there was when it began: neither the work nor the things are sent to it, only
numbers of things; back come results. There are no threads and no locks in it, so that an interrupt
may come at any moment and nothing is left behind.
"""

from __future__ import annotations

import gc
import os
import pickle
import selectors
import signal
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Any, Generic, NamedTuple, NoReturn, TypeVar

from noteweave.vault.errors import ProcessLostError

T = TypeVar("T")
R = TypeVar("R")

POSSIBLE = hasattr(os, "fork")
"""Whether processes can be forked here."""
_AHEAD = 2
"""Things that a process has been given at most: one it works on, and the next."""


class _Hand(NamedTuple):
    """One process of a crew."""

    process: int
    tasks: int
    """Where numbers of things are written to."""
    results: int
    """Where results are read from: number, length and pickle of each."""


class Crew(Generic[T, R]):
    """Processes that work on things; they begin at once, and end with the block.

    with Crew(count_the_leaves, teapots, 2) as crew:
        for leaves in crew.results():
            pour(leaves)
    """

    def __init__(self, work: Callable[[T], R], things: Sequence[T], hands: int) -> None:
        """`hands` is how many processes there are to be."""
        self._work = work
        self._things = things
        self._given = 0
        self._hands: list[_Hand] = []
        try:
            for _ in range(min(hands, len(things))):
                self._fork()
            for hand in self._hands * _AHEAD:
                self._give(hand)
        except BaseException:
            self.end()
            raise

    def __enter__(self) -> Crew[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def results(self) -> Iterator[R]:
        """Yield what the work returned, in the order of the things; raise what it raised."""
        early: dict[int, tuple[bool, Any]] = {}
        with selectors.DefaultSelector() as ready:
            for hand in self._hands:
                ready.register(hand.results, selectors.EVENT_READ, hand)
            for number in range(len(self._things)):
                while number not in early:
                    for key, _ in ready.select():
                        hand = key.data
                        done, answer = _receive(hand.results)
                        self._give(hand)
                        early[done] = answer
                good, result = early.pop(number)
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
            os.close(hand.tasks)
            os.close(hand.results)

    def _give(self, hand: _Hand) -> None:
        if self._given < len(self._things):
            with suppress(BrokenPipeError):  # it is gone, as is seen where it is waited for
                os.write(hand.tasks, self._given.to_bytes(4, "little"))
            self._given += 1

    def _fork(self) -> None:
        """Begin a process. An interrupt waits until it is known here, and there not heard."""
        tasks, give = os.pipe()
        take, results = os.pipe()
        before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
        try:
            process = os.fork()
            if not process:
                try:
                    signal.signal(signal.SIGINT, signal.SIG_IGN)
                    signal.signal(signal.SIGTERM, signal.SIG_DFL)
                    for other in (*self._hands, _Hand(0, give, take)):
                        os.close(other.tasks)  # else nobody here would see that the parent is gone
                        os.close(other.results)
                    gc.disable()
                    self._toil(tasks, results)
                finally:
                    os._exit(1)
            self._hands.append(_Hand(process, give, take))
        finally:
            os.close(tasks)
            os.close(results)
            signal.pthread_sigmask(signal.SIG_SETMASK, before)

    def _toil(self, tasks: int, results: int) -> NoReturn:
        """Work on what is given until there is no more."""
        while number := os.read(tasks, 4):
            answer: tuple[bool, Any]
            try:
                answer = True, self._work(self._things[int.from_bytes(number, "little")])
            except Exception as error:  # raised where the work was ordered
                answer = False, error
            data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
            _send(results, number + len(data).to_bytes(8, "little") + data)
        os._exit(0)


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
