"""Act before each operation that changes files, as Python's audit events show them."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

_EVENTS = {
    "os.chmod", "os.link", "os.mkdir", "os.remove", "os.rename", "os.rmdir", "os.symlink",
    "os.truncate", "sqlite3.connect",
}  # fmt: skip
"""What changes files (`os.rename` also means `os.replace`)."""

Act = Callable[[], None]
_watch: tuple[str, Act, set[str]] | None = None


def _audit(event: str, arguments: tuple[Any, ...]) -> None:
    if _watch is None:
        return
    writes = event == "open" and _writes(arguments)
    if (writes or event in _EVENTS) and os.fsdecode(arguments[0]).startswith(_watch[0]):
        if writes:
            _watch[2].add(os.fsdecode(arguments[0]))
        _watch[1]()


def _writes(arguments: tuple[Any, ...]) -> bool:
    """Tell whether a file is opened to be written, by `open` (a mode) or `os.open` (flags)."""
    path, mode, flags = arguments
    if isinstance(path, int):  # a descriptor that was opened before
        return False
    if isinstance(mode, str):
        return bool(set("wax+") & set(mode))
    return bool(flags & (os.O_WRONLY | os.O_RDWR | os.O_CREAT))


sys.addaudithook(_audit)


@contextmanager
def at_each_operation(root: Path, act: Act) -> Iterator[set[str]]:
    """Call a function before each operation on files of a folder.

    Yields:
        The files that were opened to be written; it grows.
    """
    global _watch
    opened: set[str] = set()
    _watch = (str(root), act, opened)
    try:
        yield opened
    finally:
        _watch = None


class At:
    """Acts at one operation, and counts all of them."""

    def __init__(self, moment: int, act: Act) -> None:
        self.count = 0
        self._moment = moment
        self._act = act

    def __call__(self) -> None:
        self.count += 1
        if self.count == self._moment:
            self._act()


def contents(root: Path) -> dict[str, bytes | None]:
    """Return everything below a folder, with the contents of files."""
    return {
        path.relative_to(root).as_posix(): path.read_bytes() if path.is_file() else None
        for path in root.rglob("*")
    }


def killed_at(moment: int, root: Path, work: Callable[[], object]) -> bool:
    """Do something in a child that is killed before an operation; return whether it was."""
    child = os.fork()
    if not child:
        with at_each_operation(root, At(moment, kill)):
            work()
        os._exit(0)
    _, status = os.waitpid(child, 0)
    return os.WIFSIGNALED(status)


def kill() -> None:
    """End this process at once, as a power cut would."""
    os.kill(os.getpid(), signal.SIGKILL)


def interrupt() -> None:
    """Press Ctrl-C."""
    signal.raise_signal(signal.SIGINT)


def no_room() -> None:
    """Fail as a full disk does.

    Raises:
        OSError: always.
    """
    raise OSError(28, "No space left on device")
