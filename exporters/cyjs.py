"""Cytoscape JSON (.cyjs), for Cytoscape and cytoscape.js."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import chosen
from noteweave.exporters._shared.property_columns import NodeTable, plain
from noteweave.exporters._shared.text import encode_json, json_items, utf8_ids, write_text

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".cyjs"

OPTIONS = ()

SPACING = 120
"""Pixels between neighboring nodes: Cytoscape draws nodes 30 to 75 wide."""


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write one element a line; a node's `name` is what Cytoscape shows."""
    chosen(OPTIONS, request.settings)
    losses = Losses()
    write_text(stream, _pieces(graph, losses), losses)
    losses.report(request)


def _pieces(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    name = encode_json(str(graph.graph.get("name", "")))
    yield '{"format_version":"1.0","generated_by":"noteweave",'
    yield '"target_cytoscapejs_version":"~3.0",'
    yield f'"data":{{"name":{name},"shared_name":{name}}},\n"elements":{{"nodes":['
    yield from json_items(_nodes(graph, losses))
    yield '\n],"edges":['
    yield from json_items(_edges(graph))
    yield "\n]}}\n"


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    table = NodeTable(graph, losses)
    appearance = Appearance(graph, upwards=False, spacing=SPACING)
    ids = utf8_ids(graph, losses)
    for key in sorted(graph):
        node = graph.nodes[key]
        label = node.get("label") or key
        data: dict[str, Any] = {"id": ids[key], "name": label, "shared_name": label}
        data |= {column.name: plain(cell, losses) for column, cell in table.named_cells(node)}
        data |= {"size": appearance.size(node)} if appearance.sized else {}
        data |= {"color": appearance.color(node)} if appearance.colored else {}
        element: dict[str, Any] = {"data": data}
        if position := appearance.position(node):
            element["position"] = {"x": position[0], "y": position[1]}
        yield encode_json(element)


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    ids = utf8_ids(graph, Losses())
    for number, edge in enumerate(single_edges(graph)):
        kind = edge.kinds[0]
        data = {
            "id": f"e{number}",
            "source": ids[edge.source],
            "target": ids[edge.target],
            "interaction": kind,
            "relation": "".join(edge.relations),
            "section": ", ".join(edge.sections),
            "reason": "; ".join(edge.reasons),
            "weight": edge.weight,
            "lines": edge.lines,
        }
        yield encode_json({"data": data})
