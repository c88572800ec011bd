"""GraphML, for Gephi, Cytoscape, yEd, igraph and networkx.

Written by hand rather than by networkx: theirs stops at ordinary frontmatter (lists, dates, None),
repeats edge ids so that Gephi drops edges, and takes several times as long. Gephi matches keys by
`id` and without regard to case, so ids are names, stable from one vault to the next.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import Edge, paired_edges, single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import Column, Table
from noteweave.exporters._shared.text_writer import TextWriter
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
    ("lines", "lines", "string"),
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the whole graph; memory beyond the graph is one id for each node."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    table, look = Table(graph, losses), Appearance(graph)
    ids = {key: node_id(key) for key in graph}
    order = ids.__getitem__
    with TextWriter(stream) as write:
        write(_HEAD)
        for line in _keys(table, look):
            write(line)
        write('<graph id="vault" edgedefault="directed">\n')
        cells = [_cell(column, losses) for column in table.columns]
        for key in sorted(graph, key=order):
            node = graph.nodes[key]
            data = [
                cell(value)
                for cell, value in zip(cells, table.cells(node), strict=True)
                if value is not None
            ]
            write(f'<node id="{ids[key]}">{"".join(data)}{_looks(look, node)}</node>\n')
        edges = single_edges if options["edges"] == "kind" else paired_edges
        for number, edge in enumerate(edges(graph, order)):
            write(_edge(number, edge, ids, losses))
        write("</graph>\n</graphml>\n")
    losses.report(request)


def _keys(table: Table, look: Appearance) -> list[str]:
    """Return all keys: nodes' then edges', so that readers know them before the graph."""
    nodes = [(column.name, _type(column)) for column in table.columns]
    if look.sized:
        nodes.append(("size", "double"))
    if look.colored:
        nodes.append(("color", "string"))
    if look.placed:
        nodes += [("x", "double"), ("y", "double")]
    lines = [
        f'<key id="{name}" for="node" attr.name="{name}" attr.type="{kind}"/>\n'
        for name, kind in nodes
    ]
    lines += [
        f'<key id="{key}" for="edge" attr.name="{name}" attr.type="{kind}"/>\n'
        for key, name, kind in _EDGE_KEYS
    ]
    return lines


def _type(column: Column) -> str:
    if column.type == "int":
        return "long" if column.wide else "int"
    return {"bool": "boolean", "float": "double"}.get(column.type, "string")


def _cell(column: Column, losses: Losses) -> Callable[[Any], str]:
    """Return what writes one column's value as an element."""
    start = f'<data key="{column.name}">'
    match column.type:
        case "bool":
            return (f"{start}false</data>", f"{start}true</data>").__getitem__
        case "int" | "float":
            return f"{start}%r</data>".__mod__  # in C, as a name is without a `%`
        case "strings":
            return lambda value: f"{start}{xml_text(', '.join(value), losses)}</data>"
        case _:
            return lambda value: f"{start}{xml_text(value, losses)}</data>"


def _looks(look: Appearance, node: dict[str, Any]) -> str:
    text = ""
    if (size := look.size(node)) is not None:
        text += f'<data key="size">{size!r}</data>'
    if (color := look.color(node)) is not None:
        text += f'<data key="color">{color}</data>'
    if (place := look.position(node)) is not None:
        text += f'<data key="x">{place[0]!r}</data><data key="y">{place[1]!r}</data>'
    return text


def _edge(number: int, edge: Edge, ids: dict[str, str], losses: Losses) -> str:
    source, target, weight, kinds, relations, lines, _ = edge
    text = (
        f'<edge id="e{number}" source="{ids[source]}" target="{ids[target]}">'
        f'<data key="weight">{weight}.0</data>'
        f'<data key="edge_kind">{xml_text(", ".join(kinds), losses)}</data>'
    )
    if relations:
        text += f'<data key="relation">{xml_text(", ".join(relations), losses)}</data>'
    if lines:
        text += f'<data key="lines">{", ".join(map(str, lines))}</data>'
    return f"{text}</edge>\n"
