"""CSV: nodes and edges as two tables, zipped together; for Gephi, Neo4j, pandas, R.

`--set table=nodes` or `table=edges` writes one of them alone, unzipped. The first columns are
named as Gephi's spreadsheet import wants them; `--set headers=neo4j` as `neo4j-admin database
import` does.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterator, Mapping
from typing import IO, TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.appearance import Appearance
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import Table
from noteweave.exporters._shared.xml_text import utf8, utf8_ids
from noteweave.exporters._shared.zip_archive import archive, member

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".csv.zip"

OPTIONS = (
    Option("table", "both", "both in a zip, or nodes or edges alone", ("both", "nodes", "edges")),
    Option("headers", "gephi", "gephi: plain names; neo4j: names with types", ("gephi", "neo4j")),
)

Row = list[Any]
_NEO4J: Mapping[str, str] = {
    "bool": "boolean",
    "int": "long",
    "float": "double",
    "date": "string",  # a property may hold what is no date: the import would stop there
    "str": "string",
    "strings": "string[]",
}


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write both tables to a zip archive, or one to the stream itself."""
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    neo4j = options["headers"] == "neo4j"
    rows: dict[str, Callable[[], Iterator[Row]]] = {
        "nodes": lambda: _nodes(graph, losses, neo4j),
        "edges": lambda: _edges(graph, utf8_ids(graph, Losses()), neo4j),
    }
    if options["table"] == "both":
        with archive(stream) as zipped:
            for name, table in rows.items():
                with member(zipped, f"{name}.csv") as file:
                    _write(table(), file, losses)
    else:
        _write(rows[options["table"]](), stream, losses)
    losses.report(request)


def _write(rows: Iterator[Row], stream: IO[bytes] | BinaryIO, losses: Losses) -> None:
    """Write rows as RFC 4180 has it, but with `\\n` alone between them."""
    writer = csv.writer(_Lines(stream))
    for row in rows:
        writer.writerow([utf8(cell, losses) if isinstance(cell, str) else cell for cell in row])


class _Lines:
    """Takes rows that end in CR LF, for only then does `csv` put a CR inside a cell in quotes."""

    def __init__(self, stream: IO[bytes] | BinaryIO) -> None:
        self._stream = stream

    def write(self, row: str) -> int:
        return self._stream.write(row.removesuffix("\r\n").encode() + b"\n")


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses, neo4j: bool) -> Iterator[Row]:
    table, look = Table(graph, losses), Appearance(graph)
    ids = utf8_ids(graph, losses)
    yield _node_header(table, look, neo4j)
    for key in sorted(graph):
        node = graph.nodes[key]
        row = [ids[key], *(_cell(cell, neo4j) for cell in table.cells(node))]
        if neo4j:
            row.append(str(node.get("kind") or "note").capitalize())
        elif look.placed:
            row += look.position(node) or ()
        yield row


def _node_header(table: Table, look: Appearance, neo4j: bool) -> Row:
    if neo4j:
        return [
            "id:ID",
            *(f"{column.name}:{_NEO4J[column.type]}" for column in table.columns),
            ":LABEL",
        ]
    return ["id", *(c.name for c in table.columns), *(("x", "y") if look.placed else ())]


def _edges(graph: nx.MultiDiGraph[str], ids: Mapping[str, str], neo4j: bool) -> Iterator[Row]:
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
        # Gephi keeps parallel edges apart by `kind`; `type` is its word for the direction.
        name = f"{kind}:{relation}" if relation else kind
        lines = " ".join(map(str, edge.lines))
        yield [*ends, "Directed", name, edge.weight, relation, lines]


def relationship(kind: str) -> str:
    """Return an edge's kind as Neo4j writes a relationship's type.

    >>> relationship("inline-field")
    'INLINE_FIELD'
    """
    return kind.upper().replace("-", "_")


def _cell(cell: Any, neo4j: bool) -> Any:
    """Return a cell as CSV writes it: true and false in lower case, lists joined."""
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, list):
        # `;` is what neo4j-admin splits at; it knows no escape for it.
        return ";".join(text.replace(";", ",") for text in cell) if neo4j else ", ".join(cell)
    return cell
