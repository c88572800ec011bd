"""Let Ctrl-C and its like wait for a moment at which a piece of work can be stopped safely."""

from __future__ import annotations

import signal
import threading
from types import FrameType, TracebackType
from typing import Any

_SIGNALS = [
    getattr(signal, name)
    for name in ("SIGINT", "SIGTERM", "SIGHUP", "SIGBREAK")
    if hasattr(signal, name)
]
"""What asks a process to end, and leaves it the time to do so."""


class DeferredSignals:
    """Holds signals back during the block; what came meanwhile takes effect when it ends.

    Only the main thread receives signals; in another one nothing needs to be held back.
    """

    def __init__(self) -> None:
        self._received = 0
        self._handlers: dict[int, Any] = {}

    def __enter__(self) -> DeferredSignals:
        if threading.current_thread() is threading.main_thread():
            for number in _SIGNALS:
                handler = signal.getsignal(number)
                if handler not in (signal.SIG_IGN, None):  # `nohup` ignores some for us
                    self._handlers[number] = handler
                    signal.signal(number, self._receive)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # SIGINT last: it may come at once, as an exception, and the others would stay
        for number, handler in reversed(self._handlers.items()):
            signal.signal(number, handler)
        if self._received:
            signal.raise_signal(self._received)

    def check(self) -> None:
        """Stop here if a signal has come.

        Raises:
            KeyboardInterrupt: one has.
        """
        if self._received:
            raise KeyboardInterrupt

    def _receive(self, number: int, frame: FrameType | None) -> None:
        self._received = number
