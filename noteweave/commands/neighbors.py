"""`noteweave neighbors`: the notes around a note."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from noteweave.commands._options import ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import QueriedGraph, QueriedNote, Tags, query
from noteweave.reports._width import clip
from noteweave.reports.text import plain

EPILOG = """Examples:

`noteweave neighbors Samovar` · `noteweave neighbors 普洱 ~/notes --depth 2` ·
`noteweave neighbors Samovar --format json | jq -r '.neighbors[].path'`
"""


def neighbors(
    note: QueriedNote,
    vault: Root = Path(),
    depth: Annotated[int, typer.Option(metavar="N", min=1, help="Maximum distance, in links.")] = 1,
    tags: Tags = False,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print the notes around a note: those it links to (→), those that link to it (←), both (↔).

    With `--depth 2` also their neighbors, each below the note through which it is reached first.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.terminal import say, say_json

    queried = query(vault, read, tags=tags, sections=section)
    key = find(queried.graph, note)
    rows = _rows(queried, key, depth)
    if format == "json":
        say_json({"note": queried.node(key), "neighbors": [_row(queried, *row) for row in rows]})
        return
    children: dict[str, list[str]] = {}
    for reached, by, _ in rows:
        children.setdefault(by, []).append(reached)
    say(queried.label(key))
    for line in _tree(queried, children, key, "  "):
        say(line)


def _rows(queried: QueriedGraph, key: str, depth: int) -> list[tuple[str, str, int]]:
    """Return each note around, the note through which it is reached, and its distance."""
    from noteweave.graph.query.select import distances
    from noteweave.graph.query.select import neighbors as around

    found = distances(queried.graph, key, depth)
    return [
        (one, min(o for o in around(queried.graph, one) if found.get(o) == distance - 1), distance)
        for one, distance in found.items()
        if distance
    ]


def _row(queried: QueriedGraph, key: str, by: str, distance: int) -> dict[str, Any]:
    ways = {(True, False): "out", (False, True): "in", (True, True): "both"}
    direction = ways[queried.graph.has_edge(by, key), queried.graph.has_edge(key, by)]
    links = queried.between(by, key)
    return queried.node(key) | {
        "distance": distance,
        "by": by,
        "direction": direction,
        "links": len(links),
        "relations": sorted({link["relation"] for link in links if link["relation"]}),
        "reasons": [link["reason"] for link in links if link["reason"]],
    }


def _why(queried: QueriedGraph, one: str, other: str) -> str:
    """Return the relations and reasons of the links between two nodes, in parentheses."""
    edges = [*queried.edges(one, other), *queried.edges(other, one)]
    why = dict.fromkeys(
        ": ".join(filter(None, (edge["relation"], edge["reason"]))) for edge in edges
    )
    found = "; ".join(filter(None, why))
    return f" ({clip(plain(found), 0, 0)[0]})" if found else ""


def _tree(
    queried: QueriedGraph, children: dict[str, list[str]], key: str, indent: str
) -> list[str]:
    lines = []
    for child in children.get(key, ()):
        out, back = queried.graph.has_edge(key, child), queried.graph.has_edge(child, key)
        arrow = "↔" if out and back else "→" if out else "←"
        lines.append(f"{indent}{arrow} {queried.label(child)}{_why(queried, key, child)}")
        lines += _tree(queried, children, child, indent + "    ")
    return lines
