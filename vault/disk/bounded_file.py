"""Read files that other programs wrote, whatever stands in their place.

Such a file may be a FIFO that nobody writes to, a device without an end, or larger than any
settings are. It is opened without waiting, and read only if it is a regular file of a usual size.
"""

from __future__ import annotations

import os
import stat
from typing import Any

from noteweave.vault.parsing import json_text

LARGEST = 16 << 20
"""Bytes of the largest settings or ignore file that is read."""

_OPEN = (
    os.O_RDONLY
    | getattr(os, "O_NONBLOCK", 0)
    | getattr(os, "O_CLOEXEC", 0)
    | getattr(os, "O_BINARY", 0)
)


class UnusableFileError(Exception):
    """A file is there, but cannot be used; the message says why."""


def read_bytes(path: str | os.PathLike[str], largest: int = LARGEST) -> bytes | None:
    """Return what a file holds; None if there is none.

    Raises:
        UnusableFileError: it is not a regular file, is too large, or may not be read.
    """
    try:
        file = os.open(path, _OPEN)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or str(error)
        raise UnusableFileError(f"cannot be read ({reason.lower()})") from error
    try:
        if not stat.S_ISREG(os.fstat(file).st_mode):
            raise UnusableFileError("is not a regular file")
        pieces, size = [], 0
        while piece := os.read(file, 1 << 20):
            size += len(piece)
            if size > largest:
                raise UnusableFileError(f"is larger than {largest >> 20} MiB")
            pieces.append(piece)
        return b"".join(pieces)
    except OSError as error:
        raise UnusableFileError(f"cannot be read ({str(error.strerror).lower()})") from error
    finally:
        os.close(file)


def read_text(path: str | os.PathLike[str]) -> str:
    """Return the text of a file; "" if there is none. What is not UTF-8 becomes U+FFFD.

    Raises:
        UnusableFileError: see `read_bytes`.
    """
    return (read_bytes(path) or b"").decode("utf-8-sig", "replace")


def read_json_object(path: str | os.PathLike[str]) -> dict[str, Any]:
    """Return the object in a JSON file; an empty one if there is no file or nothing in it.

    Raises:
        UnusableFileError: it cannot be read, is not JSON, or holds no object.
    """
    text = read_text(path)
    if not text.strip():
        return {}
    try:
        value = json_text.parse(text)
    except json_text.JsonError as error:
        raise UnusableFileError(
            f"is not JSON (line {error.line}, column {error.column}: {error.message.lower()})"
        ) from error
    if not isinstance(value, dict):
        raise UnusableFileError("is not a JSON object")
    return value
