"""`noteweave related`: notes that a note has much to do with, and why."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._query import NOT_FOUND, AsFormat, Format, GraphQuery, Tags, ask
from noteweave.commands._vault_options import Root, Sections

if TYPE_CHECKING:
    from noteweave.graph.query.related import Related

EPILOG = """Examples:

`noteweave related "Tea ceremony"` · `noteweave related 普洱 ~/notes --tags` ·
`noteweave related Kyoto --format json | jq -r '.related[].path'`

Exit status 1: nothing is related to it.
"""
REASONS = 3
"""Names of notes that are given as a reason."""


def related(
    note: Annotated[str, typer.Argument(metavar="NOTE", help="A note, named as in a link.")],
    vault: Root = Path(),
    linked: Annotated[
        bool, typer.Option("--linked", help="Show notes, too, that are linked with it already.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many.")] = 10,
    tags: Tags = False,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> int:
    """Print the notes a note has much in common with, though it is not linked with them yet.

    They are ordered by Adamic and Adar's measure: what counts is how many neighbours two notes
    share, and the more a neighbour is itself linked with, the less. Notes that link to both
    (co-citation) are named where there are any.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.graph.query.related import related as related_to
    from noteweave.terminal import say, say_json

    asked = ask(vault, tags=tags, sections=section)
    key = find(asked.graph, note)
    found = [one for one in related_to(asked.graph, key) if linked or not one.linked][:limit]
    if format is Format.JSON:
        answer = [asked.node(one.key) | one._asdict() for one in found]
        say_json({"note": asked.node(key), "related": answer})
    elif found:
        for one in found:
            say("\n".join(_lines(asked, one)))
    else:
        say(f"nothing is related to {asked.label(key)} that is not linked with it")
    return 0 if found else NOT_FOUND


def _lines(asked: GraphQuery, one: Related) -> list[str]:
    linked = " (linked)" if one.linked else ""
    lines = [f"{one.adamic_adar:5.2f}  {asked.label(one.key)}{linked}"]
    if one.cited_together:
        lines.append(f"       linked together in {_some(asked, one.cited_together)}")
    other = [key for key in one.shared if key not in one.cited_together]
    if other:
        lines.append(f"       both linked with {_some(asked, other)}")
    return lines


def _some(asked: GraphQuery, keys: Sequence[str]) -> str:
    named = ", ".join(asked.label(key) for key in keys[:REASONS])
    return f"{named} and {len(keys) - REASONS} more" if len(keys) > REASONS else named
