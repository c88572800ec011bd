"""`noteweave wanted`: topics that notes link to and nobody has written."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._query import AsFormat, Format, ask
from noteweave.commands._vault_options import Root, Sections

EPILOG = """Examples:

`noteweave wanted` · `noteweave wanted ~/notes --min 3` ·
`noteweave wanted --format json | jq -r '.[].label'`
"""
SOURCES = 3


def wanted(
    vault: Root = Path(),
    least: Annotated[
        int, typer.Option("--min", metavar="N", min=1, help="Linked from at least so many notes.")
    ] = 1,
    limit: Annotated[
        int | None, typer.Option(metavar="N", min=1, help="Print at most so many.")
    ] = None,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> None:
    """Print the topics that notes link to though there is no such note, the most wanted first."""
    from dataclasses import asdict

    from noteweave.graph.query.statistics import wanted as find_wanted
    from noteweave.terminal import say, say_json

    asked = ask(vault, sections=section)
    found = [one for one in find_wanted(asked.graph) if one.notes >= least][:limit]
    if format is Format.JSON:
        say_json([asdict(one) for one in found])
        return
    for one in found:
        sources = ", ".join(asked.label(key) for key in one.sources[:SOURCES])
        more = f" and {one.notes - SOURCES} more" if one.notes > SOURCES else ""
        say(f"{one.notes:4}  {asked.label(one.key)}  in {sources}{more}")
    if not found:
        say("every link leads to a note")
