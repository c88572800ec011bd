"""What was read from a repository once, in noteweave's own cache folder.

Nothing is kept inside the repository: it may come from elsewhere, and decides neither where we
write nor what we read back.
"""

from __future__ import annotations

import os
import zlib
from typing import TypeVar

import msgspec

from noteweave.vault import __version__
from noteweave.vault.cache import storage
from noteweave.vault.git.repository import Repository

Kept = TypeVar("Kept")
_REPOSITORIES = 32
"""Files of one name that are kept, one for each repository used last."""


def load(repository: Repository, name: str, type_: type[Kept]) -> Kept | None:
    """Return what was saved for a repository under a name; None if nothing, or of another type."""
    owner = _owner(repository)
    body = storage.read(_place(owner, name))
    if body is None or body[: len(owner)] != owner:
        return None
    try:
        return msgspec.msgpack.decode(body[len(owner) :], type=type_)
    except msgspec.MsgspecError:
        return None


def save(repository: Repository, name: str, value: object) -> None:
    """Save a value under a name; a failed write is ignored."""
    owner = _owner(repository)
    storage.write(_place(owner, name), [owner, msgspec.msgpack.encode(value)])
    storage.newest(__version__, f".{name}", _REPOSITORIES)


def _owner(repository: Repository) -> bytes:
    """Return what a file begins with: the repository's path, which its name only abbreviates."""
    return os.fsencode(os.path.realpath(repository.git_folder)) + b"\0"


def _place(owner: bytes, name: str) -> str:
    return storage.path(__version__, f"{zlib.crc32(owner):08x}.{name}")
