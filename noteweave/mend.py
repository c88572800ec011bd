"""Change notes on the disk: only the bytes of a link, each file whole or not at all."""

from __future__ import annotations

import difflib
import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec.msgpack import encode

from noteweave.atomic_write import replacing
from noteweave.graph.check.fix import FixedNotes
from noteweave.graph.edits.edit import Edit, edited
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.errors import OutputError, RequestError
from noteweave.vault.vault import Vault


class Change(NamedTuple):
    """One file before and after."""

    path: str
    """Its vault path."""
    place: Path
    before: bytes
    after: bytes


def changes(vault: Vault, edits: Mapping[str, Sequence[Edit]]) -> list[Change]:
    """Read the notes to be changed and make the edits, in memory.

    Raises:
        RequestError: a note is not UTF-8, is gone, or is no longer what was read.
    """
    found = [_change(vault, path, edits[path]) for path in sorted(edits)]
    return [change for change in found if change.before != change.after]


def mended(vault: Vault, mended: FixedNotes) -> list[Change]:
    """Return the changes that mending comes to.

    Raises:
        RequestError: a note is gone, or is no longer what was read.
    """
    found = []
    for path in sorted(mended.after):
        place = vault.disk_path(path)
        if _read(path, place) != mended.before[path]:
            raise _meanwhile(path)
        found.append(Change(path, place, mended.before[path], mended.after[path]))
    return found


def write(changed: Iterable[Change]) -> None:
    """Write changed files; if one cannot be written, those already written are put back.

    Raises:
        OutputError: a file cannot be written.
    """
    done: list[Change] = []
    try:
        for change in changed:
            with replacing(change.place) as stream:
                stream.write(change.after)
            done.append(change)
    except OutputError:
        for change in done:
            with suppress(OutputError), replacing(change.place) as stream:
                stream.write(change.before)
        raise


def move(places: Mapping[Path, Path]) -> None:
    """Move files; if one cannot be moved, those already moved are put back.

    Raises:
        OutputError: a file cannot be moved.
    """
    done: list[tuple[Path, Path]] = []
    try:
        for old, new in places.items():
            new.parent.mkdir(parents=True, exist_ok=True)
            os.rename(old, new)
            done.append((old, new))
    except OSError as error:
        for old, new in reversed(done):
            with suppress(OSError):
                os.rename(new, old)
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"{old}: cannot be moved ({why})", "check the rights of both") from error


def diff(changed: Iterable[Change], moves: Mapping[str, str] | None = None) -> Iterator[bytes]:
    """Yield a unified diff that `git apply` and `patch -p1` understand."""
    moves = dict(moves or {})
    for change in changed:
        new = moves.pop(change.path, change.path)
        yield from _head(change.path, new)
        lines = difflib.unified_diff(
            _lines(change.before), _lines(change.after), _name("a", change.path), _name("b", new)
        )
        for line in lines:
            yield line.encode("utf-8", "surrogateescape")
            if not line.endswith("\n"):
                yield b"\n\\ No newline at end of file\n"
    for old, new in sorted(moves.items()):
        yield from _head(old, new)


def _change(vault: Vault, path: str, edits: Sequence[Edit]) -> Change:
    place = vault.disk_path(path)
    before = _read(path, place)
    after = edited(before, edits)
    if after is None:
        raise RequestError(
            f"{path}: not UTF-8, so nothing in it is changed", "save it as UTF-8 first"
        )
    now = parse_bytes(path, before, vault.settings.grammar)
    if encode(now) != encode(vault.notes[path]):  # as bytes: a NaN in a property is not itself
        raise _meanwhile(path)
    return Change(path, place, before, after)


def _read(path: str, place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RequestError(f"{path}: cannot be read ({why})", "check its rights") from error


def _head(old: str, new: str) -> Iterator[bytes]:
    yield f"diff --git a/{old} b/{new}\n".encode("utf-8", "surrogateescape")
    if old != new:
        yield f"rename from {old}\nrename to {new}\n".encode("utf-8", "surrogateescape")


def _name(side: str, path: str) -> str:
    return f"{side}/{path}\t" if " " in path else f"{side}/{path}"


def _lines(data: bytes) -> list[str]:
    """Lines as git counts them: ended by a line feed and by nothing else."""
    return [line + "\n" for line in data.decode().split("\n")[:-1]] + [
        last for last in data.decode().split("\n")[-1:] if last
    ]


def _meanwhile(path: str) -> RequestError:
    return RequestError(f"{path}: changed while it was being read", "try again")
