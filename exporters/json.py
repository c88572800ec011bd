"""JSON node-link, for D3, networkx and graphology.

`nx.node_link_graph(data, edges="links")` gives the graph back; `new MultiDirectedGraph().import(…)`
takes the shape `graphology`.
"""

from __future__ import annotations

from collections.abc import Iterator
from json import JSONEncoder
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import plain
from noteweave.exporters._shared.text_writer import TextWriter, listed
from noteweave.exporters._shared.xml_text import utf8, utf8_ids
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

_encode = JSONEncoder(ensure_ascii=False, allow_nan=False).encode


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write one object a line, so that a diff of two exports can be read."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    parts = _graphology(graph, losses) if options["shape"] == "graphology" else _d3(graph, losses)
    with TextWriter(stream) as write:
        for part in parts:
            write(utf8(part, losses))
    losses.report(request)


def _d3(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    yield f'{{"directed":true,"multigraph":true,"graph":{_object(graph.graph, losses)},\n"nodes":['
    ids = utf8_ids(graph, losses)
    yield from listed(_object({**graph.nodes[k], "id": ids[k]}, losses) for k in sorted(graph))
    yield '\n],\n"links":['
    yield from listed(
        _object(data | {"source": ids[source], "target": ids[target], "key": key}, losses)
        for source, target, key, data in _edges(graph)
    )
    yield "\n]}\n"


def _graphology(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[str]:
    kind = '"options":{"type":"directed","multi":true,"allowSelfLoops":true}'
    yield f'{{{kind},"attributes":{_object(graph.graph, losses)},\n"nodes":['
    ids = utf8_ids(graph, losses)
    yield from listed(
        _object({"key": ids[key], "attributes": graph.nodes[key]}, losses) for key in sorted(graph)
    )
    yield '\n],\n"edges":['
    yield from listed(
        _object({"key": f"e{n}", "source": ids[s], "target": ids[t], "attributes": data}, losses)
        for n, (s, t, _, data) in enumerate(_edges(graph))
    )
    yield "\n]}\n"


def _edges(graph: nx.MultiDiGraph[str]) -> Iterator[tuple[str, str, str, dict[str, Any]]]:
    """Yield every edge in order, its places as objects."""
    successors = dict(graph.adjacency())
    for source in sorted(successors):
        for target in sorted(successors[source]):
            parallel = successors[source][target]
            for key in sorted(parallel, key=str):
                data = dict(parallel[key])
                if places := data.get("places"):
                    data["places"] = [
                        dict(zip(Occurrence._fields, place, strict=False)) for place in places
                    ]
                yield source, target, str(key), data


def _object(value: Any, losses: Losses) -> str:
    return _encode(plain(value, losses))
