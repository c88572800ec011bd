"""Work on many things in all processors at once, where processes can be forked."""

from __future__ import annotations

import gc
import os
import signal
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any

from noteweave.vault.interrupts import held
from noteweave.vault.read import ALONE

if TYPE_CHECKING:
    from noteweave.graph.unlinked import Each

_work: Callable[[Any], Any]
"""What this process, forked for it, does with what it gets."""


@contextmanager
def spread(notes: int, alone: int = ALONE) -> Iterator[Each]:
    """Give what applies a function to many values: `map`, or the same in several processes.

    A process sees what there was when it began: the function may hold on to whatever it likes.
    Work begins with the call, results come in order, and with the block all processes end.

    Args:
        notes: how many there are to work on.
        alone: how many of them one process works on sooner than several begin.
    """
    if notes <= alone or sys.platform != "linux" or len(os.sched_getaffinity(0)) < 2:
        yield map
        return
    from multiprocessing import get_context  # slow to import

    pools = []

    def each(function: Callable[[Any], Any], values: Iterable[Any], /) -> Iterable[Any]:
        gc.freeze()  # a collection would copy all that a process shares with its parent
        with held():
            pool = get_context("fork").Pool(len(os.sched_getaffinity(0)), _begin, (function,))
            pools.append(pool)
        return pool.imap(_do, values)

    try:
        yield each
    finally:
        for pool in pools:
            pool.terminate()
            pool.join()


def _begin(function: Callable[[Any], Any]) -> None:
    global _work
    _work = function
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to handle
    gc.disable()


def _do(value: Any) -> Any:
    return _work(value)
