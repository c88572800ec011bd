"""A pool of forked worker processes, for work on many items at once.

A worker inherits the parent's memory when it is forked. Only the number of an item is sent to it;
its pickled result comes back.

Why this is not `concurrent.futures` (measured with Python 3.11, two processors, `fork`): reading
10,000 notes takes the same processor time (4.2 s), but `ProcessPoolExecutor` takes 25 ms to import
(this module: 1 ms), and of 30 runs that were interrupted (Ctrl-C, all workers ignoring it, the rest
cancelled) it lost the interrupt once and printed a traceback once: it uses threads and locks, and
an exception may arrive while one is held or a process is being forked. Here there are neither: 30
of 30 ended cleanly. From Python 3.12 on, a fork while its threads run also warns.
"""

from __future__ import annotations

import gc
import os
import selectors
import signal
import sys
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack, contextmanager, suppress
from typing import Any, Generic, NamedTuple, NoReturn, Protocol, TypeVar

from noteweave.vault.errors import ProcessLostError

T = TypeVar("T")
R = TypeVar("R")

CAN_FORK = hasattr(os, "fork")
"""Whether processes can be forked on this system."""
SERIAL_LIMIT = 300
"""Notes up to which one process is done sooner than two have started."""
_TASK_SIZE = 12
"""Bytes of a task: four for its index, eight for the number that was submitted."""
_QUEUED = 1000
"""Tasks in the pipe at most. All of them fit into it, so that writing one never blocks."""
_RESULT_BUFFER = 1 << 20
"""Bytes of results that a worker's pipe should hold."""


class MapFunction(Protocol):
    """Applies a function to every value, like `map`; results come in the order of the values."""

    def __call__(self, function: Callable[[T], R], values: Sequence[T], /) -> Iterable[R]: ...


class _Worker(NamedTuple):
    """One process of a pool."""

    process: int
    results: int
    """The pipe it writes to: for each result its index, its length and its pickle."""


class ForkPool(Generic[R]):
    """Worker processes that call one function; they start at once and end with the block.

    with ForkPool(lambda number: count_words(notes[number]), 2) as pool:
        for number in range(len(notes)):
            pool.submit(number)
        print(sum(pool.results()))
    """

    def __init__(self, work: Callable[[int], R], processes: int) -> None:
        """Start the workers.

        Args:
            work: called in a worker with each submitted number.
            processes: how many workers to start.
        """
        self._work = work
        self._submitted = self._received = 0
        self._waiting: deque[bytes] = deque()
        self._answers: dict[int, tuple[bool, Any]] = {}
        """Received and not yet yielded: whether it is a result (or an error), and the value."""
        self._workers: list[_Worker] = []
        self._selector = selectors.DefaultSelector()
        self._tasks, self._task_input = os.pipe()
        """All workers read their tasks from one pipe; a free one takes the next task."""
        try:
            self.grow(processes)
        except BaseException:
            self.stop()
            raise

    def __enter__(self) -> ForkPool[R]:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def grow(self, processes: int) -> None:
        """Start more workers until there are this many."""
        while len(self._workers) < processes:
            self._fork()
            self._selector.register(self._workers[-1].results, selectors.EVENT_READ)

    def submit(self, number: int) -> None:
        """Queue a number (not negative, 64 bits) for the workers.

        Also receives finished results, so that no worker blocks on a full pipe.
        """
        self._waiting.append(self._submitted.to_bytes(4, "little") + number.to_bytes(8, "little"))
        self._submitted += 1
        self._send_tasks()
        self._receive_results(timeout=0)

    def results(self) -> Iterator[R]:
        """Yield the result of each submitted number, in order; raise what the work raised.

        Raises:
            ProcessLostError: a worker was killed.
        """
        for index in range(self._submitted):
            while index not in self._answers:
                self._receive_results(timeout=None)
            succeeded, value = self._answers.pop(index)
            if not succeeded:
                raise value
            yield value

    def stop(self) -> None:
        """Terminate all workers, whatever they are doing."""
        while self._workers:
            worker = self._workers[-1]
            with suppress(ProcessLookupError, ChildProcessError):
                os.kill(worker.process, signal.SIGTERM)
                os.waitpid(worker.process, 0)
            self._workers.pop()
            os.close(worker.results)
        if self._task_input >= 0:
            os.close(self._tasks)
            os.close(self._task_input)
            self._task_input = -1
            self._selector.close()

    def _receive_results(self, timeout: float | None) -> None:
        """Receive one result from each worker that has one; None waits for the first."""
        import pickle

        for key, _ in self._selector.select(timeout):
            header = _read_exactly(key.fd, _TASK_SIZE)
            data = _read_exactly(key.fd, int.from_bytes(header[4:], "little"))
            self._answers[int.from_bytes(header[:4], "little")] = pickle.loads(data)
            self._received += 1
            self._send_tasks()

    def _send_tasks(self) -> None:
        while self._waiting and self._submitted - len(self._waiting) - self._received < _QUEUED:
            os.write(self._task_input, self._waiting.popleft())

    def _fork(self) -> None:
        """Start one worker. An interrupt waits until the parent knows of the worker."""
        results, output = os.pipe()
        with interrupts_blocked():
            try:
                process = os.fork()
                if not process:
                    self._run_worker(results, output)
                self._workers.append(_Worker(process, results))
            finally:
                os.close(output)

    def _run_worker(self, results: int, output: int) -> NoReturn:
        """Be the worker process: answer tasks until the parent closes the pipe."""
        try:
            signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles interrupts
            signal.signal(signal.SIGTERM, signal.SIG_DFL)
            os.close(self._task_input)  # otherwise the end of the parent would not end the pipe
            for pipe in (results, *(worker.results for worker in self._workers)):
                os.close(pipe)
            import pickle  # not imported where no worker is started

            gc.disable()
            _enlarge(output)
            while task := os.read(self._tasks, _TASK_SIZE):
                answer: tuple[bool, Any]
                try:
                    answer = True, self._work(int.from_bytes(task[4:], "little"))
                except Exception as error:  # raised again by `results` in the parent
                    answer = False, error
                data = pickle.dumps(answer, pickle.HIGHEST_PROTOCOL)
                _write_all(output, task[:4] + len(data).to_bytes(8, "little") + data)
            os._exit(0)
        finally:
            os._exit(1)


@contextmanager
def parallel_map(notes: int, serial_limit: int = SERIAL_LIMIT) -> Iterator[MapFunction]:
    """Give a function like `map` that runs in several processes where that pays off.

    Work starts with the call. A worker inherits what existed then, so the function needs no
    pickling. All workers end with the block.

    Args:
        notes: how many notes the work is about.
        serial_limit: up to this many notes, the built-in `map` is given.
    """
    if notes <= serial_limit or sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield map
        return
    with ExitStack() as pools:

        def mapped(function: Callable[[Any], Any], values: Sequence[Any], /) -> Iterable[Any]:
            gc.freeze()  # a collection would copy the memory shared with the parent
            processes = min(len(os.sched_getaffinity(0)), len(values))
            pool = pools.enter_context(ForkPool(lambda n: function(values[n]), processes))
            for number in range(len(values)):
                pool.submit(number)
            return pool.results()

        yield mapped


@contextmanager
def interrupts_blocked() -> Iterator[None]:
    """Delay an interrupt until the end of the block, in which a process is forked.

    Otherwise Python may lose it: an exception in a hook that runs around a fork (`logging` takes
    its locks there) is printed and ignored (https://docs.python.org/3/library/os.html, see
    `os.register_at_fork`).
    """
    before = signal.pthread_sigmask(signal.SIG_BLOCK, [signal.SIGINT])
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)


def _enlarge(pipe: int) -> None:
    """Let a pipe hold more, where the system allows it (Linux)."""
    import fcntl

    if hasattr(fcntl, "F_SETPIPE_SZ"):
        with suppress(OSError):
            fcntl.fcntl(pipe, fcntl.F_SETPIPE_SZ, _RESULT_BUFFER)


def _write_all(pipe: int, data: bytes) -> None:
    rest = memoryview(data)
    while rest:
        rest = rest[os.write(pipe, rest) :]


def _read_exactly(pipe: int, size: int) -> bytes:
    pieces = []
    while size:
        piece = os.read(pipe, size)
        if not piece:
            raise ProcessLostError
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)
