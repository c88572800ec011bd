"""Read and write the files in the cache folder, each whole or not at all.

A file is written under another name and then renamed, so that two runs may overlap; a damaged one
counts as missing, and so does one that another user owns. The folder of each version is private
(mode 0700): the cache contains text of the notes. Imports next to nothing: the stored answer of the
last run is looked up before anything else is imported.
"""

from __future__ import annotations

import os
import sys
import time
import zlib

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

FORMAT = "5"
"""Changes with the form of the files; the version of noteweave is part of the path as well."""
JOURNAL = ".journal"
"""The end of the name of files without which notes could not be put back: not to be cleared."""
JOURNALS = "unfinished"
"""The folder of these files, in the cache folder."""
DATABASES = (".check", ".text")
"""The ends of the names of files in which SQLite keeps tables."""
_MAGIC = b"noteweave-cache\n"
_SQLITE = b"SQLite format 3\0"
_START = len(_MAGIC) + 4
_NEW = ".new-"
_TYPE, _REGULAR, _FOLDER = 0o170000, 0o100000, 0o040000
"""File types of `stat`, without the time it takes to import it."""
_CREATE = os.O_RDWR | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
_OPEN = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0)


def folder() -> str:
    """Return the folder of the files of all versions; `NOTEWEAVE_CACHE` names another."""
    named = os.environ.get("NOTEWEAVE_CACHE")
    if named:
        return named
    if sys.platform == "linux" and not os.environ.get("XDG_CACHE_HOME"):
        return os.path.expanduser(
            "~/.cache/noteweave"
        )  # what platformdirs returns, without 15 ms for its import
    from platformdirs import user_cache_dir

    return user_cache_dir("noteweave", appauthor=False)


def path(version: str, name: str) -> str:
    """Return the path of a file of one version of noteweave."""
    return os.path.join(folder(), f"{version}-{FORMAT}", name)


def read(place: str) -> memoryview | None:
    """Return the content of a cache file; None if it does not exist, is damaged or not ours."""
    data = _content(place)
    if data is None or not data.startswith(_MAGIC) or len(data) < _START:
        return None
    body = memoryview(data)[_START:]
    good = zlib.crc32(body).to_bytes(4, "big") == data[len(_MAGIC) : _START]
    return body if good else None


def written_ns(place: str) -> int:
    """Return when a cache file was written, in nanoseconds since the epoch; 0 if there is none."""
    try:
        return os.stat(place).st_mtime_ns
    except OSError:
        return 0


def _content(place: str) -> bytes | None:
    try:
        handle = os.open(place, _OPEN)  # does not wait for a pipe
        with open(handle, "rb", buffering=0) as stream:
            status = os.fstat(handle)
            if status.st_mode & _TYPE != _REGULAR or not _is_own(status):
                return None
            return stream.read()
    except OSError:
        return None


def is_usable(place: str) -> bool:
    """Whether there is nothing at a place, or a file of the user of this process."""
    try:
        status = os.lstat(place)
    except FileNotFoundError:
        return True
    return status.st_mode & _TYPE == _REGULAR and _is_own(status)


def _is_own(status: os.stat_result) -> bool:
    """Whether a file or folder belongs to the user of this process."""
    return not hasattr(os, "geteuid") or status.st_uid == os.geteuid()


def private_folder(place: str) -> None:
    """Create the folder of a cache file, private to the user.

    Raises:
        OSError: that is not possible, or the folder belongs to another user.
    """
    version = os.path.dirname(place)
    os.makedirs(os.path.dirname(os.path.dirname(version)), exist_ok=True)
    for folder in (os.path.dirname(version), version):
        try:
            os.mkdir(folder, 0o700)
        except FileExistsError:
            continue
    status = os.lstat(version)
    if status.st_mode & _TYPE != _FOLDER or not _is_own(status):
        raise PermissionError(13, "not a folder of this user", version)
    if status.st_mode & 0o077 and os.name == "posix":  # made by an earlier version
        os.chmod(version, 0o700)


def version_folders() -> Iterator[str]:
    """Yield the folders of all versions in the cache folder."""
    import re
    from contextlib import suppress

    version = re.compile(r"[0-9][0-9A-Za-z.+]*-[0-9]+")
    with suppress(OSError), os.scandir(folder()) as found:
        for entry in found:
            if version.fullmatch(entry.name) and entry.is_dir(follow_symlinks=False):
                yield entry.path


def is_own_file(file: os.DirEntry[str]) -> bool:
    """Return whether noteweave has written a file in a version's folder."""
    if not file.is_file(follow_symlinks=False):
        return False
    database = file.name.endswith((*DATABASES, *(f"{ending}-journal" for ending in DATABASES)))
    if not file.stat(follow_symlinks=False).st_size:
        return database or file.name.startswith(_NEW)  # left by a run that was killed early
    try:
        with open(file.path, "rb") as stream:
            return stream.read(len(_MAGIC)) in (_MAGIC, _SQLITE if database else _MAGIC)
    except OSError:
        return False


def write(place: str, pieces: Iterable[bytes | bytearray]) -> None:
    """Write a cache file. A failure is ignored: the cache is optional."""
    from contextlib import suppress

    with suppress(OSError):
        private_folder(place)
        # as `tempfile.mkstemp`, whose import takes longer than the writing
        name = os.path.join(os.path.dirname(place), f"{_NEW}{os.getpid()}-{time.time_ns():x}")
        handle = os.open(name, _CREATE, 0o600)
        try:
            with open(handle, "wb") as stream:
                stream.write(_MAGIC + bytes(4))
                check = 0
                for piece in pieces:
                    stream.write(piece)
                    check = zlib.crc32(piece, check)
                stream.seek(len(_MAGIC))
                stream.write(check.to_bytes(4, "big"))
            os.replace(name, place)
        finally:
            with suppress(FileNotFoundError):
                os.unlink(name)


def pack(*parts: bytes | bytearray) -> list[bytes | bytearray]:
    """Return parts as the pieces of one text, which `unpack` divides again."""
    return [piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)]


def unpack(body: memoryview) -> list[memoryview]:
    """Return the parts that were given to `pack`.

    Raises:
        ValueError: the text was not made by `pack`.
    """
    parts, at = [], 0
    while at < len(body):
        end = at + 8 + int.from_bytes(body[at : at + 8], "big")
        if end > len(body):
            raise ValueError("a part is cut off")
        parts.append(body[at + 8 : end])
        at = end
    return parts


def newest(version: str, suffix: str, count: int) -> None:
    """Delete all files with a suffix but the newest `count`."""
    from contextlib import suppress

    with suppress(OSError):
        with os.scandir(os.path.dirname(path(version, ""))) as found:
            files = [
                (entry.stat().st_mtime_ns, entry.path)
                for entry in found
                if entry.name.endswith(suffix) and is_own_file(entry)
            ]
        for _, place in sorted(files, reverse=True)[count:]:
            os.unlink(place)
