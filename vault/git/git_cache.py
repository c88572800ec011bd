"""What was read from a repository once, in noteweave's own cache folder.

Nothing is kept inside the repository: it may come from elsewhere, and decides neither where we
write nor what we read back.
"""

from __future__ import annotations

import os
from hashlib import sha256
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
    body = storage.read(_place(repository, name))
    try:
        return None if body is None else msgspec.msgpack.decode(body, type=type_)
    except msgspec.MsgspecError:
        return None


def save(repository: Repository, name: str, value: object) -> None:
    """Save a value under a name; a failed write is ignored."""
    storage.write(_place(repository, name), [msgspec.msgpack.encode(value)])
    storage.newest(__version__, f".{name}", _REPOSITORIES)


def _place(repository: Repository, name: str) -> str:
    key = os.fsencode(os.path.realpath(repository.git_folder))
    return storage.path(__version__, f"{sha256(key).hexdigest()[:16]}.{name}")
