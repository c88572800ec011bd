"""JSON node-link, for D3, networkx and graphology.

`nx.node_link_graph(data, edges="links")` returns the graph; `new MultiDirectedGraph().import(…)`
reads `--set shape=graphology`.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import linked_pairs
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import plain
from noteweave.exporters._shared.text import encode_json, json_items, utf8_ids, write_text
from noteweave.graph.schema import Occurrence

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".json"

OPTIONS = (
    Option(
        "shape",
        "d3",
        "d3: `nodes` and `links` (D3, networkx); graphology: `nodes` and `edges` with `attributes`",
        ("d3", "graphology"),
    ),
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write one object a line, so that a diff of two exports can be read."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    pieces = _graphology if options["shape"] == "graphology" else _d3
    write_text(stream, pieces(graph, losses), losses)
    losses.report(request)


def _d3(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    yield f'{{"directed":true,"multigraph":true,"graph":{_object(graph.graph, losses)},\n"nodes":['
    ids = utf8_ids(graph, losses)
    yield from json_items(_object({**graph.nodes[k], "id": ids[k]}, losses) for k in sorted(graph))
    yield '\n],\n"links":['
    yield from json_items(
        _object(data | {"source": ids[source], "target": ids[target], "key": key}, losses)
        for source, target, key, data in _edges(graph)
    )
    yield "\n]}\n"


def _graphology(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    kind = '"options":{"type":"directed","multi":true,"allowSelfLoops":true}'
    yield f'{{{kind},"attributes":{_object(graph.graph, losses)},\n"nodes":['
    ids = utf8_ids(graph, losses)
    yield from json_items(
        _object({"key": ids[key], "attributes": graph.nodes[key]}, losses) for key in sorted(graph)
    )
    yield '\n],\n"edges":['
    yield from json_items(
        _object({"key": f"e{n}", "source": ids[s], "target": ids[t], "attributes": data}, losses)
        for n, (s, t, _, data) in enumerate(_edges(graph))
    )
    yield "\n]}\n"


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield source, target, key and attributes of every edge, its places as objects."""
    for source, target, parallel in linked_pairs(graph):
        for key, attributes in parallel:
            data = dict(attributes)
            if places := data.get("places"):
                data["places"] = [
                    dict(zip(Occurrence._fields, place, strict=False)) for place in places
                ]
            yield source, target, key, data


def _object(value: Any, losses: Losses) -> str:
    return encode_json(plain(value, losses))
