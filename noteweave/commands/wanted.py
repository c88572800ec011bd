"""`noteweave wanted`: topics that notes link to but that have no note."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import query
from noteweave.vault.messages import _

EPILOG = """Examples:

`noteweave wanted` · `noteweave wanted ~/notes --min 3` ·
`noteweave wanted --format json | jq -r '.[].label'`
"""
SOURCES = 3
"""How many linking notes are named for each topic."""


def wanted(
    vault: Root = Path(),
    least: Annotated[
        int,
        typer.Option("--min", metavar="N", min=1, help="Only topics linked from at least N notes."),
    ] = 1,
    limit: Annotated[int | None, LIMIT] = None,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print the topics that notes link to but that have no note, the most linked first."""
    from dataclasses import asdict

    from noteweave.graph.query.statistics import wanted as find_wanted
    from noteweave.terminal import say, say_json

    queried = query(vault, read, sections=section)
    found = [one for one in find_wanted(queried.graph) if one.notes >= least][:limit]
    if format == "json":
        say_json([asdict(one) for one in found])
        return
    for one in found:
        sources = ", ".join(queried.label(key) for key in one.sources[:SOURCES])
        if one.notes > SOURCES:
            more = _("{names} and {count} more")
            sources = more.format(names=sources, count=one.notes - SOURCES)
        found_in = _("{topic}  in {notes}").format(topic=queried.label(one.key), notes=sources)
        say(f"{one.notes:4}  {found_in}")
    if not found:
        say(_("every link leads to a note"))
