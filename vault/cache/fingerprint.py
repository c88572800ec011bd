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
_BATCH = 1024
"""Stamps that are compared at once."""
_MANY = 1 << 18
"""Bytes of paths from which on two processes compare faster than one."""


class Fingerprint:
    """Collects what a result depends on while the result is computed."""

    def __init__(self) -> None:
        self._begun = time.time_ns()
        self._newest = 0
        self._newest_file = 0
        self._named: dict[bytes, tuple[int, ...] | None] = {}
        self._folders: dict[bytes, bytes] = {}
        self._inodes: list[int] = []
        self._odd: list[bytes] = []
        self._files: list[bytes] = []
        self._tree: list[bytes] = []
        """Folders and files, if they are known from an earlier fingerprint."""
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
        self._newest_file = max([0, *(max(stamp[1:3]) for stamp in stamps)])
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

    def resume(self, earlier: memoryview, paths: Iterable[bytes]) -> list[os.stat_result]:
        """Take over an earlier fingerprint, but for some files; return their status.

        Raises:
            OSError: a file is gone.
        """
        named, then, *tree = map(bytes, storage.unpack(earlier))
        for path, stamp in zip(named.split(b"\0"), marshal.loads(then), strict=True):
            self._named.setdefault(path, stamp)
        now = {path: os.lstat(path) for path in paths}
        stamps = {path: _stamp(status) for path, status in now.items()}
        for n in (3, 5):
            tree[n + 1] = _patched(tree[n], tree[n + 1], stamps)
        self._tree = tree[:-1]
        newest = [int.from_bytes(tree[-1], "big"), *(max(s[1:3]) for s in stamps.values())]
        self._newest_file = max(newest)
        return [*now.values()]

    def invalidate(self) -> None:
        """Declare that the result depends on more than a fingerprint can hold."""
        self._whole = False

    def encode(self, tick_ns: int, *, listing: bool = False) -> bytes | None:
        """Return the fingerprint as bytes; None if a change could remain undetected.

        Args:
            tick_ns: nanoseconds within which two changes may get the same time.
            listing: whether it is for a list of the files with their stamps, not for what is in
                them.
        """
        newest = self._newest if listing else max(self._newest, self._newest_file)
        if not self._whole or newest + tick_ns > self._begun:
            return None
        tree = self._tree or [
            b"\0".join(self._folders),
            b"/".join(self._folders.values()),
            _dump(self._inodes),
            *self._files,
        ]
        named = (b"\0".join(self._named), _dump(self._named.values()))
        return b"".join(storage.pack(*named, *tree, self._newest_file.to_bytes(8, "big")))


_left: list[tuple[list[bytes], list[bytes]]] = []
"""Folders and files that were compared a moment ago, and which were written: used once."""


def changed(fingerprint: memoryview, *, leave: bool = False) -> list[bytes] | None:
    """Return the paths of the files that were written since a fingerprint was taken.

    None: something else is different.

    Args:
        fingerprint: as it was encoded.
        leave: whether the next call need not compare the same folders and files again. For a
            program that is about to read them: what changes in between counts as changed later.
    """
    left = _left.pop() if _left and not leave else None
    _left.clear()
    named, then, *tree, _ = map(bytes, storage.unpack(fingerprint))
    if _dump(map(_named, named.split(b"\0"))) != then:
        return None
    found = _written_besides(left, tree) if left else None
    if found is None:
        found = _written(*tree)
    if leave and found is not None:
        _left.append((tree, found))
    return found


def _written(folders: bytes, names: bytes, inodes: bytes, *files: bytes) -> list[bytes] | None:
    child = _fork(lambda: _different(*files[2:])) if len(files[2]) > _MANY else None
    try:
        found = _different(*files[:2]) if _listed(folders.split(b"\0"), names, inodes) else None
        if found is not None and child is None:
            found += _different(*files[2:])
    except OSError:
        found = None
    if child is not None:
        more = _answer(*child, wait=found is not None)
        found = found + more if found is not None and more is not None else None
    return found


def _written_besides(
    left: tuple[list[bytes], list[bytes]], tree: list[bytes]
) -> list[bytes] | None:
    """Compare only the files that were written, or that have other stamps in two fingerprints.

    None: the fingerprints are not of the same folders and files.
    """
    other, written = left
    if any(tree[n] != other[n] for n in (0, 1, 2, 3, 5)):
        return None
    doubtful, found = set(written), []
    for n in (3, 5):
        for paths, old, now in _batches_of(tree[n], tree[n + 1], other[n + 1], doubtful):
            pairs = zip(paths, old, now, strict=True)
            several = [(p, a) for p, a, b in pairs if a != b or p in doubtful]
            try:
                found += [path for path, stamp in several if _stamp(os.lstat(path)) != stamp]
            except OSError:
                return None
    return found


def _batches_of(
    files: bytes, stamps: bytes, other: bytes, paths: set[bytes]
) -> Iterator[tuple[list[bytes], list[object], list[object]]]:
    """Yield batches of paths with two stamps each, if they differ or have one of some paths."""
    if stamps == other and not any(path in files for path in paths):
        return
    one = two = 0
    left = iter(files.split(b"\0") if files else ())
    while batch := list(islice(left, _BATCH)):
        old, now = (marshal.loads(data) for data in (stamps[one:], other[two:]))
        yield batch, old, now
        one += len(_dump(old))
        two += len(_dump(now))


def _listed(folders: list[bytes], names: bytes, inodes: bytes) -> bool:
    """Whether folders have the same inodes, and the same names in them."""
    return (
        _dump(map(_inode, map(os.lstat, folders))) == inodes
        and b"/".join([b"\0".join(os.listdir(path)) for path in folders]) == names
    )


def _different(files: bytes, stamps: bytes) -> list[bytes]:
    """Return the paths of files that have other stamps."""
    found = []
    for paths, old, now in _compared(files, stamps):
        if old != now:
            found += [path for path, a, b in zip(paths, old, now, strict=True) if a != b]
    return found


def _compared(
    files: bytes, stamps: bytes
) -> Iterator[tuple[list[bytes], list[object], list[object]]]:
    """Yield batches of paths, with their stamps of then and of now, where they differ."""
    at, left = 0, iter(files.split(b"\0") if files else ())
    while paths := list(islice(left, _BATCH)):
        now: list[object] = list(map(_stamp, map(os.lstat, paths)))
        dumped = _dump(now)
        if stamps.startswith(dumped, at):
            at += len(dumped)
            continue
        old = marshal.loads(stamps[at:])  # of a file that only this user can write
        at += len(_dump(old))
        yield paths, old, now


def _patched(files: bytes, stamps: bytes, new: Mapping[bytes, object]) -> bytes:
    """Return stamps with some replaced."""
    paths, at, pieces = files.split(b"\0"), 0, []
    places = {n for n, path in enumerate(paths) if path in new}
    for start in range(0, len(paths) if places else 0, _BATCH):
        old = marshal.loads(stamps[at:])  # of a file that only this user can write
        size = len(_dump(old))
        for n in places.intersection(range(start, start + len(old))):
            old[n - start] = new[paths[n]]
        pieces.append(_dump(old))
        at += size
    return b"".join(pieces) if places else stamps


def _fork(question: Callable[[], list[bytes]]) -> tuple[int, int] | None:
    """Compare in a second process (git uses threads, core.preloadIndex; Python's share a lock)."""
    if not hasattr(os, "fork") or (os.cpu_count() or 1) < 2:
        return None
    answer, end = os.pipe()
    try:
        child = os.fork()
    except OSError:  # too many processes
        os.close(answer)
        os.close(end)
        return None
    if child == 0:
        try:
            os.close(answer)
            data = memoryview(_dump(question()))
            while data:
                data = data[os.write(end, data) :]
        finally:
            os._exit(0)  # an exception leaves no answer
    os.close(end)
    return child, answer


def _answer(child: int, answer: int, *, wait: bool) -> list[bytes] | None:
    """Return what a second process found out, None if it could not; killed if not needed."""
    if not wait:
        from signal import SIGKILL

        os.kill(child, SIGKILL)
    with open(answer, "rb") as pipe:
        data = pipe.read()
    os.waitpid(child, 0)
    try:
        found: list[bytes] = marshal.loads(data)  # of our own process
    except (EOFError, ValueError):
        return None
    return found


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
    while batch := list(islice(left, _BATCH)):
        yield _dump(batch)


def _dump(stamps: Iterable[object]) -> bytes:
    """Stamps as bytes: equal stamps give equal bytes."""
    return marshal.dumps(list(stamps), 2)  # newer versions depend on reference counts
