"""Cypher statements for Neo4j 4.4 and newer: `cypher-shell < graph.cypher`.

Every node has the label `Noteweave` and that of its kind (`Note`, `Topic`, …); relationships have
their kind as type. Running the file again updates what is there instead of doubling it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import Table
from noteweave.exporters._shared.text_writer import TextWriter
from noteweave.exporters._shared.xml_text import utf8, utf8_ids
from noteweave.exporters.csv import relationship

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".cypher"

OPTIONS = (Option("batch", 200, "rows in one statement; Neo4j commits after each"),)

_CONSTRAINT = (
    "CREATE CONSTRAINT noteweave_id IF NOT EXISTS FOR (n:Noteweave) REQUIRE n.id IS UNIQUE;\n"
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write a constraint, then nodes by kind, then relationships by type, in batches."""
    batch = max(1, chosen(OPTIONS, request.settings)["batch"])
    losses = Losses()
    with TextWriter(stream) as write:
        write(_CONSTRAINT)
        for statement in _nodes(graph, losses, batch):
            write(utf8(statement, losses))
        for statement in _relationships(graph, batch):
            write(utf8(statement, losses))
    losses.report(request)


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses, batch: int) -> Iterator[str]:
    table, ids = Table(graph, losses), utf8_ids(graph, losses)
    by_kind: dict[str, list[str]] = {}
    for key in sorted(graph):
        by_kind.setdefault(str(graph.nodes[key].get("kind") or "note"), []).append(key)
    for kind in sorted(by_kind):
        rows = (_node(table, ids[key], graph.nodes[key]) for key in by_kind[kind])
        end = f"MERGE (n:Noteweave {{id: row.id}}) SET n = row, n:{kind.capitalize()};"
        yield from _statements(rows, end, batch)


def _node(table: Table, name: str, node: Mapping[str, Any]) -> str:
    cells = zip(table.columns, table.cells(node), strict=True)
    values = [f"`{column.name}`: {_literal(cell)}" for column, cell in cells if cell is not None]
    return f"{{{', '.join([f'id: {_quoted(name)}', *values])}}}"


def _relationships(graph: nx.MultiDiGraph[str], batch: int) -> Iterator[str]:
    """Yield all of one type, then the next: a type cannot be a parameter."""
    ids = utf8_ids(graph, Losses())
    kinds = sorted({edge.kinds[0] for edge in single_edges(graph)})
    for kind in kinds:
        rows = (
            f"{{a: {_quoted(ids[edge.source])}, b: {_quoted(ids[edge.target])}, "
            f"relation: {_quoted(''.join(edge.relations))}, count: {edge.weight}, "
            f"lines: [{', '.join(map(str, edge.lines))}]}}"
            for edge in single_edges(graph)
            if edge.kinds[0] == kind
        )
        end = (
            "MATCH (a:Noteweave {id: row.a}), (b:Noteweave {id: row.b})\n"
            f"MERGE (a)-[r:{relationship(kind)} {{relation: row.relation}}]->(b)\n"
            "SET r.count = row.count, r.lines = row.lines;"
        )
        yield from _statements(rows, end, batch)


def _statements(rows: Iterable[str], end: str, batch: int) -> Iterator[str]:
    rows = iter(rows)
    while some := list(islice(rows, batch)):
        yield "UNWIND [\n" + ",\n".join(some) + f"\n] AS row\n{end}\n"


def _literal(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return repr(cell)
    if isinstance(cell, list):
        return f"[{', '.join(map(_quoted, cell))}]"
    return f"date({_quoted(cell)})" if _is_date(cell) else _quoted(cell)


def _is_date(text: str) -> bool:
    """Whether Neo4j will take it for a day of the calendar: otherwise its import would stop."""
    if len(text) != 10 or text[4] != "-":
        return False
    try:
        return bool(date.fromisoformat(text))
    except ValueError:
        return False


_ESCAPES = str.maketrans(
    {chr(n): f"\\u{n:04x}" for n in (*range(32), 127)}
    | {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)


_BEFORE_U = re.compile(r"(?<=\\)(?=[uU])")


def _quoted(text: str) -> str:
    """Return a string literal.

    Older versions of Neo4j replace `\\uXXXX` before they look for the quotes, whatever stands in
    front of it: a name could end its own string. So a backslash of the text and a `u` after it
    come in two literals, joined by `+`.
    """
    pieces = _BEFORE_U.split(text) if "\\" in text else [text]
    return " + ".join(f"'{piece.translate(_ESCAPES)}'" for piece in pieces)
