"""CSV: nodes and edges as two tables, zipped together; for pandas, R, Gephi, Neo4j.

`--set table=nodes` or `table=edges` writes one of them alone, unzipped. `--set headers=gephi` and
`headers=neo4j` write the form that Gephi's spreadsheet import and `neo4j-admin database import`
read without loss.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from functools import partial
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared import gephi_table
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.table_files import TABLE_OPTION, Stream, write_tables
from noteweave.exporters._shared.tables import Row, edge_table, node_table

if TYPE_CHECKING:
    import networkx as nx

    Graph = nx.MultiDiGraph[str]

SUFFIX = ".csv.zip"

OPTIONS = (
    TABLE_OPTION,
    Option(
        "headers",
        "plain",
        "plain: the schema's names, for pandas and R; gephi: what Gephi's spreadsheet import "
        "reads whole; neo4j: names with types",
        ("plain", "gephi", "neo4j"),
    ),
)

_NEO4J: Mapping[str, str] = {
    "bool": "boolean",
    "int": "long",
    "float": "double",
    "date": "string",  # the import would stop at a text that is not a date
    "str": "string",
    "strings": "string[]",
}


def export(graph: Graph, stream: BinaryIO, request: Request) -> None:
    """Write both tables to a zip archive, or one to the stream itself."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    nodes, edges = _FORMS[options["headers"]]
    writers = {
        "nodes": partial(_write, nodes, graph, losses),
        "edges": partial(_write, edges, graph, losses),
    }
    write_tables(stream, writers, options["table"], ".csv")
    losses.report(request)


def _write(form: Any, graph: Graph, losses: Losses, stream: Stream) -> None:
    """Write rows in the format of RFC 4180, but with `\\n` alone between them."""
    csv.writer(_Lines(stream)).writerows(form(graph, losses))


class _Lines:
    """Takes rows that end in CR LF: only then does `csv` quote cells that contain a CR."""

    def __init__(self, stream: Stream) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        return self._stream.write(row.removesuffix("\r\n").encode() + b"\n")


def _plain(make: Any, graph: Graph, losses: Losses) -> Iterator[Row]:
    table = make(graph, losses)
    yield [column.name for column in table.columns]
    for row in table.rows():
        yield [_plain_cell(cell) for cell in row]


def _plain_cell(cell: Any) -> Any:
    """Return a cell as text: true and false in lower case, lists joined."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        return (", " if cell and isinstance(cell[0], str) else " ").join(map(str, cell))
    return cell


def _gephi_nodes(graph: Graph, losses: Losses) -> Iterator[Row]:
    table = node_table(graph, losses)
    yield gephi_table.names(table.columns)
    for row in gephi_table.gephi_rows(node_table(graph, Losses()), table):
        yield [_plain_cell(cell) for cell in row]


_WHY = ("section", "reason")


def _gephi_edges(graph: Graph, losses: Losses) -> Iterator[Row]:
    """Yield edges whose `kind` keeps parallel edges apart; `type` is Gephi's word for direction."""
    yield ["source", "target", "type", "kind", "weight", "relation", "lines", *_WHY]
    rows = gephi_table.gephi_rows(edge_table(graph, Losses()), edge_table(graph, losses))
    for source, target, kind, relation, weight, lines, *why in rows:
        name = f"{kind}:{relation}" if relation else kind
        yield [source, target, "Directed", name, weight, relation, lines, *why]


def _neo4j_nodes(graph: Graph, losses: Losses) -> Iterator[Row]:
    table = node_table(graph, losses)
    columns = [c for c in table.columns[1:] if c.name not in ("x", "y")]
    kind = next((i for i, c in enumerate(table.columns) if c.name == "kind"), None)
    yield ["id:ID", *(f"{column.name}:{_NEO4J[column.type]}" for column in columns), ":LABEL"]
    for row in table.rows():
        label = str((row[kind] if kind is not None else None) or "note").capitalize()
        yield [*(_neo4j_cell(cell) for cell in row[: len(columns) + 1]), label]


def _neo4j_edges(graph: Graph, losses: Losses) -> Iterator[Row]:
    why = ("section:string", "reason:string")
    yield [":START_ID", ":END_ID", ":TYPE", "count:long", "relation:string", "lines:long[]", *why]
    for source, target, kind, relation, weight, lines, *texts in edge_table(graph, losses).rows():
        yield [source, target, relationship(kind), weight, relation, _neo4j_cell(lines), *texts]


def _neo4j_cell(cell: Any) -> Any:
    """Return a cell with lists joined by `;`, for which neo4j-admin has no escape."""
    if isinstance(cell, list):
        return ";".join(str(item).replace(";", ",") for item in cell)
    return _plain_cell(cell)


_FORMS = {
    "plain": (partial(_plain, node_table), partial(_plain, edge_table)),
    "gephi": (_gephi_nodes, _gephi_edges),
    "neo4j": (_neo4j_nodes, _neo4j_edges),
}


def relationship(kind: str) -> str:
    """Return the relationship type of an edge's kind, in Neo4j's notation.

    >>> relationship("inline-field")
    'INLINE_FIELD'
    """
    return kind.upper().replace("-", "_")
