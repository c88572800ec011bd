"""`noteweave related`: notes that share neighbors with a note."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Root, TextOrJson
from noteweave.commands._query import NOT_FOUND, QueriedGraph, QueriedNote, Tags, query

if TYPE_CHECKING:
    from noteweave.graph.query.related import Related

EPILOG = """Examples:

`noteweave related "Tea ceremony"` · `noteweave related 普洱 ~/notes --tags` ·
`noteweave related Kyoto --format json | jq -r '.related[].path'`

Exit status 1: no related notes.
"""
REASONS = 3
"""How many shared neighbors are named for each result."""


def related(
    note: QueriedNote,
    vault: Root = Path(),
    linked: Annotated[
        bool, typer.Option("--linked", help="Include notes that are already linked with it.")
    ] = False,
    limit: Annotated[int, LIMIT] = 10,
    tags: Tags = False,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> int:
    """Print the notes that share neighbors with a note but are not linked with it yet.

    They are ordered by the Adamic-Adar index: each shared neighbor counts, and counts less the
    more links it has itself. Notes that link to both (co-citation) are listed where there are any.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.graph.query.related import related as related_to
    from noteweave.terminal import say, say_json

    queried = query(vault, read, tags=tags)
    key = find(queried.graph, note)
    found = [one for one in related_to(queried.graph, key) if linked or not one.linked][:limit]
    if format == "json":
        answer = [queried.node(one.key) | one._asdict() for one in found]
        say_json({"note": queried.node(key), "related": answer})
    elif found:
        for one in found:
            for line in _lines(queried, one):
                say(line)
    else:
        say(f"no related notes for {queried.label(key)}, except those linked with it")
    return 0 if found else NOT_FOUND


def _lines(queried: QueriedGraph, one: Related) -> list[str]:
    linked = " (linked)" if one.linked else ""
    lines = [f"{one.adamic_adar:5.2f}  {queried.label(one.key)}{linked}"]
    if one.cited_together:
        lines.append(f"       linked together in {_some(queried, one.cited_together)}")
    other = [key for key in one.shared if key not in one.cited_together]
    if other:
        lines.append(f"       both linked with {_some(queried, other)}")
    return lines


def _some(queried: QueriedGraph, keys: Sequence[str]) -> str:
    named = ", ".join(queried.label(key) for key in keys[:REASONS])
    return f"{named} and {len(keys) - REASONS} more" if len(keys) > REASONS else named
