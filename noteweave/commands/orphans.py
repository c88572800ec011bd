"""`noteweave orphans`: notes without links."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._options import Folders, ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import query

EPILOG = """Examples:

`noteweave orphans` · `noteweave orphans ~/notes --folder inbox` ·
`noteweave orphans --dead-ends --format json | jq -r '.[].path'`
"""


def orphans(
    vault: Root = Path(),
    folder: Folders = None,
    dead_ends: Annotated[
        bool,
        typer.Option(
            "--dead-ends", help="Include notes that have links to them but none of their own."
        ),
    ] = False,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print the paths of the notes that no link leads to or from, one per line."""
    from noteweave.graph.query.select import select
    from noteweave.reports.text import plain
    from noteweave.terminal import say, say_json

    queried = query(vault, read, sections=section)
    found = [
        {**queried.node(key), "words": node["words"], "orphan": node["orphan"]}
        for key, node in select(queried.graph, folders=folder or (), kinds=["note"]).nodes(
            data=True
        )
        if node["orphan"] or (dead_ends and node["dead_end"])
    ]
    if format == "json":
        say_json(found)
        return
    for one in found:
        say(plain(one["path"]))
