"""`noteweave path`: how one note leads to another."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from noteweave.commands._query import NOT_FOUND, AsFormat, Format, GraphQuery, Tags, ask, where
from noteweave.commands._vault_options import Root, Sections
from noteweave.reports._width import cells
from noteweave.reports.text import plain

EPILOG = """Examples:

`noteweave path Sencha "Tea ceremony"` · `noteweave path Sencha Kyoto ~/notes --forward` ·
`noteweave path 绿茶 京都 --format json | jq .paths[0].nodes[].label`

Exit status 1: no chain of links joins the two.
"""


def path(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A note, named as in a link.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Another.")],
    vault: Root = Path(),
    forward: Annotated[
        bool, typer.Option("--forward", help="Follow links only in the direction they point.")
    ] = False,
    limit: Annotated[
        int, typer.Option(metavar="N", min=1, help="Print at most so many chains.")
    ] = 3,
    tags: Tags = False,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> int:
    """Print the shortest chains of links between two notes, with the sentences that make them."""
    from noteweave.graph.query.lookup import find
    from noteweave.graph.query.paths import shortest_paths
    from noteweave.terminal import say, say_json

    asked = ask(vault, tags=tags, sections=section)
    one, other = find(asked.graph, source), find(asked.graph, target)
    chains = shortest_paths(asked.graph, one, other, forward=forward, limit=limit)
    if format is Format.JSON:
        say_json(_answer(asked, one, other, chains))
    elif chains:
        for number, chain in enumerate(chains):
            say(("\n" if number else "") + "\n".join(_lines(asked, chain)))
    else:
        say(f"no chain of links joins {asked.label(one)} and {asked.label(other)}")
    return 0 if chains else NOT_FOUND


def _answer(
    asked: GraphQuery, one: str, other: str, chains: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {
        "from": asked.node(one),
        "to": asked.node(other),
        "length": len(chains[0]) - 1 if chains else None,
        "paths": [
            {
                "nodes": [asked.node(key) for key in chain],
                "links": [asked.between(a, b) for a, b in pairwise(chain)],
            }
            for chain in chains
        ],
    }


def _lines(asked: GraphQuery, chain: Sequence[str]) -> list[str]:
    """Show a chain in one line, and below it a sentence for each of its links."""
    head = asked.label(chain[0])
    rows = []
    for one, other in pairwise(chain):
        links = asked.between(one, other)
        points = {link["source"] for link in links}
        arrow = "↔" if len(points) > 1 else "→" if one in points else "←"
        head += f" {arrow} {asked.label(other)}"
        rows += [(where(link), link["sentence"]) for link in links[:2]]
    wide = max((cells(place) for place, _ in rows), default=0)
    return [head, *(f"  {p}{' ' * (wide - cells(p))}  {plain(said)}" for p, said in rows)]
