"""The arguments that every verb about a vault takes, and how they open one."""

from __future__ import annotations

from collections.abc import Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.config import load
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.disk.note_reader import Progress
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show

Root = Annotated[
    Path,
    typer.Argument(metavar="VAULT", help="The folder of notes.", show_default="this folder"),
]
NoteName = Annotated[
    str | None,
    typer.Argument(metavar="NOTE", help="One note only: a name, an alias or a path."),
]
ProfileName = Annotated[
    Profile | None,
    typer.Option("--profile", help="Whose rules; found by the app's marks when left out."),
]
Ignore = Annotated[
    list[str] | None,
    typer.Option("--exclude", metavar="PATTERN", help="Leave these files out (as in .gitignore)."),
]
Gitignore = Annotated[
    bool, typer.Option("--gitignore/--no-gitignore", help="Honour .gitignore in a git work tree.")
]
UseCache = Annotated[
    bool, typer.Option("--cache/--no-cache", help="Remember what was read for the next time.")
]


Sections = Annotated[
    list[str] | None,
    typer.Option("--section", metavar="HEADING", help="Only links under this heading."),
]


def vault_and_note(vault: Path, note: str | None) -> tuple[Path, str | None]:
    """Read `[VAULT] [NOTE]`: a single word that is no folder is a note of this folder."""
    if note is None and not vault.exists():
        return Path(), str(vault)
    return vault, note


class Snippets(StrEnum):
    """How much of the notes' text enters what is written."""

    NONE = "none"
    LINKS = "links"
    FULL = "full"


def reading(
    root: Path,
    profile: Profile | None = None,
    ignore: tuple[str, ...] = (),
    gitignore: bool = True,
    *,
    cache: bool = True,
) -> OpenOptions:
    """Return how to read a vault, as the command line and else its configuration say.

    Raises:
        ConfigError: the configuration has no meaning.
    """
    config = load(root).config
    return OpenOptions(
        profile=profile or config.profile,
        ignore=(*config.exclude, *ignore),
        gitignore=gitignore and config.gitignore,
        comments=config.comments,
        follow=config.follow,
        relations=config.relation_rules(),
        summaries=config.contexts.summary,
        cache=cache,
        eager=True,
    )


def shown(root: Path, sections: Sequence[str] | None = None, **asked: bool) -> Show:
    """Return what the graph is to hold: what is asked for, and what the configuration says.

    Raises:
        ConfigError: the configuration has no meaning.
    """
    from noteweave.graph.build.graph import Show

    config = load(root).config
    said = config.graph
    return Show(
        tags=asked.get("tags", False) or said.tags,
        attachments=said.attachments,
        external=asked.get("external", False) or said.external,
        canvas_lines=said.canvas_lines,
        hierarchy=said.hierarchy,
        sections=tuple(sections or ()),
        topic_folders=config.topics.folders,
        mentions=asked.get("mentions", False) or said.mentions,
    )


def open_vault(
    root: Path,
    profile: Profile | None = None,
    ignore: tuple[str, ...] = (),
    gitignore: bool = True,
    progress: Progress | None = None,
    *,
    cache: bool = True,
) -> Vault:
    """Open a vault as the command line asks, and else as its configuration says.

    Raises:
        ConfigError: the configuration has no meaning.
        VaultError: there is no such vault.
    """
    return Vault.open(root, reading(root, profile, ignore, gitignore, cache=cache), progress)
