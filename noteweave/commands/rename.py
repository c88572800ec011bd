"""`noteweave rename`: move a note and rewrite every link to it."""

from __future__ import annotations

import os
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
    """Move a note, an attachment or a folder, or rename a heading, block or tag.

    Every link to it is rewritten. `NOTE#heading` and `NOTE#^block` name a part of a note, `#tag` a
    tag with all tags nested in it; NEW is then a text, an id or a tag.

    A NEW without a slash is a name in the same folder; with a slash it is a path in the vault
    (`/Name` is at the top, `folder/` keeps the name). In other notes only links whose target would
    change are rewritten, in the form they have. If a link cannot be kept, nothing is changed.
    """
    from noteweave.graph.edits.rename import plan
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.writing import note_writer
    from noteweave.writing.unread_notes import refuse_unread

    preview.recover(vault)
    resolved = resolve(ReadOptions(profile).open(vault))
    refuse_unread(resolved.vault)
    part = _part(resolved, old, new)
    moves = {} if part else _moves(resolved, old, new)
    planned = part or plan(resolved, moves)
    if planned.conflicts:
        raise conflict(planned)
    changed = note_writer.carry_out(
        resolved.vault,
        note_writer.change_edits(resolved.vault, planned.edits),
        _files(resolved, moves)
        if preview.diff or part
        else _places(resolved, moves, old.strip("/")),
        diff=preview.diff,
        dry_run=preview.dry_run,
    )
    if not preview.diff:
        _say(planned, changed, "would move" if preview.dry_run else "moved")
        _warn_of_symbolic_links(resolved, moves)


def _part(resolved: ResolvedVault, old: str, new: str) -> Plan | None:
    """Return the plan to rename a heading, block or tag; None if OLD names a file."""
    from noteweave.graph.edits.rename_part import plan_block, plan_heading, plan_tag
    from noteweave.graph.query.lookup import find_note

    if "#" not in old or resolved.index.exact(old.strip("/")).path is not None:
        return None
    name, _, part = old.partition("#")
    if not name:
        return plan_tag(resolved, part, new.removeprefix("#"))
    path = find_note(resolved, name)
    if part.startswith("^"):
        return plan_block(resolved, path, part[1:], new.removeprefix("^"))
    return plan_heading(resolved, path, part, new)


def _warn_of_symbolic_links(resolved: ResolvedVault, moves: dict[str, str]) -> None:
    """Name the symbolic links of the vault that led to a moved file."""
    from noteweave.terminal import plain, say

    moved = {(resolved.vault.root / path).resolve() for path in moves}
    for path, file in resolved.vault.files.items():
        if file.ignored and path not in moves:
            place = resolved.vault.disk_path(path)
            if place.is_symlink() and place.resolve() in moved:
                say(f"{plain(path)}: this symbolic link leads to the old path")


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
        taken = os.path.lexists(place) and not _same_entry(place, resolved.vault.disk_path(path))
        if other or taken:
            raise RequestError(f"{other or new}: this file exists already", "give another name")
        why = resolved.vault.why_unlisted(new)
        if why and not resolved.vault.files[path].ignored:
            raise RequestError(f"{new}: no note of the vault there: {why}", "give another name")


def _same_entry(place: Path, other: Path) -> bool:
    """Whether two paths, of which one may differ in case, are one entry and no link to it."""
    try:
        return os.path.samestat(place.lstat(), other.lstat())
    except OSError:
        return False


def conflict(planned: Plan) -> RequestError:
    """Return the error that names the first link that cannot be kept."""
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
        what = "link" if planned.moves else "place"
        say(f"{counted(links, what)} in {counted(len(changed), 'note')}")
        for change in changed:
            say(f"  {change.path}")
