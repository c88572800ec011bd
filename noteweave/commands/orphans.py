"""`noteweave orphans`: notes that no link leads to or from."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._query import AsFormat, Format, ask
from noteweave.commands._vault_options import Root, Sections

EPILOG = """Examples:

`noteweave orphans` · `noteweave orphans ~/notes --folder inbox` ·
`noteweave orphans --dead-ends --format json | jq -r '.[].path'`
"""


def orphans(
    vault: Root = Path(),
    folder: Annotated[
        list[str] | None, typer.Option(metavar="FOLDER", help="Only what lies in this folder.")
    ] = None,
    dead_ends: Annotated[
        bool, typer.Option("--dead-ends", help="Notes that are linked to but link nowhere, too.")
    ] = False,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> None:
    """Print the paths of the notes without a link in or out, a line each."""
    from noteweave.graph.query.select import select
    from noteweave.reports.text import plain
    from noteweave.terminal import say, say_json

    asked = ask(vault, sections=section)
    found = [
        {**asked.node(key), "words": node["words"], "orphan": node["orphan"]}
        for key, node in select(asked.graph, folders=folder or (), kinds=["note"]).nodes(data=True)
        if node["orphan"] or (dead_ends and node["dead_end"])
    ]
    if format is Format.JSON:
        say_json(found)
        return
    for one in found:
        say(plain(one["path"]))
