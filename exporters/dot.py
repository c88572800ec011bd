"""DOT, for Graphviz: `dot -Tsvg`, or `neato -n2 -Tsvg` to keep the positions of the map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import Edge, single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.palette import NEUTRAL
from noteweave.exporters._shared.text import write_text
from noteweave.exporters._shared.xml_text import legal, node_id

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".dot"

OPTIONS = (
    Option("direction", "LR", "where links point in a layered picture", ("LR", "RL", "TB", "BT")),
)

SPACING = 220
"""Points between neighboring nodes, which are boxes with names in them."""
_SHAPES = {"tag": "plaintext", "attachment": "note", "canvas": "component", "base": "cylinder"}
_LINES = {"embed": "bold", "property": "dashed", "inline-field": "dashed", "tag": "dotted"}


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write nodes with label, color and position, then every edge."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    write_text(stream, _lines(graph, options["direction"], losses), losses)
    losses.report(request)


def _lines(graph: nx.MultiDiGraph[str], direction: str, losses: Losses) -> Iterator[str]:
    appearance = Appearance(graph, spacing=SPACING)
    ids = {key: node_id(key) for key in graph}
    order = ids.__getitem__
    yield f"digraph {_quoted(str(graph.graph.get('name', 'vault')), losses)} {{\n"
    yield f'graph [charset="UTF-8", rankdir={direction}, outputorder=edgesfirst]\n'
    yield 'node [shape=box, style="rounded,filled", fillcolor="#ffffff", fontname="sans-serif"]\n'
    yield 'edge [color="#8a919e", arrowsize=0.7, fontname="sans-serif", fontsize=10]\n'
    for key in sorted(graph, key=order):
        yield f'"{ids[key]}" [{_attributes(key, graph.nodes[key], appearance, losses)}]\n'
    for edge in single_edges(graph, order):
        yield f'"{ids[edge.source]}" -> "{ids[edge.target]}" [{_edge(edge, losses)}]\n'
    yield "}\n"


def _attributes(key: str, node: Mapping[str, Any], appearance: Appearance, losses: Losses) -> str:
    kind = str(node.get("kind") or "note")
    parts = [f"label={_quoted(str(node.get('label') or key), losses)}", f'class="{kind}"']
    parts.append(f"tooltip={_quoted(str(node.get('path') or key), losses)}")
    if kind in _SHAPES:
        parts.append(f"shape={_SHAPES[kind]}")
    if kind == "topic":
        parts.append(f'style="rounded,dashed", color="{NEUTRAL}"')
    elif color := appearance.color(node):
        parts.append(f'color="{color}", fillcolor="{color}22"')
    if position := appearance.position(node):
        parts.append(f'pos="{position[0]!r},{position[1]!r}"')
    return ", ".join(parts)


def _edge(edge: Edge, losses: Losses) -> str:
    kind = edge.kinds[0]
    parts = [f'class="{kind}"', f"weight={edge.weight}"]
    if edge.relations:
        parts.append(f"label={_quoted(edge.relations[0], losses)}")
    if kind in _LINES:
        parts.append(f"style={_LINES[kind]}")
    return ", ".join(parts)


def _quoted(text: str, losses: Losses) -> str:
    """Return a string that Graphviz shows unchanged: labels know `\\N` and `&amp;`."""
    text = legal(text, losses).replace("\\", "\\\\").replace("&", "&amp;").replace('"', '\\"')
    return '"' + text.replace("\r\n", "\\n").replace("\n", "\\n").replace("\r", "\\n") + '"'
