"""`noteweave rename`: move a note and rewrite every link to it."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._options import PreviewOptions, ProfileName, ReadOptions, Root
from noteweave.vault.messages import _, counted

if TYPE_CHECKING:
    from noteweave.graph.edits.rename import Plan
    from noteweave.graph.resolve.resolved_vault import ResolvedVault
    from noteweave.writing.note_writer import Change


def rename(
    old: Annotated[
        str, typer.Argument(metavar="OLD", help="The name or path of a file, or a folder.")
    ],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name or path.")],
    vault: Root = Path(),
    profile: ProfileName = None,
    *,
    preview: PreviewOptions,
) -> None:
    """Move a note, an attachment or a folder, or rename a heading, block or tag.

    Every link to it is rewritten. `NOTE#heading` and `NOTE#^block` name a part of a note, `#tag` a
    tag with all tags nested in it; NEW is then a text, an id or a tag.

    A NEW without a slash is a name in the same folder; with a slash it is a path in the vault
    (`/Name` is at the top, `folder/` keeps the name). In other notes only links whose target would
    change are rewritten, in the form they have. If a link cannot be kept, nothing is changed.
    """
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.writing import note_writer
    from noteweave.writing.renaming import plan_renaming

    preview.recover(vault)
    resolved = resolve(ReadOptions(profile).open(vault))
    renaming = plan_renaming(resolved, old, new)
    changed = note_writer.carry_out(
        resolved.vault,
        renaming.changes,
        renaming.files if preview.diff else renaming.places,
        diff=preview.diff,
        dry_run=preview.dry_run,
    )
    if not preview.diff:
        _say(renaming.planned, changed, dry=preview.dry_run)
        _warn_of_symbolic_links(resolved, renaming.planned.moves)


def _warn_of_symbolic_links(resolved: ResolvedVault, moves: Mapping[str, str]) -> None:
    """Name the symbolic links of the vault that led to a moved file."""
    from noteweave.terminal import plain, say

    moved = {(resolved.vault.root / path).resolve() for path in moves}
    for path, file in resolved.vault.files.items():
        if file.ignored and path not in moves:
            place = resolved.vault.disk_path(path)
            if place.is_symlink() and place.resolve() in moved:
                say(_("{path}: this symbolic link leads to the old path").format(path=plain(path)))


def _say(planned: Plan, changed: list[Change], *, dry: bool) -> None:
    from noteweave.terminal import say

    for old, new in planned.moves.items():
        moved = _("would move {old} -> {new}") if dry else _("moved {old} -> {new}")
        say(moved.format(old=old, new=new))
    links = sum(len(planned.edits[change.path]) for change in changed)
    if links:
        what = "link" if planned.moves else "place"
        say(
            _("{links} in {notes}").format(
                links=counted(links, what), notes=counted(len(changed), "note")
            )
        )
        for change in changed:
            say(f"  {change.path}")
