"""Cypher statements for Neo4j 4.4 and newer: `cypher-shell < graph.cypher`.

Every node has the label `Noteweave` and that of its kind (`Note`, `Topic`, …); relationships have
their kind as type. Running the file again updates the nodes and relationships.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import chain, islice
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import NodeTable, is_day
from noteweave.exporters._shared.text import utf8_ids, write_text
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
    statements = chain([_CONSTRAINT], _nodes(graph, losses, batch), _relationships(graph, batch))
    write_text(stream, statements, losses)
    losses.report(request)


def _nodes(graph: nx.MultiDiGraph[str], losses: Losses, batch: int) -> Iterator[str]:
    table, ids = NodeTable(graph, losses), utf8_ids(graph, losses)
    by_kind: dict[str, list[str]] = {}
    for key in sorted(graph):
        by_kind.setdefault(str(graph.nodes[key].get("kind") or "note"), []).append(key)
    for kind in sorted(by_kind):
        rows = (_node(table, ids[key], graph.nodes[key]) for key in by_kind[kind])
        end = f"MERGE (n:Noteweave {{id: row.id}}) SET n = row, n:{kind.capitalize()};"
        yield from _statements(rows, end, batch)


def _node(table: NodeTable, name: str, node: Mapping[str, Any]) -> str:
    values = [f"`{column.name}`: {_literal(cell)}" for column, cell in table.named_cells(node)]
    return f"{{{', '.join([f'id: {_quoted(name)}', *values])}}}"


def _relationships(graph: nx.MultiDiGraph[str], batch: int) -> Iterator[str]:
    """Yield the relationships of one type after another: a type cannot be a parameter."""
    ids = utf8_ids(graph, Losses())
    kinds = sorted({edge.kinds[0] for edge in single_edges(graph)})
    for kind in kinds:
        rows = (
            f"{{a: {_quoted(ids[edge.source])}, b: {_quoted(ids[edge.target])}, "
            f"relation: {_quoted(''.join(edge.relations))}, count: {edge.weight}, "
            f"lines: [{', '.join(map(str, edge.lines))}], "
            f"section: {_quoted(', '.join(edge.sections))}, "
            f"reason: {_quoted('; '.join(edge.reasons))}}}"
            for edge in single_edges(graph)
            if edge.kinds[0] == kind
        )
        end = (
            "MATCH (a:Noteweave {id: row.a}), (b:Noteweave {id: row.b})\n"
            f"MERGE (a)-[r:{relationship(kind)} {{relation: row.relation}}]->(b)\n"
            "SET r.count = row.count, r.lines = row.lines, r.section = row.section, "
            "r.reason = row.reason;"
        )
        yield from _statements(rows, end, batch)


def _statements(rows: Iterable[str], end: str, batch: int) -> Iterator[str]:
    rows = iter(rows)
    while part := list(islice(rows, batch)):
        yield "UNWIND [\n" + ",\n".join(part) + f"\n] AS row\n{end}\n"


def _literal(cell: Any) -> str:
    if isinstance(cell, bool):
        return "true" if cell else "false"
    if isinstance(cell, int | float):
        return repr(cell)
    if isinstance(cell, list):
        return f"[{', '.join(map(_quoted, cell))}]"
    # Neo4j's import would stop at a text in `date()` that is not a day of the calendar.
    return f"date({_quoted(cell)})" if is_day(cell) else _quoted(cell)


_ESCAPES = str.maketrans(
    {chr(n): f"\\u{n:04x}" for n in (*range(32), 127)}
    | {"\\": "\\\\", "'": "\\'", "\n": "\\n", "\r": "\\r", "\t": "\\t"}
)
_BEFORE_U = re.compile(r"(?<=\\)(?=[uU])")


def _quoted(text: str) -> str:
    """Return a string literal.

    Older versions of Neo4j replace `\\uXXXX` before they look for quotes, even after another
    backslash: a name could end its own string. So a backslash of the text and a `u` after it are
    written in two literals, joined by `+`.
    """
    pieces = _BEFORE_U.split(text) if "\\" in text else [text]
    return " + ".join(f"'{piece.translate(_ESCAPES)}'" for piece in pieces)
