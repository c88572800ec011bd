"""Run one function in a forked process while this one continues."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable
from multiprocessing import get_context
from multiprocessing.connection import Connection, wait
from multiprocessing.context import ForkContext, ForkProcess
from types import TracebackType
from typing import Any, Generic, TypeVar

from noteweave.vault.errors import ProcessLostError
from noteweave.vault.workers.pool import interrupts_blocked

T = TypeVar("T")
_AGAIN = 0.5
"""Seconds after which a process that goes on is told to end once more."""


def fork_context() -> ForkContext | None:
    """Return the context for forking; None where it is unsafe or there is only one processor.

    On other systems than Linux, libraries that are already in use may crash after a fork.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return None
    return get_context("fork")


class BackgroundTask(Generic[T]):
    """A function that runs during a block; terminated if the block ends before its result is read.

    with BackgroundTask(write_report, fork_context()) as report:
        write_page()
        print(report.result())
    """

    def __init__(
        self,
        work: Callable[[], T],
        context: ForkContext | None,
        after: BackgroundTask[Any] | None = None,
    ) -> None:
        """Prepare the task; it starts with the block.

        Args:
            work: the function. The forked process inherits everything that exists then.
            context: for forking; None runs the function in this process, in `result`.
            after: a task that must have ended, successfully or not, before this one starts.
        """
        self._work = work
        self._context = context
        self._after = after
        self._process: ForkProcess

    def __enter__(self) -> BackgroundTask[T]:
        if self._context:
            self._answer, answer = self._context.Pipe(duplex=False)
            before = [self._after._process.sentinel] if self._after else []
            self._process = self._context.Process(target=_do, args=(self._work, answer, before))
            try:
                with interrupts_blocked():
                    self._process.start()
                    answer.close()
            except BaseException:
                self._end()
                raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._context:
            self._end()

    def _end(self) -> None:
        if self._process.pid:
            while self._process.is_alive():  # Python drops a signal that comes while it forks
                self._process.terminate()
                self._process.join(_AGAIN)
            self._process.close()
        self._answer.close()

    def result(self) -> T:
        """Wait for the task; return what it returned, or raise what it raised. Call it once.

        Raises:
            ProcessLostError: the process was killed.
        """
        if not self._context:
            return self._work()
        try:
            result, error = self._answer.recv()
        except EOFError:
            error = ProcessLostError()
        if error is not None:
            raise error
        done: T = result
        return done


def _do(work: Callable[[], object], answer: Connection, before: list[int]) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent handles interrupts
    signal.signal(signal.SIGTERM, _stop)
    gc.disable()
    if before:
        wait(before)
    try:
        answer.send((work(), None))
    except Exception as error:  # raised again by `result` in the parent
        answer.send((None, error))


def _stop(number: int, frame: object) -> None:
    """Exit when the parent asks for it; `finally` blocks still run."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)
