"""Change notes: plan all changes, then write all of them, or none.

Every command that changes notes does it here. Whatever stops it between the first note and the last
(a note that cannot be written, a full disk, Ctrl-C), everything is put back; after a kill the next
command does so, see `note_journal`. Only the bytes that a change names become others: byte order
mark, line ends and a missing last line end stay.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from pathlib import Path
from typing import NamedTuple

from msgspec.msgpack import encode

from noteweave.graph.edits.edit import Edit, edited
from noteweave.terminal import plain
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.errors import OutputError, RequestError
from noteweave.vault.messages import _, ngettext
from noteweave.vault.vault import Vault
from noteweave.writing import note_journal
from noteweave.writing.atomic_write import WRITABLE, TemporaryFolders, cannot_write
from noteweave.writing.deferred_signals import DeferredSignals
from noteweave.writing.note_journal import Content, Journal, Undone, digest
from noteweave.writing.patch import patch

_BOM = b"\xef\xbb\xbf"


class Change(NamedTuple):
    """One note before and after."""

    path: str
    """Its vault path."""
    place: Path
    """Where it is on the disk."""
    before: bytes
    after: bytes
    is_new: bool = False
    """Whether the note is not there yet; then `before` is empty."""


def create_note(vault: Vault, path: str, content: bytes) -> Change:
    """Plan to write a note that is not there yet; `carry_out` never replaces a file by it."""
    return Change(path, vault.disk_path(path), b"", content, is_new=True)


def change_text(vault: Vault, path: str, change: Callable[[str], str | None]) -> Change | None:
    """Plan to change a note's text by a function.

    None: the note is gone, is not UTF-8 (what cannot be read whole is not written), or `change`
    says that it cannot be made.
    """
    place = vault.disk_path(path)
    try:
        before = place.read_bytes()
        text = before.removeprefix(_BOM).decode()
    except (OSError, UnicodeDecodeError):
        return None
    after = change(text)
    if after is None:
        return None
    mark = _BOM if before.startswith(_BOM) else b""
    return Change(path, place, before, mark + after.encode())


def change_edits(vault: Vault, edits: Mapping[str, Sequence[Edit]]) -> list[Change]:
    """Plan edits at places in the notes as they were read.

    Raises:
        RequestError: a note is not UTF-8, is gone, or is no longer what was read.
    """
    return [_edited(vault, path, edits[path]) for path in sorted(edits)]


def change_contents(
    vault: Vault, before: Mapping[str, bytes], after: Mapping[str, bytes]
) -> list[Change]:
    """Plan to give notes another content."""
    return [
        Change(path, vault.disk_path(path), before[path], after[path]) for path in sorted(after)
    ]


def carry_out(
    vault: Vault,
    changes: Iterable[Change],
    moves: Mapping[Path, Path] | None = None,
    *,
    diff: bool = False,
    dry_run: bool = False,
) -> list[Change]:
    """Write changes, or print them as a patch (`diff`), or neither; return those that are some.

    Nothing but a patch is printed here: whether the output can be written decides nothing.

    Args:
        vault: what the notes belong to.
        changes: of any notes, each at most once.
        moves: files, and where they move; where notes are written, a folder may move as one.
        diff: whether to print a patch and to write nothing.
        dry_run: whether to do nothing.

    Raises:
        OutputError: a note cannot be written, or not be moved.
        RequestError: a note is no longer what was read, a new one is there already, or another
            process changes the notes.
    """
    changes = [change for change in changes if change.is_new or change.before != change.after]
    moves = moves or {}
    if diff:
        for piece in _patch(vault.root, changes, moves):
            sys.stdout.buffer.write(piece)
    elif not dry_run and (changes or moves):
        _write(vault.root, changes, moves)
    return changes


def recover(root: Path, *, write: bool) -> None:
    """Put back what a command that was killed left half done; to be called before notes are read.

    Args:
        root: the vault.
        write: whether notes may be written; else it is only said that there is something to do.

    Raises:
        OutputError: it cannot be put back.
        RequestError: another process changes the notes now.
    """
    if not note_journal.exists(root) or not root.is_dir():
        return
    with DeferredSignals(), note_journal.locked(root):
        journal = note_journal.load(root)
        if not write:
            if journal is not None:
                _tell(
                    _(
                        "a command was killed while it changed notes here; "
                        "the next one that writes puts them back"
                    )
                )
            return
        if journal is not None:
            note_journal.remove_temporary(journal)
            undone = note_journal.undo(journal)
            _raise_for(undone)
            restored = ngettext(
                "a command was killed while it changed notes here; {n} file put back",
                "a command was killed while it changed notes here; {n} files put back",
                undone.restored,
            )
            _tell(restored)
            for place in undone.foreign:
                _tell(_("{place}: changed since then, left as it is").format(place=place))
        note_journal.forget(root)


def _write(root: Path, changes: list[Change], moves: Mapping[Path, Path]) -> None:
    journal = _journal(changes, moves)
    with DeferredSignals() as signals, note_journal.locked(root):
        signals.check()
        for change in changes:
            if change.is_new and os.path.lexists(change.place):
                raise _is_there(change)
        note_journal.keep(root, journal)
        try:
            _replace(changes, signals)
            for old, new in moves.items():
                signals.check()
                _move(old, new)
            signals.check()
        except BaseException as error:
            undone = note_journal.undo(journal)
            if undone.failed:
                _tell(
                    _("{place}: could not be put back; the next change tries again").format(
                        place=undone.failed[0]
                    )
                )
                raise
            note_journal.forget(root)
            if isinstance(error, KeyboardInterrupt):
                _tell(_("interrupted; no note was changed"))
            raise
        note_journal.forget(root)


def _journal(changes: list[Change], moves: Mapping[Path, Path]) -> Journal:
    """Write down everything that will happen, before it does."""
    contents = [
        Content(
            os.fsencode(change.place.resolve()), change.before, digest(change.after), change.is_new
        )
        for change in changes
    ]
    absolute = [(Path(os.path.abspath(old)), Path(os.path.abspath(new))) for old, new in
                moves.items()]  # fmt: skip
    created = [new for _, new in absolute]
    created += [Path(os.path.abspath(change.place)) for change in changes if change.is_new]
    missing = {folder for new in created for folder in new.parents if not folder.exists()}
    deepest_first = sorted(missing, key=lambda folder: len(folder.parts), reverse=True)
    return Journal(
        contents,
        [(os.fsencode(old), os.fsencode(new)) for old, new in absolute],
        [os.fsencode(folder) for folder in deepest_first],
    )


def _replace(changes: list[Change], signals: DeferredSignals) -> None:
    """Write all new files beside the old ones first, so that a full disk is noticed in time."""
    with TemporaryFolders() as folders:
        new = []
        for change in changes:
            signals.check()
            try:
                if change.is_new:
                    change.place.parent.mkdir(parents=True, exist_ok=True)
                new.append(folders.write(change.place.resolve(), change.after))
            except OSError as error:
                raise cannot_write(change.place, error, WRITABLE) from error
        for change, name in zip(changes, new, strict=True):
            signals.check()
            if not change.is_new and _read(change.path, change.place) != change.before:
                raise _changed_meanwhile(change.path)
            try:
                if change.is_new:
                    _create(name, change.place)
                else:
                    os.replace(name, change.place.resolve())
            except FileExistsError as error:
                raise _is_there(change) from error
            except OSError as error:
                raise cannot_write(change.place, error, WRITABLE) from error


def _create(name: str, place: Path) -> None:
    """Give a finished file its name, unless a file has that name.

    Raises:
        FileExistsError: it has.
    """
    if os.path.lexists(place):
        raise FileExistsError(17, "there is such a file already")
    try:
        os.link(name, place)  # fails where a file came between
    except (AttributeError, NotImplementedError, PermissionError):  # no such links here
        os.rename(name, place)


def _move(old: Path, new: Path) -> None:
    try:
        new.parent.mkdir(parents=True, exist_ok=True)
        taken = os.path.lexists(new) and not note_journal.same_file(old, new)
        if taken and not old.is_dir():  # the system refuses a folder that is not empty
            raise FileExistsError(17, "there is such a file already")
        os.rename(old, new)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OutputError(
            f"{old}: cannot be moved to {new} ({why})", "check the permissions of both folders"
        ) from error


def _patch(root: Path, changes: list[Change], moves: Mapping[Path, Path]) -> Iterator[bytes]:
    """Yield a patch of all changes, then of the files that only move."""
    rest = dict(moves)
    for change in changes:
        new = rest.pop(change.place, change.place)
        names = _name(root, change.place), _name(root, new)
        yield from patch(*names, change.before, change.after, is_new=change.is_new)
    for old, new in sorted(rest.items()):
        yield from patch(_name(root, old), _name(root, new), b"", b"")


def _name(root: Path, place: Path) -> str:
    return place.relative_to(root).as_posix()


def _edited(vault: Vault, path: str, edits: Sequence[Edit]) -> Change:
    place = vault.disk_path(path)
    before = _read(path, place)
    after = edited(before, edits)
    if after is None:
        raise RequestError(
            f"{path}: not UTF-8, so nothing in it is changed", "save it as UTF-8 first"
        )
    now = parse_bytes(path, before, vault.settings.grammar)
    if encode(now) != encode(vault.notes[path]):  # as bytes: a NaN in a property is not itself
        raise _changed_meanwhile(path)
    return Change(path, place, before, after)


def _read(path: str, place: Path) -> bytes:
    try:
        return place.read_bytes()
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise RequestError(f"{path}: cannot be read ({why})", "check its permissions") from error


def _is_there(change: Change) -> RequestError:
    return RequestError(f"{change.path}: is there already", "it is not replaced; try again")


def _changed_meanwhile(path: str) -> RequestError:
    return RequestError(f"{path}: changed while it was being read", "try again")


def _raise_for(undone: Undone) -> None:
    if undone.failed:
        raise OutputError(
            f"{undone.failed[0]}: a command was killed while it changed this, "
            "and it cannot be put back",
            WRITABLE,
        )


def _tell(message: str) -> None:
    with suppress(OSError):  # nobody hears it: no reason to stop
        print(f"noteweave: {plain(message)}", file=sys.stderr)
