"""The arguments and options that commands share; a struct is a group (see `option_groups`)."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import msgspec
import typer

from noteweave.config import Config, load
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show

Root = Annotated[
    Path,
    typer.Argument(metavar="VAULT", help="The folder of notes.", show_default="the current folder"),
]
NoteName = Annotated[
    str | None,
    typer.Argument(metavar="NOTE", help="One note only: its name, alias or path."),
]
ProfileName = Annotated[
    Profile | None,
    typer.Option(
        "--profile",
        help="Which app's link rules to use; detected from the vault if omitted.",
    ),
]
FORMAT = typer.Option("--format", help="Output format.")
"""For `Annotated[Literal["text", "json"], FORMAT]`."""
TextOrJson = Annotated[Literal["text", "json"], FORMAT]
Snippets = Annotated[
    Literal["none", "links", "full"],
    typer.Option("--snippets", help="How much of the notes' text to include in the output."),
]
Folders = Annotated[
    list[str] | None, typer.Option("--folder", metavar="FOLDER", help="Only notes in this folder.")
]
Sections = Annotated[
    list[str] | None,
    typer.Option("--section", metavar="HEADING", help="Only links under this heading."),
]
LIMIT = typer.Option("--limit", metavar="N", min=1, help="Print at most N results.")


class ReadOptions(msgspec.Struct, frozen=True):
    """Which files of a vault are read, and how."""

    profile: ProfileName = None
    exclude: Annotated[
        list[str],
        typer.Option(
            "--exclude", metavar="PATTERN", help="Exclude these files (.gitignore syntax)."
        ),
    ] = []
    gitignore: Annotated[
        bool,
        typer.Option(
            "--gitignore/--no-gitignore", help="Exclude what git ignores, in a git work tree."
        ),
    ] = True
    cache: Annotated[
        bool,
        typer.Option("--cache/--no-cache", help="Keep parsed notes in the cache folder."),
    ] = True

    follow: Annotated[
        bool,
        typer.Option("--follow", help="Follow symbolic links, also those out of the vault."),
    ] = False

    def merged(self, config: Config) -> OpenOptions:
        """Return how to read a vault: the command line, else the configuration."""
        read = config.open_options()
        return msgspec.structs.replace(
            read,
            profile=self.profile or read.profile,
            ignore=(*read.ignore, *self.exclude),
            gitignore=self.gitignore and read.gitignore,
            follow=self.follow or read.follow,
            cache=self.cache,
        )

    def open(self, root: Path) -> Vault:
        """Open a vault with these options and its configuration.

        Raises:
            ConfigError: the configuration is invalid.
            VaultError: there is no such vault.
        """
        return Vault.open(root, self.merged(load(root).config))


class GraphOptions(msgspec.Struct, frozen=True):
    """What the graph holds in addition to notes and topics."""

    tags: Annotated[bool, typer.Option("--tags", help="Add a node for each tag.")] = False
    external: Annotated[
        bool, typer.Option("--external", help="Add a node for each linked URL.")
    ] = False
    mentions: Annotated[
        bool,
        typer.Option("--mentions", help="Add an edge for each unlinked mention of a note."),
    ] = False

    def merged(self, config: Config) -> Show:
        """Return what to show: what the command line or the configuration asks for."""
        from dataclasses import replace

        show = config.show()
        return replace(
            show,
            tags=self.tags or show.tags,
            external=self.external or show.external,
            mentions=self.mentions or show.mentions,
        )


class PreviewOptions(msgspec.Struct, frozen=True):
    """How to see what a command would change, without changing it."""

    dry_run: Annotated[
        bool,
        typer.Option("--dry-run", "-n", help="Only list what would change; write nothing."),
    ] = False
    diff: Annotated[
        bool, typer.Option("--diff", help="Only print the change as a diff; write nothing.")
    ] = False

    def recover(self, root: Path) -> None:
        """Complete what an interrupted run has left, before the notes are read; see `writing`."""
        from noteweave.writing import note_writer

        note_writer.recover(root, write=not (self.dry_run or self.diff))


def vault_and_note(vault: Path, note: str | None) -> tuple[Path, str | None]:
    """Read `[VAULT] [NOTE]`: a single word that is no folder is a note of this folder."""
    if note is None and not vault.exists():
        return Path(), str(vault)
    return vault, note


def file_size(size: int) -> str:
    """Return a number of bytes as people read it."""
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"
