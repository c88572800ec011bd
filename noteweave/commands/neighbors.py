"""`noteweave neighbors`: what lies around a note, link by link."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from noteweave.commands._query import AsFormat, Format, GraphQuery, Tags, ask
from noteweave.commands._vault_options import Root

EPILOG = """Examples:

`noteweave neighbors Samovar` · `noteweave neighbors 普洱 ~/notes --depth 2` ·
`noteweave neighbors Samovar --format json | jq -r '.neighbors[].path'`
"""


def neighbors(
    note: Annotated[str, typer.Argument(metavar="NOTE", help="A note, named as in a link.")],
    vault: Root = Path(),
    depth: Annotated[
        int, typer.Option(metavar="N", min=1, help="How many links away they may be.")
    ] = 1,
    tags: Tags = False,
    format: AsFormat = Format.TEXT,
) -> None:
    """Print the notes around a note: those it links to (→), those that link to it (←), both (↔).

    With `--depth 2` also their neighbours, each under the note by which it is reached first.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.terminal import say, say_json

    asked = ask(vault, tags=tags)
    key = find(asked.graph, note)
    rows = _rows(asked, key, depth)
    if format is Format.JSON:
        say_json({"note": asked.node(key), "neighbors": [_row(asked, *row) for row in rows]})
        return
    children: dict[str, list[str]] = {}
    for reached, by, _ in rows:
        children.setdefault(by, []).append(reached)
    say(asked.label(key))
    for line in _tree(asked, children, key, "  "):
        say(line)


def _rows(asked: GraphQuery, key: str, depth: int) -> list[tuple[str, str, int]]:
    """Return each note around, the one by which it is reached, and its distance."""
    from noteweave.graph.query.select import distances
    from noteweave.graph.query.select import neighbors as around

    found = distances(asked.graph, key, depth)
    return [
        (one, min(o for o in around(asked.graph, one) if found.get(o) == distance - 1), distance)
        for one, distance in found.items()
        if distance
    ]


def _row(asked: GraphQuery, key: str, by: str, distance: int) -> dict[str, Any]:
    ways = {(True, False): "out", (False, True): "in", (True, True): "both"}
    direction = ways[asked.graph.has_edge(by, key), asked.graph.has_edge(key, by)]
    links = len(asked.between(by, key))
    return asked.node(key) | {
        "distance": distance,
        "by": by,
        "direction": direction,
        "links": links,
    }


def _tree(asked: GraphQuery, children: dict[str, list[str]], key: str, indent: str) -> list[str]:
    lines = []
    for child in children.get(key, ()):
        out, back = asked.graph.has_edge(key, child), asked.graph.has_edge(child, key)
        arrow = "↔" if out and back else "→" if out else "←"
        lines.append(f"{indent}{arrow} {asked.label(child)}")
        lines += _tree(asked, children, child, indent + "    ")
    return lines
