"""Parquet: nodes and edges as two typed tables, zipped together; for DuckDB, pandas, Polars, Spark.

Needs pyarrow: `pip install 'noteweave[parquet]'`. `--set table=nodes` or `table=edges` writes one
of them alone, unzipped; `--set names=graphframes` writes the names that GraphFrames expects.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from importlib import import_module
from itertools import islice
from typing import TYPE_CHECKING, Any, BinaryIO

from noteweave.exporters import Request
from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters._shared.property_columns import Column
from noteweave.exporters._shared.table_files import TABLE_OPTION, Stream, write_tables
from noteweave.exporters._shared.tables import Row, Table, edge_table, node_table
from noteweave.exporters._shared.text import utf8_ids
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

SUFFIX = ".parquet.zip"

OPTIONS = (
    TABLE_OPTION,
    Option(
        "names",
        "plain",
        "plain: the schema's names; graphframes: src and dst, no dots in names, and whole numbers "
        "as second ids, for Spark, GraphFrames and cuGraph",
        ("plain", "graphframes"),
    ),
)

_ROWS = 8192
"""Rows in memory at a time, and in one row group: Spark reads row groups in parallel."""


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write both tables to a zip archive, or one to the stream itself.

    Raises:
        RequestError: pyarrow is not installed.
    """
    options = chosen(OPTIONS, request.settings)
    losses = Losses()
    pa = pyarrow()
    nodes, edges = node_table(graph, losses), edge_table(graph, losses)
    if options["names"] == "graphframes":
        nodes, edges = _for_graphframes(graph, nodes, edges)
    writers = {"nodes": partial(_write, pa, nodes), "edges": partial(_write, pa, edges)}
    write_tables(stream, writers, options["table"], ".parquet", compress=False)
    losses.report(request)


def pyarrow() -> Any:
    """Import pyarrow with its Parquet writer.

    Raises:
        RequestError: it is not installed.
    """
    try:
        import_module("pyarrow.parquet")
        return import_module("pyarrow")
    except ImportError as error:
        raise RequestError(
            "parquet: pyarrow is not installed", "pip install 'noteweave[parquet]'"
        ) from error


def _write(pa: Any, table: Table, stream: Stream) -> None:
    schema = arrow_schema(pa, table.columns)
    rows = table.rows()
    with pa.parquet.ParquetWriter(stream, schema, compression="zstd") as writer:
        while batch := list(islice(rows, _ROWS)):
            writer.write_batch(arrow_batch(pa, schema, batch))


def arrow_schema(pa: Any, columns: Sequence[Column]) -> Any:
    """Return the Arrow schema of a table's columns."""
    types = {
        "bool": pa.bool_(),
        "int": pa.int64(),
        "float": pa.float64(),
        "date": pa.date32(),
        "str": pa.string(),
        "strings": pa.list_(pa.string()),
        "ints": pa.list_(pa.int32()),
    }
    return pa.schema([pa.field(column.name, types[column.type]) for column in columns])


def arrow_batch(pa: Any, schema: Any, rows: Sequence[Row]) -> Any:
    """Return rows as an Arrow record batch."""
    arrays = [
        pa.array(map(_day, cells) if pa.types.is_date(field.type) else cells, field.type)
        for cells, field in zip(zip(*rows, strict=True), schema, strict=True)
    ]
    return pa.record_batch(arrays, schema=schema)


def _day(cell: str | None) -> date | None:
    return None if cell is None else date.fromisoformat(cell)


def _for_graphframes(
    graph: nx.MultiDiGraph[str], nodes: Table, edges: Table
) -> tuple[Table, Table]:
    """Rename columns, and add `number` to nodes, `src_number` and `dst_number` to edges."""
    ids = utf8_ids(graph, Losses())  # already counted with the nodes
    numbers = {ids[key]: number for number, key in enumerate(sorted(graph))}

    def node_rows() -> Iterator[Row]:
        for number, (key, *cells) in enumerate(nodes.rows()):
            yield [key, number, *cells]

    def edge_rows() -> Iterator[Row]:
        for source, target, *cells in edges.rows():
            yield [source, target, numbers[source], numbers[target], *cells]

    ends = [Column("src", "str"), Column("dst", "str")]
    ends += [Column("src_number", "int"), Column("dst_number", "int")]
    first, *others = nodes.columns
    return (
        Table(_without_dots([first, Column("number", "int"), *others]), node_rows),
        Table((*ends, *edges.columns[2:]), edge_rows),
    )


def _without_dots(columns: Sequence[Column]) -> tuple[Column, ...]:
    """Return columns with names of letters, digits and `_`; still distinct, ignoring case."""
    renamed: dict[str, Column] = {}
    for column in columns:
        name = plain = re.sub(r"\W", "_", column.name)
        number = 1
        while name in renamed:
            number += 1
            name = f"{plain}_{number}"
        renamed[name] = column._replace(name=name)
    return tuple(renamed.values())
