"""`noteweave path`: the shortest chains of links between two notes."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path
from typing import Annotated, Any

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import (
    NOT_FOUND,
    QueriedGraph,
    Tags,
    query,
    where,
)
from noteweave.reports._width import cells
from noteweave.vault.messages import _

EPILOG = """Examples:

`noteweave path Sencha "Tea ceremony"` · `noteweave path Sencha Kyoto ~/notes --forward` ·
`noteweave path 绿茶 京都 --format json | jq .paths[0].nodes[].label`

Exit status 1: no chain of links connects the two notes.
"""


def path(
    source: Annotated[str, typer.Argument(metavar="FROM", help="A note: its name, alias or path.")],
    target: Annotated[str, typer.Argument(metavar="TO", help="Another note.")],
    vault: Root = Path(),
    forward: Annotated[
        bool, typer.Option("--forward", help="Follow links only in the direction they point.")
    ] = False,
    limit: Annotated[int, LIMIT] = 3,
    tags: Tags = False,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> int:
    """Print the shortest chains of links between two notes, with the sentence around each link."""
    from noteweave.graph.query.lookup import find
    from noteweave.graph.query.paths import shortest_paths
    from noteweave.terminal import say, say_json

    queried = query(vault, read, tags=tags, sections=section)
    one, other = find(queried.graph, source), find(queried.graph, target)
    chains = shortest_paths(queried.graph, one, other, forward=forward, limit=limit)
    if format == "json":
        say_json(_answer(queried, one, other, chains))
    elif chains:
        for number, chain in enumerate(chains):
            if number:
                say()
            for line in _lines(queried, chain):
                say(line)
    else:
        say(
            _("no chain of links connects {one} and {other}").format(
                one=queried.label(one), other=queried.label(other)
            )
        )
    return 0 if chains else NOT_FOUND


def _answer(
    queried: QueriedGraph, one: str, other: str, chains: Sequence[Sequence[str]]
) -> dict[str, Any]:
    return {
        "from": queried.node(one),
        "to": queried.node(other),
        "length": len(chains[0]) - 1 if chains else None,
        "paths": [
            {
                "nodes": [queried.node(key) for key in chain],
                "links": [queried.between(a, b) for a, b in pairwise(chain)],
            }
            for chain in chains
        ],
    }


def _lines(queried: QueriedGraph, chain: Sequence[str]) -> list[str]:
    """Return the chain in one line, then a line with the sentence of each link."""
    head = queried.label(chain[0])
    rows = []
    for one, other in pairwise(chain):
        links = queried.between(one, other)
        points = {link["source"] for link in links}
        arrow = "↔" if len(points) > 1 else "→" if one in points else "←"
        head += f" {arrow} {queried.label(other)}"
        rows += [(where(link), link["sentence"]) for link in links[:2]]
    wide = max((cells(place) for place, _ in rows), default=0)
    return [head, *(f"  {p}{' ' * (wide - cells(p))}  {sentence}" for p, sentence in rows)]
