"""`noteweave rename`: move a note and rewrite every link to it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._options import PreviewOptions, ProfileName, ReadOptions, Root, counted
from noteweave.vault.errors import RequestError

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
    """Move a note, an attachment or a folder, and rewrite every link to it.

    A NEW without a slash is a name in the same folder; with a slash it is a path in the vault
    (`/Name` is at the top, `folder/` keeps the name). In other notes only links whose target would
    change are rewritten, in the form they have. If a link cannot be kept, nothing is changed.
    """
    from noteweave.graph.edits.rename import plan
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.writing import note_writer

    preview.recover(vault)
    resolved = resolve(ReadOptions(profile).open(vault))
    moves = _moves(resolved, old, new)
    planned = plan(resolved, moves)
    if planned.conflicts:
        raise _conflict(planned)
    changed = note_writer.carry_out(
        resolved.vault,
        note_writer.change_edits(resolved.vault, planned.edits),
        _files(resolved, moves) if preview.diff else _places(resolved, moves, old.strip("/")),
        diff=preview.diff,
        dry_run=preview.dry_run,
    )
    if not preview.diff:
        _say(planned, changed, "would move" if preview.dry_run else "moved")


def _moves(resolved: ResolvedVault, old: str, new: str) -> dict[str, str]:
    """Return the new path of each file that moves."""
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
    """Return the same with paths on the disk."""
    vault = resolved.vault
    return {vault.disk_path(path): vault.root / new for path, new in moves.items()}


def _places(resolved: ResolvedVault, moves: dict[str, str], old: str) -> dict[Path, Path]:
    """Return what to move on the disk: a folder as a whole, with files the vault does not list."""
    root = resolved.vault.root
    if old in resolved.vault.files or not all(path.startswith(f"{old}/") for path in moves):
        return _files(resolved, moves)
    path, new = next(iter(moves.items()))
    return {root / old: root / new.removesuffix(path.removeprefix(old))}


def _placed(path: str, new: str, ending: str) -> str:
    """Return the vault path that NEW means for a file; the ending is kept."""
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
    """Refuse to replace a file, also on a file system that ignores case."""
    from noteweave.graph.names import key

    staying = {key(path): path for path in resolved.vault.files if path not in moves}
    for path, new in moves.items():
        place = resolved.vault.root / new
        other = staying.get(key(new))
        if path == new:
            raise RequestError(f"{path}: this is already its name", "give another name")
        taken = place.exists() and not place.samefile(resolved.vault.disk_path(path))
        if other or taken:
            raise RequestError(f"{other or new}: this file exists already", "give another name")


def _conflict(planned: Plan) -> RequestError:
    first = planned.conflicts[0]
    more = len(planned.conflicts) - 1
    others = f" (and {more} more)" if more else ""
    return RequestError(
        f"{first.path}:{first.line}:{first.column}: {first.raw} cannot be kept{others}; "
        "nothing was changed",
        "a name in a wikilink cannot contain #, | or [[; otherwise rewrite that link by hand",
    )


def _say(planned: Plan, changed: list[Change], verb: str) -> None:
    from noteweave.terminal import say

    for old, new in planned.moves.items():
        say(f"{verb} {old} -> {new}")
    links = sum(len(planned.edits[change.path]) for change in changed)
    if links:
        say(f"{counted(links, 'link')} in {counted(len(changed), 'note')}")
        for change in changed:
            say(f"  {change.path}")
