"""What a command is about to do to the notes of a vault, so that it can be undone.

It is written before the first note changes, and removed after the last. A process that is killed
leaves it behind; the next command that changes notes of the vault then puts them back. It is kept
in the cache folder, outside the vault: what somebody else's vault brings along is never obeyed.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from hashlib import blake2b
from pathlib import Path
from typing import NamedTuple

import msgspec

from noteweave.vault.cache import storage
from noteweave.vault.errors import OutputError, RequestError
from noteweave.writing.atomic_write import remove_leftovers, replacing


class Content(msgspec.Struct, frozen=True, array_like=True):
    """A file whose content changes."""

    place: bytes
    before: bytes
    after: bytes
    """A digest of what it becomes."""
    is_new: bool = False
    """Whether there is no such file before."""


class Journal(msgspec.Struct, frozen=True, array_like=True):
    """Everything that is about to happen. All paths are absolute, in the file system's bytes."""

    contents: list[Content]
    moves: list[tuple[bytes, bytes]]
    """Files and folders with the places that they get, in the order of the moves."""
    folders: list[bytes]
    """Those that are missing and will be made, the deepest first."""


class Undone(NamedTuple):
    """What came of undoing."""

    restored: int
    """Files and folders that were put back."""
    foreign: list[Path]
    """Files that somebody else has changed since: they stay as they are."""
    failed: list[Path]
    """Files that could not be put back."""


def digest(data: bytes) -> bytes:
    """Return what tells one content from another."""
    return blake2b(data, digest_size=32).digest()


def keep(root: Path, journal: Journal) -> None:
    """Write a vault's journal; where there is no room for it, only a kill cannot be undone."""
    path = _path(root)
    with suppress(OSError):
        storage.private_folder(path)
    storage.write(path, [msgspec.msgpack.encode(journal)])


def exists(root: Path) -> bool:
    """Return whether a command was stopped before it had changed all notes of a vault."""
    return os.path.exists(_path(root))


def load(root: Path) -> Journal | None:
    """Return a vault's journal; None if there is none, or not a whole one."""
    body = storage.read(_path(root))
    if body is None:
        return None
    with suppress(msgspec.DecodeError):
        return msgspec.msgpack.decode(body, type=Journal)
    return None


def forget(root: Path) -> None:
    """Remove a vault's journal: all is done, or all is undone."""
    with suppress(OSError):
        os.unlink(_path(root))


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Keep other processes of noteweave from changing the same vault; a kill ends that, too.

    Raises:
        RequestError: another one does so now.
    """
    try:
        import fcntl
    except ImportError:  # Windows
        yield
        return
    handle = os.open(root, os.O_RDONLY)
    try:
        with suppress(OSError):  # a file system without locks
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise RequestError(
                    f"{root}: another noteweave is changing these notes", "try again after it"
                ) from None
        yield
    finally:
        os.close(handle)


def undo(journal: Journal) -> Undone:
    """Put back whatever was changed; what was not, or not yet, is as it should be already."""
    restored = 0
    foreign: list[Path] = []
    failed: list[Path] = []
    for old, new in reversed(_moves(journal)):
        if _happened(old, new):
            try:
                os.rename(new, old)
                restored += 1
            except OSError:
                failed.append(new)
    for content in journal.contents:
        place = Path(os.fsdecode(content.place))
        try:
            now = place.read_bytes()
            if now == content.before and not content.is_new:
                continue
            if digest(now) != content.after:
                foreign.append(place)
                continue
            if content.is_new:
                os.unlink(place)
            else:
                with replacing(place, follow=True) as stream:
                    stream.write(content.before)
            restored += 1
        except FileNotFoundError:
            if not content.is_new:
                foreign.append(place)
        except (OSError, OutputError):
            failed.append(place)
    for folder in journal.folders:
        with suppress(OSError):  # never made, or somebody else's file is in it
            os.rmdir(folder)
    return Undone(restored, foreign, failed)


def remove_temporary(journal: Journal) -> None:
    """Remove the temporary files that a killed process left beside its notes."""
    for folder in {os.path.dirname(content.place) for content in journal.contents}:
        remove_leftovers(Path(os.fsdecode(folder)), 0)


def _moves(journal: Journal) -> list[tuple[Path, Path]]:
    return [(Path(os.fsdecode(old)), Path(os.fsdecode(new))) for old, new in journal.moves]


def same_file(one: Path, other: Path) -> bool:
    """Return whether two names are of one file, as where the case of letters does not count."""
    return os.path.samestat(os.lstat(one), os.lstat(other))


def _happened(old: Path, new: Path) -> bool:
    """Return whether a file has moved; or may have, where both names are its own."""
    if not os.path.lexists(new):
        return False
    return not os.path.lexists(old) or same_file(old, new)


def _path(root: Path) -> str:
    name = digest(os.fsencode(root.resolve())).hex()[:24]
    return os.path.join(storage.folder(), storage.JOURNALS, name + storage.JOURNAL)
