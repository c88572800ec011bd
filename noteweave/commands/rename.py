"""`noteweave rename`: move a note and rewrite every link to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._vault_options import ProfileName, open_vault
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    from noteweave.graph.edits.rename import Plan
    from noteweave.graph.resolve.resolved_vault import ResolvedVault
    from noteweave.writing.note_writer import Change


def rename(
    old: Annotated[str, typer.Argument(metavar="OLD", help="A note's name or path, or a folder.")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="Its new name or path.")],
    vault: Annotated[
        Path, typer.Argument(metavar="VAULT", help="The folder of notes.", show_default="this one")
    ] = Path(),
    dry_run: Annotated[
        bool, typer.Option("--dry-run", "-n", help="Say what would change, and change nothing.")
    ] = False,
    diff: Annotated[
        bool, typer.Option("--diff", help="Print the change as a diff, and change nothing.")
    ] = False,
    profile: ProfileName = None,
) -> None:
    """Move a note, an attachment or a folder, and rewrite every link to it.

    A NEW without a slash is a name beside the old one; with a slash it is a path in the vault
    (`/Name` at its top, `folder/` keeps the name). Of the other notes only links that would lead
    elsewhere are rewritten, as short as they were and in the way they were written. If one link
    cannot be kept, nothing is changed.
    """
    from noteweave.graph.edits.rename import plan
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.writing import note_writer

    note_writer.recover(vault, write=not (dry_run or diff))
    resolved = resolve(open_vault(vault, profile))
    moves = _moves(resolved, old, new)
    planned = plan(resolved, moves)
    if planned.conflicts:
        raise _conflict(planned)
    changed = note_writer.carry_out(
        resolved.vault,
        note_writer.change_edits(resolved.vault, planned.edits),
        _files(resolved, moves) if diff else _places(resolved, moves, old.strip("/")),
        diff=diff,
        dry_run=dry_run,
    )
    if not diff:
        _say(planned, changed, "would move" if dry_run else "moved")


def _moves(resolved: ResolvedVault, old: str, new: str) -> dict[str, str]:
    """Every file that moves, and where to."""
    from noteweave.graph.query.lookup import find_file

    files = resolved.vault.files
    path = old.strip("/")
    below = [p for p in files if p.startswith(f"{path}/")]
    if path not in files and below:
        target = _placed(path, new, "")
        moves = {p: target + p.removeprefix(path) for p in below}
    else:
        path = find_file(resolved, old)
        name = path.rpartition("/")[2]
        ending = name[name.rfind(".") :] if "." in name else ""
        moves = {path: _placed(path, new, ending)}
    _refuse_to_overwrite(resolved, moves)
    return moves


def _files(resolved: ResolvedVault, moves: dict[str, str]) -> dict[Path, Path]:
    """Every file that moves, and where to, on the disk."""
    vault = resolved.vault
    return {vault.disk_path(path): vault.root / new for path, new in moves.items()}


def _places(resolved: ResolvedVault, moves: dict[str, str], old: str) -> dict[Path, Path]:
    """What to move on the disk: a folder whole, with what the vault does not show."""
    root = resolved.vault.root
    if old in resolved.vault.files or not all(path.startswith(f"{old}/") for path in moves):
        return _files(resolved, moves)
    path, new = next(iter(moves.items()))
    return {root / old: root / new.removesuffix(path.removeprefix(old))}


def _placed(path: str, new: str, ending: str) -> str:
    """The vault path that a NEW means for a file; it keeps its ending."""
    folder, _, name = path.rpartition("/")
    if new.endswith("/"):
        target = f"{new}{name}"
    elif "/" in new:
        target = new
    else:
        target = f"{folder}/{new}" if folder else new
    parts = target.strip("/").split("/")
    if not all(parts) or any(part.startswith(".") for part in parts):
        raise RequestError(
            f"{new}: not a path in the vault",
            "a part of a path may not be empty or begin with a dot",
        )
    target = "/".join(parts)
    return target if target.lower().endswith(ending.lower()) else target + ending


def _refuse_to_overwrite(resolved: ResolvedVault, moves: dict[str, str]) -> None:
    """Stop where a file would take another's place, here or where case does not count."""
    from noteweave.graph.names import key

    staying = {key(path): path for path in resolved.vault.files if path not in moves}
    for path, new in moves.items():
        place = resolved.vault.root / new
        other = staying.get(key(new))
        if path == new:
            raise RequestError(f"{path}: that is already its name", "name another")
        taken = place.exists() and not place.samefile(resolved.vault.disk_path(path))
        if other or taken:
            raise RequestError(
                f"{other or new}: there is such a file already", "name another place"
            )


def _conflict(planned: Plan) -> RequestError:
    first = planned.conflicts[0]
    more = len(planned.conflicts) - 1
    others = f" (and {more} more)" if more else ""
    return RequestError(
        f"{first.path}:{first.line}:{first.column}: {first.raw} could not be kept{others}; "
        "nothing was changed",
        "a name in a wikilink may hold neither # nor | nor [[; else rewrite that link by hand",
    )


def _say(planned: Plan, changed: list[Change], verb: str) -> None:
    from noteweave.reports.text import plain
    from noteweave.terminal import say

    for old, new in planned.moves.items():
        say(f"{verb} {plain(old)} -> {plain(new)}")
    links = sum(len(planned.edits[change.path]) for change in changed)
    if links:
        notes = "1 note" if len(changed) == 1 else f"{len(changed)} notes"
        say(f"{links} link{'s' if links > 1 else ''} in {notes}")
        for change in changed:
            say(f"  {plain(change.path)}")
