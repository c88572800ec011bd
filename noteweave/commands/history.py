"""`noteweave history`: when notes and links came and went."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from noteweave.commands._options import FORMAT, ReadOptions
from noteweave.config import load

if TYPE_CHECKING:
    from noteweave.graph.history.lives import Lives, Node
    from noteweave.graph_history import History

EPILOG = """Examples:

`noteweave history` · `noteweave history Tea.md` · `noteweave history --link Index.md Tea.md` ·
`noteweave history --since 2025-01-01 --by month` · `noteweave history --format csv -o lives.csv`
"""
_DAY = re.compile(r"\d{4}-\d\d-\d\d")


def history(
    note: Annotated[
        str | None, typer.Argument(metavar="NOTE", help="A note's present or past path or name.")
    ] = None,
    link: Annotated[
        tuple[str, str] | None,
        typer.Option("--link", metavar="NOTE TARGET", help="Only links from one note to another."),
    ] = None,
    vault: Annotated[
        Path, typer.Option("--vault", metavar="DIR", help="The folder of notes.")
    ] = Path(),
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="REV|DATE", help="Only changes after a commit or day."),
    ] = None,
    format: Annotated[Literal["text", "json", "csv"], FORMAT] = "text",
    by: Annotated[
        Literal["commit", "day", "month"],
        typer.Option("--by", help="Leave out what came and went within one day or month."),
    ] = "commit",
    out: Annotated[
        Path | None, typer.Option("--output", "-o", metavar="FILE", help="Write to a file.")
    ] = None,
    renames: Annotated[
        bool, typer.Option("--renames/--no-renames", help="Look for renamed files.")
    ] = True,
    *,
    read: ReadOptions,
) -> int:
    """Print when notes and links came and went, along the first-parent line of git.

    What a merge brought is dated by the commit that first had it. All of the past is read with
    today's settings.
    """
    from noteweave.graph.build.graph import Show
    from noteweave.graph_history import graph_history
    from noteweave.history_reports import Selection, history_format
    from noteweave.progress import Progress
    from noteweave.writing.text_output import write_text

    config = load(vault).config
    with Progress() as progress:
        found = graph_history(
            vault,
            options=read.merged(config),
            show=Show(hierarchy=False),
            renames=renames,
            progress=lambda done, total: progress.at("Reading commits", done, total),
        )
    pair = None
    nodes = None
    if link is not None:
        pair = (_node(found.lives, link[0]), _node(found.lives, link[1]))
    elif note is not None:
        nodes = frozenset({_node(found.lives, note)})
    selection = Selection(found, by, _first(vault, found, since), nodes, pair)
    write_text("\n".join(history_format(format)(selection)), out, json=format == "json")
    return 0


def _node(lives: Lives, name: str) -> Node:
    """Return the node that a person means, by a present or past path or name.

    Raises:
        RequestError: none has this name, or more than one has.
    """
    from noteweave.graph import names
    from noteweave.vault.errors import RequestError

    wanted = names.key(name)
    known: list[tuple[Node, list[str]]] = [
        (entity, [path for _, path in paths]) for entity, paths in enumerate(lives.names)
    ]
    known += [(node, [node]) for node in lives.nodes if isinstance(node, str)]
    fits: tuple[Callable[[list[str]], bool], ...] = (
        lambda paths: names.key(paths[-1]) == wanted,
        lambda paths: any(names.key(path) == wanted for path in paths),
        lambda paths: names.key(names.stem(paths[-1].removeprefix("topic:"))) == wanted,
        lambda paths: any(names.key(names.stem(path)) == wanted for path in paths),
    )
    for fit in fits:
        found = [node for node, paths in known if node in lives.nodes and fit(paths)]
        if len(found) == 1:
            return found[0]
        if found:
            some = ", ".join(sorted(lives.name(node) for node in found)[:5])
            raise RequestError(f"{name}: means {len(found)} notes", f"name one by its path: {some}")
    raise RequestError(
        f"{name}: no commit has such a note", "see noteweave history --format csv for all names"
    )


def _first(root: Path, found: History, since: str | None) -> int:
    """Return the number of the first commit after a commit or day.

    Raises:
        RequestError: git knows no such commit, or it is not on the first-parent line.
    """
    from noteweave.vault.errors import RequestError
    from noteweave.vault.git.repository import Repository

    commits = found.lives.commits
    if since is None:
        return 0
    if _DAY.fullmatch(since):
        later = (n for n, commit in enumerate(commits) if commit.date >= since)
        return next(later, len(commits) - 1)
    commit = Repository(root).commit(since)
    for number, known in enumerate(commits):
        if known.id == commit:
            return min(number + 1, len(commits) - 1)
    raise RequestError(
        f"{since}: not on the line of first parents", "name a day, or a commit of this branch"
    )
