"""The graph as two typed tables, nodes and edges, for every format that is made of tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from functools import partial
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.property_columns import Column, NodeTable
from noteweave.exporters._shared.text import utf8, utf8_ids

if TYPE_CHECKING:
    import networkx as nx

Row = list[Any]


class Table(NamedTuple):
    """Columns, and rows with one cell for each: of its column's type, or None."""

    columns: tuple[Column, ...]
    rows: Callable[[], Iterator[Row]]


def node_table(graph: nx.MultiDiGraph[str], losses: Losses) -> Table:
    """Return the nodes by key: `id`, the schema's columns and properties, `x` and `y`."""
    nodes = NodeTable(graph, losses)
    placed = any("x" in node for _, node in graph.nodes(data=True))
    position = [Column("x", "float"), Column("y", "float")] if placed else []
    columns = (Column("id", "str"), *nodes.columns, *position)
    return Table(columns, partial(_node_rows, graph, nodes, placed, losses))


def _node_rows(
    graph: nx.MultiDiGraph[str], nodes: NodeTable, placed: bool, losses: Losses
) -> Iterator[Row]:
    ids = utf8_ids(graph, losses)
    for key in sorted(graph):
        node = graph.nodes[key]
        row = [ids[key], *(_utf8(cell, losses) for cell in nodes.cells(node))]
        yield [*row, node.get("x"), node.get("y")] if placed else row


EDGE_COLUMNS = (
    Column("source", "str"),
    Column("target", "str"),
    Column("kind", "str"),
    Column("relation", "str"),
    Column("weight", "int"),
    Column("lines", "ints"),
    Column("section", "str"),
    Column("reason", "str"),
)


def edge_table(graph: nx.MultiDiGraph[str], losses: Losses) -> Table:
    """Return the edges by source, target and kind; `weight` is the number of links."""
    return Table(EDGE_COLUMNS, partial(_edge_rows, graph, losses))


def _edge_rows(graph: nx.MultiDiGraph[str], losses: Losses) -> Iterator[Row]:
    ids = utf8_ids(graph, Losses())  # already counted with the nodes
    for source, target, weight, (kind,), relations, lines, *why in single_edges(graph):
        relation = utf8("".join(relations), losses) or None
        sections, reasons = (utf8("; ".join(texts), losses) or None for texts in why)
        yield [ids[source], ids[target], kind, relation, weight, list(lines), sections, reasons]


def _utf8(cell: Any, losses: Losses) -> Any:
    if isinstance(cell, str):
        return utf8(cell, losses)
    return [utf8(text, losses) for text in cell] if isinstance(cell, list) else cell
