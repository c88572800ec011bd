"""`noteweave neighbors`: what lies around a note, link by link."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

import typer

from noteweave.commands._query import AsFormat, Format, GraphQuery, Tags, ask
from noteweave.commands._vault_options import Root, Sections
from noteweave.reports._width import clip
from noteweave.reports.text import plain

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
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> None:
    """Print the notes around a note: those it links to (→), those that link to it (←), both (↔).

    With `--depth 2` also their neighbours, each under the note by which it is reached first.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.terminal import say, say_json

    asked = ask(vault, tags=tags, sections=section)
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
    links = asked.between(by, key)
    return asked.node(key) | {
        "distance": distance,
        "by": by,
        "direction": direction,
        "links": len(links),
        "relations": sorted({link["relation"] for link in links if link["relation"]}),
        "reasons": [link["reason"] for link in links if link["reason"]],
    }


def _why(asked: GraphQuery, one: str, other: str) -> str:
    """Return the relations and reasons of the links between two nodes, in parentheses."""
    edges = [*asked.edges(one, other), *asked.edges(other, one)]
    why = dict.fromkeys(
        ": ".join(filter(None, (edge["relation"], edge["reason"]))) for edge in edges
    )
    found = "; ".join(filter(None, why))
    return f" ({clip(plain(found), 0, 0)[0]})" if found else ""


def _tree(asked: GraphQuery, children: dict[str, list[str]], key: str, indent: str) -> list[str]:
    lines = []
    for child in children.get(key, ()):
        out, back = asked.graph.has_edge(key, child), asked.graph.has_edge(child, key)
        arrow = "↔" if out and back else "→" if out else "←"
        lines.append(f"{indent}{arrow} {asked.label(child)}{_why(asked, key, child)}")
        lines += _tree(asked, children, child, indent + "    ")
    return lines
