"""`noteweave build`: the graph page, GraphML and the backlink report of a vault."""

from __future__ import annotations

import webbrowser
from collections import Counter
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._vault_options import (
    Gitignore,
    Ignore,
    ProfileName,
    Root,
    Snippets,
    UseCache,
    reading,
    shown,
)
from noteweave.vault.disk.walk import NOTE_SUFFIXES, OUTPUT_MARKER
from noteweave.vault.errors import OutputError

if TYPE_CHECKING:
    from noteweave.weave import Woven

PURPOSES = {
    "graph.html": "the map; open it in a browser",
    "graph.graphml": "for Gephi, yEd, Cytoscape, igraph",
    "backlinks.md": "who links to what, in context",
}


class OpenWith(StrEnum):
    """What the page opens a note with."""

    OBSIDIAN = "obsidian"
    VSCODE = "vscode"
    FILE = "file"
    NONE = "none"


def build(
    vault: Root = Path(),
    out: Annotated[
        Path, typer.Option("-o", "--out", metavar="OUT", help="The folder to write into.")
    ] = Path("noteweave-out"),
    open_page: Annotated[bool, typer.Option("--open", help="Open the page in a browser.")] = False,
    use_sample: Annotated[
        bool, typer.Option("--sample", help="Use the sample vault that comes with noteweave.")
    ] = False,
    tags: Annotated[bool, typer.Option("--tags", help="Make tags nodes, too.")] = False,
    external: Annotated[bool, typer.Option("--external", help="Make URLs nodes, too.")] = False,
    mentions: Annotated[
        bool, typer.Option("--mentions", help="Show names in the text that nobody has linked.")
    ] = False,
    snippets: Annotated[
        Snippets, typer.Option(help="How much of the notes' text enters the page.")
    ] = Snippets.LINKS,
    open_with: Annotated[
        OpenWith | None,
        typer.Option(help="What the page opens notes with; by default the vault's app."),
    ] = None,
    fresh: Annotated[
        bool, typer.Option("--fresh", help="Lay the map out anew, not as in the last build.")
    ] = False,
    profile: ProfileName = None,
    ignore: Ignore = None,
    gitignore: Gitignore = True,
    cache: UseCache = True,
) -> None:
    """Write the graph page, GraphML and the backlink report of a vault.

    Notes keep their place on the map from one build to the next.
    """
    from noteweave import saved_layout
    from noteweave.build_files import BuildFiles
    from noteweave.weave import sample, weave
    from noteweave.writing.atomic_write import way

    root = sample() if use_sample else vault
    _check_out(out, root)
    near = open_with is not OpenWith.VSCODE  # which takes whole paths only
    page: dict[str, Any] = {"root": way(root, out) if near else str(root.resolve())}
    if open_with:
        page["open_with"] = str(open_with)
    settings = {"html": page, "backlinks": {"root": way(root, out)}}
    with BuildFiles(out, snippets.value, settings) as writing:
        woven = weave(
            root,
            reading(root, profile, tuple(ignore or ()), gitignore, cache=cache),
            shown(root, tags=tags, external=external, mentions=mentions),
            last=None if fresh else saved_layout.load(out),
            when_read=writing.find_words,
            when_built=writing.begin,
        )
        for message in writing.finish(woven):
            typer.echo(f"noteweave: {message}", err=True)
    for line in _summary(woven, out):
        print(line)
    if open_page:
        webbrowser.open((out / "graph.html").resolve().as_uri())


def _summary(woven: Woven, out: Path) -> Iterator[str]:
    """Say what was written, and what is in it."""
    width = max(map(len, PURPOSES))
    for name, purpose in PURPOSES.items():
        path = out / name
        wide = len(str(out)) + 1 + width
        yield f"{path!s:{wide}}  {_size(path.stat().st_size):>8}  {purpose}"
    nodes = woven.graph.nodes(data=True)
    kinds = Counter(data["kind"] for _, data in nodes)
    yield ", ".join(
        (
            _count(kinds["note"], "note"),
            _count(kinds["topic"], "topic"),
            _count(sum(data["out_links"] for _, data in nodes), "link"),
            _count(sum(data["orphan"] for _, data in nodes), "orphan"),
            f"{woven.graph.graph['broken']} broken",
        )
    )


def _count(number: int, noun: str) -> str:
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def _size(size: int) -> str:
    return f"{size / 1e6:.1f} MB" if size >= 1e6 else f"{max(1, round(size / 1e3))} kB"


def _check_out(out: Path, root: Path) -> None:
    """Refuse a folder that holds notes: what is written there is not read as notes again.

    Raises:
        OutputError: it is the vault itself, a file, or a folder with notes in it.
    """
    hint = "name another folder with -o"
    if out.exists() and not out.is_dir():
        raise OutputError(f"{out}: is a file, not a folder", hint)
    if out.resolve() == root.resolve():
        raise OutputError(f"{out}: is the vault itself", hint)
    if out.is_dir() and not (out / OUTPUT_MARKER).exists():
        for path in sorted(out.iterdir()):
            if path.suffix.lower() in NOTE_SUFFIXES:
                raise OutputError(f"{out}: holds notes ({path.name})", hint)
