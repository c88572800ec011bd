"""Read and write the files in the cache folder, each whole or not at all.

A file is written under another name and then renamed, so that two runs may overlap; a damaged one
counts as missing. Imports next to nothing: the stored answer of the last run is looked up before
anything else is imported.
"""

from __future__ import annotations

import os
import sys
import zlib

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "5"
"""Changes with the form of the files; the version of noteweave is part of the path as well."""
JOURNAL = ".journal"
"""The end of the name of files without which notes could not be put back: not to be cleared."""
_MAGIC = b"noteweave-cache\n"
_START = len(_MAGIC) + 4


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
    """Return the content of a cache file; None if it does not exist or is damaged."""
    try:
        with open(place, "rb", buffering=0, opener=_open_regular) as stream:
            data = stream.read()
    except OSError:
        return None
    if not data.startswith(_MAGIC) or len(data) < _START:
        return None
    body = memoryview(data)[_START:]
    good = zlib.crc32(body).to_bytes(4, "big") == data[len(_MAGIC) : _START]
    return body if good else None


def _open_regular(place: str, flags: int) -> int:
    """Open a regular file; a FIFO in its place is not waited for."""
    file = os.open(place, flags | getattr(os, "O_NONBLOCK", 0))
    if os.fstat(file).st_mode & 0o170000 != 0o100000:
        os.close(file)
        raise OSError
    return file


def write(place: str, pieces: Iterable[bytes | bytearray]) -> None:
    """Write a cache file. A failure is ignored: the cache is optional."""
    import tempfile
    from contextlib import suppress

    with suppress(OSError):
        os.makedirs(os.path.dirname(place), exist_ok=True)
        handle, name = tempfile.mkstemp(prefix=".new-", dir=os.path.dirname(place))
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
    """Return the parts that were given to `pack`."""
    parts, at = [], 0
    while at < len(body):
        end = at + 8 + int.from_bytes(body[at : at + 8], "big")
        parts.append(body[at + 8 : end])
        at = end
    return parts


def newest(version: str, suffix: str, count: int) -> None:
    """Delete all files with a suffix but the newest `count`."""
    from contextlib import suppress

    with suppress(OSError):
        with os.scandir(os.path.dirname(path(version, ""))) as found:
            files = [(entry.stat().st_mtime_ns, entry.path) for entry in found
                     if entry.name.endswith(suffix)]  # fmt: skip
        for _, place in sorted(files, reverse=True)[count:]:
            os.unlink(place)
