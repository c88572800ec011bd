"""Cytoscape JSON (.cyjs), for Cytoscape and cytoscape.js."""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import chosen
from noteweave.exporters._shared.property_columns import Table, plain
from noteweave.exporters._shared.text_writer import TextWriter, listed
from noteweave.exporters._shared.xml_text import utf8, utf8_ids

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".cyjs"

OPTIONS = ()

SPACING = 120
"""From one node to the next: Cytoscape draws them 30 to 75 wide."""

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write one element a line; a node's `name` is what Cytoscape shows."""
    chosen(OPTIONS, request.settings)
    losses = Losses()
    name = _encode(str(graph.graph.get("name", "")))
    with TextWriter(stream) as write:
        write('{"format_version":"1.0","generated_by":"noteweave",')
        write('"target_cytoscapejs_version":"~3.0",')
        write(utf8(f'"data":{{"name":{name},"shared_name":{name}}},\n', losses))
        write('"elements":{"nodes":[')
        for part in listed(_nodes(graph, losses)):
            write(utf8(part, losses))
        write('\n],"edges":[')
        for part in listed(_edges(graph)):
            write(utf8(part, losses))
        write("\n]}}\n")
    losses.report(request)


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    table, look = Table(graph, losses), Appearance(graph, upwards=False, spacing=SPACING)
    ids = utf8_ids(graph, losses)
    for key in sorted(graph):
        node = graph.nodes[key]
        label = node.get("label") or key
        data: dict[str, Any] = {"id": ids[key], "name": label, "shared_name": label}
        for column, cell in zip(table.columns, table.cells(node), strict=True):
            if cell is not None:
                data[column.name] = plain(cell, losses)
        data |= {"size": look.size(node)} if look.sized else {}
        data |= {"color": look.color(node)} if look.colored else {}
        element: dict[str, Any] = {"data": data}
        if place := look.position(node):
            element["position"] = {"x": place[0], "y": place[1]}
        yield _encode(element)


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
            "weight": edge.weight,
            "lines": edge.lines,
        }
        yield _encode({"data": data})
