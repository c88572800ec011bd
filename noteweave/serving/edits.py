"""Edits of notes in two steps: first the patch and a hash, then, with that hash, the writing.

The hash is made of every file that is written or moved, as it is and as it will be: if one of them
was changed in between, the second step writes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from noteweave.graph.check.fix import apply_fixes
from noteweave.graph.query.quoted import CLOSE, OPEN, exact, quoted
from noteweave.serving.receipts import Answer, Receipt
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import RequestError
from noteweave.writing import note_writer
from noteweave.writing.note_writer import Change
from noteweave.writing.patch import patch
from noteweave.writing.renaming import plan_renaming


class _Edit(NamedTuple):
    """All that one call may write."""

    tool: str
    changes: list[Change]
    moved: Mapping[str, str]
    """Old vault path -> new vault path."""
    moves: Mapping[Path, Path]
    """The same on the disk."""
    what: str
    """What it amounts to."""


def fix(
    view: VaultView, note: str = "", folder: str = "", codes: str = "", expect: str = ""
) -> Answer:
    """Apply the certain fixes of the check, or show them as a patch.

    Args:
        view: the vault.
        note: only in this note.
        folder: only below this folder.
        codes: only of these rules: codes with commas between them.
        expect: the hash that came with the patch; "" writes nothing.

    Raises:
        RequestError: the notes are no longer those of the patch; nothing was written.
    """
    path = view.find_note(note) if note else None
    below = f"{folder.strip('/')}/" if folder.strip("/") else ""
    wanted = {code.strip() for code in codes.split(",") if code.strip()}
    findings = [
        one
        for one in view.findings(path)
        if one.path in view.visible
        and one.path.startswith(below)
        and (not wanted or one.code in wanted)
        and not view.tells_of_hidden(one)
    ]
    found = apply_fixes(view.vault, findings, view.checking)
    changes = note_writer.change_contents(view.vault, found.before, found.after)
    return _two_steps(view, _Edit("fix", changes, {}, {}, f"{found.findings} findings"), expect)


def rename(view: VaultView, note: str, to: str, expect: str = "") -> Answer:
    """Move a note, or rename a heading, a block or a tag, and rewrite every link; or show that.

    Args:
        view: the vault.
        note: a note; `note#heading` or `note#^block`; or `#tag`.
        to: its new name, or a path if it has a slash; the new text of a heading, block or tag.
        expect: the hash that came with the patch; "" writes nothing.

    Raises:
        RequestError: it cannot be renamed so, or the notes are no longer those of the patch;
            nothing was written.
    """
    old = _named(view, note)
    try:
        planned = plan_renaming(view.resolved, old, to)
    except RequestError as error:
        if any(path in error.message for path in view.vault.notes if path not in view.visible):
            raise RequestError("a note that is not shown stands in the way", "") from None
        raise RequestError(quoted(error.message), quoted(error.hint)) from None
    edits = planned.planned.edits
    links = sum(len(edits[change.path]) for change in planned.changes)
    moved = planned.planned.moves
    what = f"{links} {'links' if moved else 'places'}"
    edit = _Edit("rename", planned.changes, moved, planned.places, what)
    return _two_steps(view, edit, expect)


def _named(view: VaultView, note: str) -> str:
    """Return a name with the whole path of the note in it: nothing else is looked for."""
    if note in view.visible or "#" not in note:
        return view.find_note(note)
    name, _, part = note.partition("#")
    return f"{view.find_note(name) if name else ''}#{part}"


def _two_steps(view: VaultView, edit: _Edit, expect: str) -> Answer:
    changes = [one for one in edit.changes if one.before != one.after]
    moves = [(old, new, view.hash(old)) for old, new in sorted(edit.moved.items())]
    told = [(one.path, one.before, one.after) for one in changes]
    now = hashlib.sha256(repr((told, moves)).encode(errors="backslashreplace")).hexdigest()[:12]
    if expect and expect != now:
        raise RequestError(
            f"{quoted(expect)[:40]}: the notes are no longer those of this patch; nothing written",
            "ask again without `expect`",
        )
    if expect:
        note_writer.carry_out(view.vault, changes, edit.moves)
        view.written = True
        return _done(view, edit, changes)
    hidden = [one for one in changes if one.path not in view.visible]
    lines = list(_lines(view, edit, changes))
    notes = [f"{len(hidden)} more notes that are not shown are changed, too"] * bool(hidden)
    if changes or moves:
        notes.append(f'nothing is written yet; call again with expect="{now}" to write this')
    what = f"lines of a patch for {_counted(len(changes) - len(hidden), 'note')}, {edit.what}"
    return Answer(what, lines, _patch_line, {}, notes)


def _done(view: VaultView, edit: _Edit, changes: list[Change]) -> Answer:
    lines = [f"{exact(old)} -> {exact(new)}" for old, new in sorted(edit.moved.items())]
    lines += [exact(one.path) for one in changes if one.path in view.visible]
    what = f"notes written, {edit.what} {'fixed' if edit.tool == 'fix' else 'rewritten'}"
    return Answer(what, lines, lambda line: Receipt(line, {"path": line}))


def _lines(view: VaultView, edit: _Edit, changes: list[Change]) -> Iterator[str]:
    """Yield the lines of the patch of the notes that may be shown, those that move first."""
    changed = {one.path: one for one in changes}
    for old, new in sorted(edit.moved.items()):
        one = changed.pop(old, None)
        yield from _split(patch(old, new, *((one.before, one.after) if one else (b"", b""))))
    for path, one in changed.items():
        if path in view.visible:
            yield from _split(patch(path, path, one.before, one.after))


def _split(pieces: Iterator[bytes]) -> Iterator[str]:
    for line in b"".join(pieces).decode(errors="replace").removesuffix("\n").split("\n"):
        yield line.removesuffix("\t") if line.startswith(("--- ", "+++ ")) else line


def _patch_line(line: str) -> Receipt:
    shown = exact(line)
    return Receipt(f"{OPEN}{shown}{CLOSE}", {"sentence": shown})


def _counted(number: int, what: str) -> str:
    return f"{number} {what}" if number == 1 else f"{number} {what}s"
