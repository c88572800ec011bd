"""Work in a process beside this one, which sees everything that is there when it begins."""

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


def fork_context() -> ForkContext | None:
    """Return how to begin such a process; None where that is unsafe, or there is no processor.

    Elsewhere than on Linux, libraries that have begun to work may not survive it.
    """
    if sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        return None
    return get_context("fork")


class BackgroundTask(Generic[T]):
    """One piece of work, done beside the block, and stopped when the block ends without it.

    with Aside(count_the_leaves, fork_context()) as leaves:
        boil_the_water()
        pour(leaves.result())
    """

    def __init__(
        self,
        work: Callable[[], T],
        context: ForkContext | None,
        after: BackgroundTask[Any] | None = None,
    ) -> None:
        """Prepare to do some work.

        Args:
            work: what to do.
            context: how to fork; None: the work is done in this process, when it is wanted.
            after: work that is to be over, one way or another, before this begins.
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
            self._process.terminate()
            self._process.join()
            self._process.close()
        self._answer.close()

    def result(self) -> T:
        """Wait for the work; return what it returned, raise what it raised. To be called once."""
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
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    signal.signal(signal.SIGTERM, _stop)
    gc.disable()
    if before:
        wait(before)
    try:
        answer.send((work(), None))
    except Exception as error:  # it is raised where the work was ordered
        answer.send((None, error))


def _stop(number: int, frame: object) -> None:
    """End at the parent's word, once: what was begun is cleaned up on the way."""
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    sys.exit(1)
