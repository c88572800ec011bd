"""GraphML, for Gephi, Cytoscape, yEd, igraph and networkx.

networkx's own writer is not used: it stops at ordinary frontmatter (lists, dates, None), repeats
edge ids so that Gephi drops edges, and takes 2.6 times as long (docs/formats.md). Gephi matches
keys by `id` and ignores case, so ids are names that are the same in every file.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import Edge, paired_edges, single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import Column, NodeTable
from noteweave.exporters._shared.text import write_text
from noteweave.exporters._shared.xml_text import node_id, xml_text

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".graphml"

OPTIONS = (
    Option(
        "edges",
        "pair",
        "pair: one edge from note to note, its weight the number of links; "
        "kind: one for each kind and relation (Gephi adds them up again unless told not to)",
        ("pair", "kind"),
    ),
)

_HEAD = """<?xml version="1.0" encoding="UTF-8"?>
<graphml xmlns="http://graphml.graphdrawing.org/xmlns"
    xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"
    xsi:schemaLocation="http://graphml.graphdrawing.org/xmlns \
http://graphml.graphdrawing.org/xmlns/1.0/graphml.xsd">
"""
_EDGE_KEYS = (
    ("weight", "weight", "double"),
    ("edge_kind", "kind", "string"),  # `kind` is a node's id, and ids are unique
    ("relation", "relation", "string"),
    ("section", "section", "string"),
    ("reason", "reason", "string"),
    ("lines", "lines", "string"),
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the whole graph; memory beyond the graph is one id for each node."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    edges = single_edges if options["edges"] == "kind" else paired_edges
    write_text(stream, _lines(graph, edges, losses), losses)
    losses.report(request)


def _lines(
    graph: nx.MultiDiGraph[str], edges: Callable[..., Iterator[Edge]], losses: Losses
) -> Iterator[str]:
    table, appearance = NodeTable(graph, losses), Appearance(graph)
    ids = {key: node_id(key) for key in graph}
    order = ids.__getitem__
    yield _HEAD
    yield from _keys(table, appearance)
    yield '<graph id="vault" edgedefault="directed">\n'
    cells = [_cell(column, losses) for column in table.columns]
    for key in sorted(graph, key=order):
        node = graph.nodes[key]
        data = [
            cell(value)
            for cell, value in zip(cells, table.cells(node), strict=True)
            if value is not None
        ]
        yield f'<node id="{ids[key]}">{"".join(data)}{_look(appearance, node)}</node>\n'
    for number, edge in enumerate(edges(graph, order)):
        yield _edge(number, edge, ids, losses)
    yield "</graph>\n</graphml>\n"


def _keys(table: NodeTable, appearance: Appearance) -> Iterator[str]:
    """Yield the keys of nodes, then of edges; readers must know them before the graph."""
    nodes = [(column.name, _type(column)) for column in table.columns]
    if appearance.sized:
        nodes.append(("size", "double"))
    if appearance.colored:
        nodes.append(("color", "string"))
    if appearance.placed:
        nodes += [("x", "double"), ("y", "double")]
    for name, kind in nodes:
        yield f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
    for key, name, kind in _EDGE_KEYS:
        yield f'<key id="{key}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'


def _type(column: Column) -> str:
    if column.type == "int":
        return "long" if column.wide else "int"
    return {"bool": "boolean", "float": "double"}.get(column.type, "string")


def _cell(column: Column, losses: Losses) -> Callable[[Any], str]:
    """Return a function that writes a value of the column as an element."""
    start = f'<data key="{column.name}">'
    match column.type:
        case "bool":
            return (f"{start}false</data>", f"{start}true</data>").__getitem__
        case "int" | "float":
            return f"{start}%r</data>".__mod__  # fast; a column's name has no `%`
        case "strings":
            return lambda value: f"{start}{xml_text(', '.join(value), losses)}</data>"
        case _:
            return lambda value: f"{start}{xml_text(value, losses)}</data>"


def _look(appearance: Appearance, node: dict[str, Any]) -> str:
    text = ""
    if (size := appearance.size(node)) is not None:
        text += f'<data key="size">{size!r}</data>'
    if (color := appearance.color(node)) is not None:
        text += f'<data key="color">{color}</data>'
    if (position := appearance.position(node)) is not None:
        text += f'<data key="x">{position[0]!r}</data><data key="y">{position[1]!r}</data>'
    return text


def _edge(number: int, edge: Edge, ids: dict[str, str], losses: Losses) -> str:
    source, target, weight, kinds, relations, lines, sections, reasons = edge
    text = (
        f'<edge id="e{number}" source="{ids[source]}" target="{ids[target]}">'
        f'<data key="weight">{weight}.0</data>'
        f'<data key="edge_kind">{xml_text(", ".join(kinds), losses)}</data>'
    )
    if relations:
        text += f'<data key="relation">{xml_text(", ".join(relations), losses)}</data>'
    if sections:
        text += f'<data key="section">{xml_text(", ".join(sections), losses)}</data>'
    if reasons:
        text += f'<data key="reason">{xml_text("; ".join(reasons), losses)}</data>'
    if lines:
        text += f'<data key="lines">{", ".join(map(str, lines))}</data>'
    return f"{text}</edge>\n"
