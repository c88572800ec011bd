"""Record the files that a result depends on, to see quickly in a later run whether any changed.

A fingerprint holds the names in every listed folder and the stamp (size, times, inode) of every
file in them, as bytes: a later run lists and stamps again, and compares bytes. It also holds the
stamps of files that were looked up by name, found or not: settings, configuration, ignore files.

Every stamp is taken before its file is read. A later change gives another stamp, unless both fall
into one tick of the clock; so a fingerprint is only kept if no file had changed within a tick
before the first was read (see `cache.note_cache`). Of folders the names are compared, not the
times: not every file system updates a folder's time when its entries change.
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
"""Bytes of paths from which on two processes compare faster than one."""


class Fingerprint:
    """Collects what a result depends on while the result is computed."""

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
        """Add files that are about to be read, or looked for."""
        for path in map(os.fsencode, paths):
            stamp = self._named.setdefault(path, _named(path))
            if stamp:
                self._newest = max(self._newest, *stamp[1:3])

    def add_outputs(self, paths: Iterable[str | os.PathLike[str]]) -> None:
        """Add files that were just written from the others: the result is only valid with them."""
        self._named.update((path, _named(path)) for path in map(os.fsencode, paths))

    def add_folder(self, path: str, inode: int, names: Iterable[str]) -> None:
        """Add the names in a folder, and the inode that it had before it was listed."""
        self._folders[os.fsencode(path)] = os.fsencode("\0".join(names))
        self._inodes.append(inode)

    def add_special(self, path: str) -> None:
        """Add an entry that is neither file nor folder: a symbolic link, a pipe."""
        self._odd.append(os.fsencode(path))

    def add_files(self, root: str, files: Sequence[File], disk_paths: Mapping[str, str]) -> None:
        """Add the files of all folders, as they were listed; `disk_paths` as in `Listing`."""
        paths = [os.fsencode(f"{root}/{disk_paths.get(f.path, f.path)}") for f in files]
        stamps = [(f.size, f.mtime_ns, f.changed_ns, f.inode) for f in files]
        self._newest = max([self._newest, *(max(stamp[1:3]) for stamp in stamps)])
        if not all(file.inode for file in files):  # Windows does not list inodes
            self.invalidate()
        try:
            stamps += map(_stamp, map(os.lstat, self._odd))
        except OSError:
            self.invalidate()
        paths += self._odd
        cut = len(paths) * 2 // 5  # the process that compares the first part also lists the folders
        for part in (slice(cut), slice(cut, None)):
            self._files += [b"\0".join(paths[part]), b"".join(_batches(stamps[part]))]

    def invalidate(self) -> None:
        """Declare that the result depends on more than a fingerprint can hold."""
        self._whole = False

    def encode(self, tick_ns: int) -> bytes | None:
        """Return the fingerprint as bytes; None if a change could remain undetected.

        Args:
            tick_ns: nanoseconds within which two changes may get the same time.
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
    """Return whether everything is as it was when a fingerprint was taken."""
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
    return (child is None or _succeeded(child, wait=here)) and here


def _listed(folders: list[bytes], names: bytes, inodes: bytes) -> bool:
    """Whether folders have the same inodes, and the same names in them."""
    return (
        _dump(map(_inode, map(os.lstat, folders))) == inodes
        and b"/".join([b"\0".join(os.listdir(path)) for path in folders]) == names
    )


def _stamped(files: bytes, stamps: bytes) -> bool:
    """Whether files have the same stamps."""
    at = 0
    for now in _batches(map(_stamp, map(os.lstat, files.split(b"\0")))):
        if not stamps.startswith(now, at):
            return False
        at += len(now)
    return at == len(stamps)


def _fork(question: Callable[[], bool]) -> int | None:
    """Compare in a second process (git uses threads, core.preloadIndex; Python's share a lock)."""
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
            os._exit(status)  # an exception counts as changed
    return child


def _succeeded(child: int, *, wait: bool) -> bool:
    """Whether a second process found no change; killed if its answer is not needed."""
    if not wait:
        from signal import SIGKILL

        os.kill(child, SIGKILL)
    return os.waitpid(child, 0)[1] == 0


def _named(path: bytes) -> tuple[int, ...] | None:
    """The stamp of a file; None if it does not exist, () for a folder."""
    try:
        status = os.stat(path)
    except OSError:
        return None
    return () if status.st_mode & 0o170000 == 0o040000 else _stamp(status)


def _batches(stamps: Iterable[object]) -> Iterator[bytes]:
    """Stamps as bytes, in batches: memory stays small."""
    left = iter(stamps)
    while batch := list(islice(left, 1024)):
        yield _dump(batch)


def _dump(stamps: Iterable[object]) -> bytes:
    """Stamps as bytes: equal stamps give equal bytes. They are compared, never loaded."""
    return marshal.dumps(list(stamps), 2)  # newer versions depend on reference counts
