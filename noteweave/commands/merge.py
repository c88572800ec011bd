"""`noteweave merge`: append one note to another, and redirect every link to it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._options import PreviewOptions, ProfileName, ReadOptions, Root
from noteweave.vault.errors import RequestError
from noteweave.vault.messages import _, counted

TRASH = ".trash"
"""Where Obsidian puts deleted notes, too; no app lists it."""


def merge(
    note: Annotated[str, typer.Argument(metavar="NOTE", help="The note that is appended.")],
    into: Annotated[str, typer.Argument(metavar="INTO", help="The note that stays.")],
    vault: Root = Path(),
    profile: ProfileName = None,
    *,
    preview: PreviewOptions,
) -> None:
    """Append NOTE to INTO, and redirect every link to it.

    Properties that INTO lacks are added to it; those that both have keep the value of INTO. The
    file of NOTE moves into the folder `.trash` of the vault. If a link cannot be kept, or both
    notes have the same block id or footnote, nothing is changed.
    """
    from noteweave.graph.edits.merge import dropped_properties, plan_merge
    from noteweave.graph.query.lookup import find_note
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.terminal import plain, say
    from noteweave.writing import note_writer
    from noteweave.writing.renaming import conflict

    preview.recover(vault)
    resolved = resolve(ReadOptions(profile).open(vault))
    source, target = find_note(resolved, note), find_note(resolved, into)
    planned = plan_merge(resolved, source, target)
    if planned.conflicts:
        raise conflict(planned)
    place = resolved.vault.root / TRASH / source
    if place.exists():
        raise RequestError(f"{TRASH}/{source}: this file exists already", "delete it first")
    changed = note_writer.carry_out(
        resolved.vault,
        note_writer.change_edits(resolved.vault, planned.edits),
        {resolved.vault.disk_path(source): place},
        diff=preview.diff,
        dry_run=preview.dry_run,
    )
    if not preview.diff:
        done = (
            _("{note}: would be merged into {into}; the file is in {trash}/")
            if preview.dry_run
            else _("{note}: merged into {into}; the file is in {trash}/")
        )
        say(done.format(note=plain(source), into=plain(target), trash=TRASH))
        notes = resolved.vault.notes
        dropped = dropped_properties(notes[source], notes[target])
        if dropped:
            left = _("not taken over, because both notes have them: {properties}")
            say(left.format(properties=", ".join(map(plain, dropped))))
        say(_("{notes} changed").format(notes=counted(len(changed), "note")))
        for change in changed:
            say(f"  {plain(change.path)}")
