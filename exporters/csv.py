"""CSV: nodes and edges as two tables, zipped together; for Gephi, Neo4j, pandas, R.

`--set table=nodes` or `table=edges` writes one of them alone, unzipped. The first columns have the
names that Gephi's spreadsheet import expects; with `--set headers=neo4j` those that `neo4j-admin
database import` expects. Text that a spreadsheet would calculate begins with `'`, except for Neo4j.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.csv_cells import no_formula
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Loss, Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import NodeTable
from noteweave.exporters._shared.tables import TABLE_OPTION, Stream, write_tables
from noteweave.exporters._shared.text import utf8, utf8_ids

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".csv.zip"

OPTIONS = (
    TABLE_OPTION,
    Option("headers", "gephi", "gephi: plain names; neo4j: names with types", ("gephi", "neo4j")),
)

Row = list[Any]
_NEO4J: Mapping[str, str] = {
    "bool": "boolean",
    "int": "long",
    "float": "double",
    "date": "string",  # the import would stop at a text that is not a date
    "str": "string",
    "strings": "string[]",
}


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write both tables to a zip archive, or one to the stream itself."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    neo4j = options["headers"] == "neo4j"
    writers = {
        "nodes": lambda file: _write(_nodes(graph, losses, neo4j), file, losses, neo4j),
        "edges": lambda file: _write(_edges(graph, neo4j), file, losses, neo4j),
    }
    write_tables(stream, writers, options["table"], ".csv")
    losses.report(request)


def _write(rows: Iterator[Row], stream: Stream, losses: Losses, neo4j: bool) -> None:
    r"""Write rows in the format of RFC 4180, but with `\n` alone between them."""
    writer = csv.writer(_Lines(stream))
    text = utf8 if neo4j else _text
    for row in rows:
        writer.writerow([text(cell, losses) if isinstance(cell, str) else cell for cell in row])


def _text(cell: str, losses: Losses) -> str:
    harmless = no_formula(cell)
    losses[Loss.FORMULA] += harmless is not cell
    return utf8(harmless, losses)


class _Lines:
    """Takes rows that end in CR LF: only then does `csv` quote cells that contain a CR."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        return self._stream.write(row.removesuffix("\r\n").encode() + b"\n")


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses, neo4j: bool) -> Iterator[Row]:
    table, appearance = NodeTable(graph, losses), Appearance(graph)
    ids = utf8_ids(graph, losses)
    yield _node_header(table, appearance, neo4j)
    for key in sorted(graph):
        node = graph.nodes[key]
        row = [ids[key], *(_cell(cell, neo4j) for cell in table.cells(node))]
        if neo4j:
            row.append(str(node.get("kind") or "note").capitalize())
        elif appearance.placed:
            row += appearance.position(node) or ()
        yield row


def _node_header(table: NodeTable, appearance: Appearance, neo4j: bool) -> Row:
    if neo4j:
        return ["id:ID", *(f"{c.name}:{_NEO4J[c.type]}" for c in table.columns), ":LABEL"]
    return ["id", *(c.name for c in table.columns), *(("x", "y") if appearance.placed else ())]


def _edges(graph: nx.MultiDiGraph[str], neo4j: bool) -> Iterator[Row]:
    ids = utf8_ids(graph, Losses())  # already counted with the nodes
    if neo4j:
        yield [":START_ID", ":END_ID", ":TYPE", "count:long", "relation:string", "lines:long[]"]
    else:
        yield ["source", "target", "type", "kind", "weight", "relation", "lines"]
    for edge in single_edges(graph):
        ends = ids[edge.source], ids[edge.target]
        kind, relation = edge.kinds[0], "".join(edge.relations)
        if neo4j:
            lines = ";".join(map(str, edge.lines))
            yield [*ends, relationship(kind), edge.weight, relation, lines]
            continue
        # Gephi keeps parallel edges apart by `kind`; its `type` is directed or undirected.
        name = f"{kind}:{relation}" if relation else kind
        lines = " ".join(map(str, edge.lines))
        yield [*ends, "Directed", name, edge.weight, relation, lines]


def relationship(kind: str) -> str:
    """Return the relationship type of an edge's kind, in Neo4j's notation.

    >>> relationship("inline-field")
    'INLINE_FIELD'
    """
    return kind.upper().replace("-", "_")


def _cell(cell: Any, neo4j: bool) -> Any:
    """Return a cell for CSV: true and false in lower case, lists joined."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        # neo4j-admin splits lists at `;`, for which it has no escape.
        return ";".join(text.replace(";", ",") for text in cell) if neo4j else ", ".join(cell)
    return cell
