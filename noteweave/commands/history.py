"""`noteweave history`: when notes and links came and went."""

from __future__ import annotations

import re
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Literal

import typer

from noteweave.commands._options import FORMAT, ReadOptions
from noteweave.config import load
from noteweave.vault.messages import _, counted

if TYPE_CHECKING:
    from noteweave.graph.history.lives import Node
    from noteweave.history_reports import Selection
    from noteweave.past.graph_history import History
    from noteweave.vault.vault import OpenOptions

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
    format: Annotated[Literal["text", "json", "csv", "gexf", "sqlite"], FORMAT] = "text",
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
    from noteweave.graph.history.past_names import find_past
    from noteweave.history_reports import Selection, history_format
    from noteweave.past.graph_history import graph_history
    from noteweave.progress import Progress
    from noteweave.vault.errors import UnknownNameError
    from noteweave.writing.text_output import write_text

    config = load(vault).config
    reading = read.merged(config)
    with Progress() as progress:
        found = graph_history(
            vault,
            options=reading,
            show=Show(hierarchy=False),
            renames=renames,
            progress=lambda done, total: progress.at(_("Reading commits"), done, total),
        )
    pair = None
    nodes: frozenset[Node] | None = None
    if link is not None:
        pair = (find_past(found.lives, link[0]), find_past(found.lives, link[1]))
    elif note is not None:
        try:
            nodes = frozenset({find_past(found.lives, note)})
        except UnknownNameError:
            line = _uncommitted(vault, reading, note)
            if not line:
                raise
            if format == "text":
                write_text(line, out, json=False)
                return 0
            nodes = frozenset()
    selection = Selection(found, by, _first(vault, found, since), nodes, pair)
    if format == "sqlite":
        _write_database(selection, out)
        return 0
    write_text("\n".join(history_format(format)(selection)), out, json=format == "json")
    return 0


def _write_database(selection: Selection, out: Path | None) -> None:
    from noteweave.history_reports.sqlite import database
    from noteweave.vault.errors import RequestError
    from noteweave.writing.atomic_write import replacing

    if out is None:
        raise RequestError("--format sqlite: a database needs a file", "name it with --output FILE")
    with replacing(out) as stream:
        stream.write(database(selection))


def _uncommitted(root: Path, reading: OpenOptions, name: str) -> str:
    """Return a line about a note that no commit has; "" if the work tree has none either."""
    from noteweave.graph.query.lookup import find_note
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.errors import UnknownNameError
    from noteweave.vault.git.repository import Repository
    from noteweave.vault.git.snapshot import work_tree

    vault = work_tree(Repository(root), reading).vault
    try:
        path = find_note(resolve(vault), name)
    except UnknownNameError:
        return ""
    links = counted(len(vault.notes[path].links), "link")
    uncommitted = _("{path}: not in any commit yet; {links} in the work tree")
    return uncommitted.format(path=path, links=links)


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
