"""How a verb about one note finds it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.vault.errors import UnknownNameError

if TYPE_CHECKING:
    from noteweave.graph.resolve.resolved_vault import ResolvedVault

NoteName = Annotated[
    str | None,
    typer.Argument(metavar="NOTE", help="One note only: a name, an alias or a path."),
]


def vault_and_note(vault: Path, note: str | None) -> tuple[Path, str | None]:
    """Read `[VAULT] [NOTE]`: a single word that is no folder is a note of this folder."""
    if note is None and not vault.exists():
        return Path(), str(vault)
    return vault, note


def find_note(resolved: ResolvedVault, name: str) -> str:
    """Return the path of the note with a name, an alias or a title.

    Raises:
        UnknownNameError: no note has it, or several have.
    """
    found = resolved.index.find(name.strip("[]"), "")
    if found.path in resolved.vault.notes and not found.candidates[1:]:
        return str(found.path)
    paths = found.candidates or tuple(path for path, _ in resolved.owners(name))
    if len(paths) == 1:
        return paths[0]
    if paths:
        raise UnknownNameError(f"{name}: several notes have this name", ", ".join(paths[:5]))
    raise UnknownNameError(f"{name}: no such note", _like(resolved, name))


def _like(resolved: ResolvedVault, name: str) -> str:
    from rapidfuzz import process, utils

    paths = list(resolved.vault.notes)
    best = process.extract(name, paths, processor=utils.default_process, limit=3, score_cutoff=60)
    return f"like it are {', '.join(path for path, _, _ in best)}" if best else ""
