"""Plan to move a file or folder, or to rename a part of a note or a tag, with all that is written.

`noteweave rename` and the server for assistants both rename by this plan.
"""

from __future__ import annotations

import os
import unicodedata
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple

from noteweave.graph.edits.rename import Plan, plan
from noteweave.graph.edits.rename_part import plan_block, plan_heading, plan_tag
from noteweave.graph.names import key
from noteweave.graph.query.lookup import find_file, find_note
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.errors import RequestError
from noteweave.vault.messages import translatable
from noteweave.writing.note_writer import Change, change_edits
from noteweave.writing.unread_notes import refuse_unread


class Renaming(NamedTuple):
    """What a rename changes; nothing is written yet."""

    planned: Plan
    changes: list[Change]
    files: Mapping[Path, Path]
    """Old place -> new place of each file that moves."""
    places: Mapping[Path, Path]
    """The same, but a folder that moves as a whole is one entry, with files that are not listed."""


def plan_renaming(resolved: ResolvedVault, old: str, new: str) -> Renaming:
    """Plan to rename a file, a folder, a part of a note (`NOTE#heading`), or a tag (`#tag`).

    Args:
        resolved: the vault.
        old: a name or path, as in a link.
        new: a name in the same folder, a path if it has a slash; for a part, its new text.

    Raises:
        RequestError: a note cannot be read, there is nothing of this name, the new name is taken
            or cannot be one, or a link cannot be kept.
    """
    refuse_unread(resolved.vault)
    part = _part(resolved, old, new)
    moves = {} if part else _moves(resolved, old, new)
    planned = part or plan(resolved, moves)
    if planned.conflicts:
        raise conflict(planned)
    vault = resolved.vault
    files = {vault.disk_path(path): vault.root / to for path, to in moves.items()}
    return Renaming(
        planned,
        change_edits(vault, planned.edits),
        files,
        _places(resolved, moves, files, old.strip("/")),
    )


def conflict(planned: Plan) -> RequestError:
    """Return the error that names the first link that cannot be kept."""
    first = planned.conflicts[0]
    more = len(planned.conflicts) - 1
    others = translatable(" (and {more} more)", more=more) if more else ""
    return RequestError(
        f"{first.path}:{first.line}:{first.column}: {first.raw} cannot be kept{others}; "
        "nothing was changed",
        "a name in a wikilink cannot contain #, | or [[; otherwise rewrite that link by hand",
    )


def _part(resolved: ResolvedVault, old: str, new: str) -> Plan | None:
    """Return the plan to rename a heading, block or tag; None if OLD names a file."""
    if "#" not in old or resolved.index.exact(old.strip("/")).path is not None:
        return None
    name, _, part = old.partition("#")
    if not name:
        return plan_tag(resolved, part, new.removeprefix("#"))
    path = find_note(resolved, name)
    if part.startswith("^"):
        return plan_block(resolved, path, part[1:], new.removeprefix("^"))
    return plan_heading(resolved, path, part, new)


def _moves(resolved: ResolvedVault, old: str, new: str) -> dict[str, str]:
    """Return the new path of each file that moves."""
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


def _places(
    resolved: ResolvedVault, moves: Mapping[str, str], files: Mapping[Path, Path], old: str
) -> Mapping[Path, Path]:
    """Return what to move on the disk: a folder as a whole, with files the vault does not list."""
    root = resolved.vault.root
    is_folder = moves and all(path.startswith(f"{old}/") for path in moves)
    if not is_folder or old in resolved.vault.files:
        return files
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
    if any(unicodedata.category(char) == "Cc" for char in target):
        raise RequestError(
            f"{new}: not a path in the vault", "a path may not hold control characters"
        )
    target = "/".join(parts)
    return target if target.lower().endswith(ending.lower()) else target + ending


def _refuse_to_overwrite(resolved: ResolvedVault, moves: dict[str, str]) -> None:
    """Refuse to replace a file, also on a file system that ignores case."""
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
