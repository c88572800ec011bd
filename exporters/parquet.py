"""Parquet: nodes and edges as two typed tables, zipped together; for DuckDB, pandas, Polars, R.

Needs pyarrow: `pip install 'noteweave[parquet]'`. `--set table=nodes` or `table=edges` writes one
of them alone, unzipped.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.edges import single_edges
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import chosen
from noteweave.exporters._shared.property_columns import SCHEMA, Column, NodeTable
from noteweave.exporters._shared.tables import TABLE_OPTION, Stream, write_tables
from noteweave.exporters._shared.text import utf8, utf8_ids
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".parquet.zip"

OPTIONS = (TABLE_OPTION,)

_ROWS = 8192
"""Rows in memory at a time."""
_EDGE_COLUMNS = ("source", "target", "kind", "relation", "count", "lines", "section", "reason")


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write both tables to a zip archive, or one to the stream itself.

    Raises:
        RequestError: pyarrow is not installed.
    """
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    pa = _pyarrow()
    writers = {
        "nodes": partial(_write_nodes, pa, graph, losses),
        "edges": partial(_write_edges, pa, graph, losses),
    }
    write_tables(stream, writers, options["table"], ".parquet", compress=False)
    losses.report(request)


def _pyarrow() -> Any:
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise RequestError(
            "parquet: pyarrow is not installed", "pip install 'noteweave[parquet]'"
        ) from error


def _write_nodes(pa: Any, graph: nx.MultiDiGraph[str], losses: Losses, stream: Stream) -> None:
    table = NodeTable(graph, losses)
    fields = [pa.field("id", pa.string(), nullable=False)]
    fields += [pa.field(column.name, _type(pa, column)) for column in table.columns]
    fields += [pa.field("x", pa.float64()), pa.field("y", pa.float64())]
    _write(pa, pa.schema(fields), _nodes(graph, table, losses), stream)


def _nodes(graph: nx.MultiDiGraph[str], table: NodeTable, losses: Losses) -> Iterator[list[Any]]:
    ids = utf8_ids(graph, losses)
    for key in sorted(graph):
        node = graph.nodes[key]
        cells = zip(table.columns, table.cells(node), strict=True)
        yield [
            ids[key],
            *(_cell(column, cell, losses) for column, cell in cells),
            node.get("x"),
            node.get("y"),
        ]


def _write_edges(pa: Any, graph: nx.MultiDiGraph[str], losses: Losses, stream: Stream) -> None:
    ids = utf8_ids(graph, Losses())  # already counted with the nodes
    text = pa.string()
    types = [text] * 4 + [pa.int64(), pa.list_(pa.int32()), text, text]
    rows = (
        [
            ids[edge.source],
            ids[edge.target],
            edge.kinds[0],
            utf8("".join(edge.relations), losses) or None,
            edge.weight,
            edge.lines,
            utf8(", ".join(edge.sections), losses) or None,
            utf8("; ".join(edge.reasons), losses) or None,
        ]
        for edge in single_edges(graph)
    )
    _write(pa, pa.schema(list(zip(_EDGE_COLUMNS, types, strict=True))), rows, stream)


def _write(pa: Any, schema: Any, rows: Iterable[list[Any]], stream: Stream) -> None:
    rows = iter(rows)
    with pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            columns = zip(*batch, strict=True)
            arrays = [
                pa.array(cells, field.type) for cells, field in zip(columns, schema, strict=True)
            ]
            writer.write_batch(pa.record_batch(arrays, schema=schema))


def _type(pa: Any, column: Column) -> Any:
    if column.type == "date" and column.name in SCHEMA:
        return pa.string()  # may hold a text that is not a date
    return {
        "bool": pa.bool_(),
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.date32(),
        "str": pa.string(),
        "strings": pa.list_(pa.string()),
    }[column.type]


def _cell(column: Column, cell: Any, losses: Losses) -> Any:
    if isinstance(cell, str):
        if column.type == "date" and column.name not in SCHEMA:
            return date.fromisoformat(cell)
        return utf8(cell, losses)
    return [utf8(text, losses) for text in cell] if isinstance(cell, list) else cell
