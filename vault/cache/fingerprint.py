"""What an answer was made from: enough to say later, and quickly, that nothing of it has changed.

A trace holds the names in every folder that was listed and a stamp of every file in them, as bytes
to be compared: later all is listed and stamped again, but no value is made of it. It also holds
stamps of files that were looked for by name, found or not: settings, configuration, ignore files.

Every stamp is taken before its file is read. A change after that gives another stamp, unless it
comes within the clock's tick; so a trace is only kept if every file was left alone for longer than
a tick before the first of them was read (see `vault.cache`). Of folders the names are compared, not
the times: not every file system marks a folder when its entries change.
"""

from __future__ import annotations

import marshal
import os
import time
from itertools import islice
from operator import attrgetter

from noteweave.vault.cache import storage

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence

    from noteweave.vault.model import File

_stamp = attrgetter("st_size", "st_mtime_ns", "st_ctime_ns", "st_ino")
_inode = attrgetter("st_ino")
_MANY = 1 << 18
"""Bytes of paths that two processes compare sooner than one."""


class Fingerprint:
    """What is looked at while an answer is made."""

    def __init__(self) -> None:
        self._begun = time.time_ns()
        self._newest = 0
        self._named: dict[bytes, tuple[int, ...] | None] = {}
        self._folders: dict[bytes, bytes] = {}
        self._inodes: list[int] = []
        self._odd: list[bytes] = []
        self._files: list[bytes] = []
        self._whole = True

    def add_named(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        """Note how files are that are about to be read, or looked for."""
        for path in map(os.fsencode, paths):
            stamp = self._named.setdefault(path, _named(path))
            if stamp:
                self._newest = max(self._newest, *stamp[1:3])

    def add_folder(self, path: str, inode: int, names: Iterable[str]) -> None:
        """Note the names in a folder, and which folder it was before they were listed."""
        self._folders[os.fsencode(path)] = os.fsencode("\0".join(names))
        self._inodes.append(inode)

    def add_special(self, path: str) -> None:
        """Note an entry of a folder that is neither file nor folder: a link, a pipe."""
        self._odd.append(os.fsencode(path))

    def add_files(self, root: str, files: Sequence[File], places: Mapping[str, str]) -> None:
        """Note the files in all folders: from them, how they were; `places` as in `Listing`."""
        paths = [os.fsencode(f"{root}/{places.get(f.path, f.path)}") for f in files]
        stamps = [(f.size, f.mtime_ns, f.changed_ns, f.inode) for f in files]
        self._newest = max([self._newest, *(max(stamp[1:3]) for stamp in stamps)])
        if not all(file.inode for file in files):  # Windows does not list them
            self.invalidate()
        try:
            stamps += map(_stamp, map(os.lstat, self._odd))
        except OSError:
            self.invalidate()
        paths += self._odd
        cut = len(paths) * 2 // 5  # who compares the first has the folders to list as well
        for part in (slice(cut), slice(cut, None)):
            self._files += [b"\0".join(paths[part]), b"".join(_batches(stamps[part]))]

    def invalidate(self) -> None:
        """Say that the answer depends on more than a trace can tell."""
        self._whole = False

    def encode(self, tick_ns: int) -> bytes | None:
        """Return the trace to keep; None if a change could go unseen.

        Args:
            tick_ns: nanoseconds within which two changes may bear the same time.
        """
        if not self._whole or self._newest + tick_ns > self._begun:
            return None
        return b"".join(
            storage.pack(
                b"\0".join(self._named),
                _dump(self._named.values()),
                b"\0".join(self._folders),
                b"/".join(self._folders.values()),
                _dump(self._inodes),
                *self._files,
            )
        )


def unchanged(fingerprint: memoryview) -> bool:
    """Return whether everything is as it was when a trace was taken."""
    named, then, folders, names, inodes, *files = map(bytes, storage.unpack(fingerprint))
    if _dump(map(_named, named.split(b"\0"))) != then:
        return False
    child = _fork(lambda: _stamped(*files[2:])) if len(files[2]) > _MANY else None
    try:
        here = (
            _listed(folders.split(b"\0"), names, inodes)
            and _stamped(*files[:2])
            and (child is not None or _stamped(*files[2:]))
        )
    except OSError:
        here = False
    return (child is None or _well(child, wait=here)) and here


def _listed(folders: list[bytes], names: bytes, inodes: bytes) -> bool:
    """Whether folders are the same, and have the same names in them."""
    return (
        _dump(map(_inode, map(os.lstat, folders))) == inodes
        and b"/".join([b"\0".join(os.listdir(path)) for path in folders]) == names
    )


def _stamped(files: bytes, stamps: bytes) -> bool:
    """Whether files have the same stamps.."""
    at = 0
    for now in _batches(map(_stamp, map(os.lstat, files.split(b"\0")))):
        if not stamps.startswith(now, at):
            return False
        at += len(now)
    return at == len(stamps)


def _fork(question: Callable[[], bool]) -> int | None:
    """Ask a second process, as git asks threads (core.preloadIndex): Python's share a lock."""
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return None
    try:
        child = os.fork()
    except OSError:  # too many processes
        return None
    if child == 0:
        status = 1
        try:
            status = 0 if question() else 1
        finally:
            os._exit(status)  # an error is a no
    return child


def _well(child: int, *, wait: bool) -> bool:
    """Whether a second process says yes; it is not heard out if nobody needs to know."""
    if not wait:
        from signal import SIGKILL

        os.kill(child, SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def _named(path: bytes) -> tuple[int, ...] | None:
    """How a file is; None if it is not there, () for a folder, of which only that counts."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return () if status.st_mode & 0o170000 == 0o040000 else _stamp(status)


def _batches(stamps: Iterable[object]) -> Iterator[bytes]:
    """Stamps as bytes, so many at a time that they take up the same memory again and again."""
    left = iter(stamps)
    while batch := list(islice(left, 1024)):
        yield _dump(batch)


def _dump(stamps: Iterable[object]) -> bytes:
    """Stamps as bytes: equal ones give equal bytes. They are never loaded, only compared."""
    return marshal.dumps(list(stamps), 2)  # later forms depend on who else holds a value
