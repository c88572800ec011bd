"""What is kept from run to run: whole files in one folder outside the vault, or nothing.

A file is written beside and then put in place, so two runs may meet; one that is damaged counts as
none. Imports next to nothing: the answer of last time is found here before anything else is.
"""

from __future__ import annotations

import os
import sys
import zlib

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from collections.abc import Iterable

FORMAT = "4"
"""Changes whenever what is kept does; the version of noteweave counts as well."""
JOURNAL = ".journal"
"""The end of the name of files without which notes could not be put back: not to be cleared."""
_MAGIC = b"noteweave-cache\n"
_START = len(_MAGIC) + 4


def folder() -> str:
    """Return where the files of all versions are kept; `NOTEWEAVE_CACHE` names another place."""
    named = os.environ.get("NOTEWEAVE_CACHE")
    if named:
        return named
    if sys.platform == "linux" and not os.environ.get("XDG_CACHE_HOME"):
        return os.path.expanduser("~/.cache/noteweave")  # what platformdirs says, 15 ms later
    from platformdirs import user_cache_dir

    return user_cache_dir("noteweave", appauthor=False)


def path(version: str, name: str) -> str:
    """Return where a version of noteweave keeps a file."""
    return os.path.join(folder(), f"{version}-{FORMAT}", name)


def read(place: str) -> memoryview | None:
    """Read a file of ours; None if it is not there, or not whole."""
    try:
        with open(place, "rb", buffering=0) as stream:
            data = stream.read()
    except OSError:
        return None
    if not data.startswith(_MAGIC) or len(data) < _START:
        return None
    body = memoryview(data)[_START:]
    good = zlib.crc32(body).to_bytes(4, "big") == data[len(_MAGIC) : _START]
    return body if good else None


def write(place: str, pieces: Iterable[bytes | bytearray]) -> None:
    """Put a file of ours in place; what cannot be written is not kept, and nobody needs to know."""
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
    """Return parts as pieces from which `unpack` makes them again."""
    return [piece for part in parts for piece in (len(part).to_bytes(8, "big"), part)]


def unpack(body: memoryview) -> list[memoryview]:
    """Return the parts that `pack` was given."""
    parts, at = [], 0
    while at < len(body):
        end = at + 8 + int.from_bytes(body[at : at + 8], "big")
        parts.append(body[at + 8 : end])
        at = end
    return parts


def newest(version: str, suffix: str, count: int) -> None:
    """Keep only the newest files of one kind."""
    from contextlib import suppress

    with suppress(OSError):
        with os.scandir(os.path.dirname(path(version, ""))) as found:
            files = [(entry.stat().st_mtime_ns, entry.path) for entry in found
                     if entry.name.endswith(suffix)]  # fmt: skip
        for _, place in sorted(files, reverse=True)[count:]:
            os.unlink(place)
