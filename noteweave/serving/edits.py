"""Edits of notes in two steps: first the patch and a hash, then, with that hash, the writing."""

from __future__ import annotations

import hashlib

from noteweave.graph.check.fix import apply_fixes
from noteweave.graph.query.quoted import exact, marked, quoted
from noteweave.serving.receipts import Answer, Receipt
from noteweave.serving.vault_view import VaultView
from noteweave.vault.errors import RequestError
from noteweave.writing import note_writer
from noteweave.writing.patch import patch


def fix(view: VaultView, note: str = "", codes: str = "", expect: str = "") -> Answer:
    """Apply the certain fixes of the check, or show them as a patch.

    Args:
        view: the vault.
        note: only in this note.
        codes: only of these rules: codes with commas between them.
        expect: the hash that came with the patch; "" writes nothing.

    Raises:
        RequestError: the notes are no longer those of the patch; nothing was written.
    """
    path = view.find_note(note) if note else None
    wanted = {code.strip() for code in codes.split(",") if code.strip()}
    findings = [
        one
        for one in view.session.findings(path)
        if one.path in view.visible and (not wanted or one.code in wanted)
    ]
    found = apply_fixes(view.vault, findings, view.session.settings.checking)
    changes = note_writer.change_contents(view.vault, found.before, found.after)
    told = [(one.path, one.before, one.after) for one in changes]
    now = hashlib.sha256(repr(told).encode(errors="backslashreplace")).hexdigest()[:12]
    if expect and expect != now:
        raise RequestError(
            f"{quoted(expect)[:40]}: the notes are no longer those of this patch; nothing written",
            "ask again without `expect`",
        )
    if expect:
        note_writer.carry_out(view.vault, changes)
        lines = [exact(one.path) for one in changes]
        what = f"notes written, {found.findings} findings fixed"
        return Answer(what, lines, lambda line: Receipt(line, {"path": line}))
    pieces = (b"".join(patch(*(p, p), before, after)) for p, before, after in told)
    shown = [line for piece in pieces for line in piece.decode(errors="replace").split("\n")]
    notes = [f'nothing is written yet; fix(expect="{now}") writes this'] if changes else []
    what = f"lines of a patch for {len(changes)} notes, {found.findings} findings"
    return Answer(what, shown, lambda line: Receipt(marked(line), {"line": exact(line)}), {}, notes)
