"""Hold an interrupt back for a moment."""

from __future__ import annotations

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import current_thread, main_thread


@contextmanager
def held() -> Iterator[Callable[[], None]]:
    """Hold Ctrl-C back until what is given is called: it is heard then, or when the block ends.

    A pool that is interrupted while it begins cannot
    always be ended: one of its processes may be gone with a lock in its hand.
    """
    before = signal.getsignal(signal.SIGINT)
    if not callable(before) or current_thread() is not main_thread():
        yield lambda: None
        return
    handle, heard = before, list[int]()
    signal.signal(signal.SIGINT, lambda number, frame: heard.append(number))

    def release() -> None:
        signal.signal(signal.SIGINT, handle)
        if heard:
            handle(heard.pop(), None)

    try:
        yield release
    finally:
        release()
