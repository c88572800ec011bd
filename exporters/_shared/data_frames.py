"""The graph's two tables as data frames of pandas, Polars or Arrow."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from importlib import import_module
from typing import TYPE_CHECKING, Any, NoReturn

from noteweave.exporters._shared.losses import Losses
from noteweave.exporters._shared.property_columns import Column
from noteweave.exporters._shared.tables import Table, edge_table, node_table
from noteweave.exporters.parquet import arrow_batch, arrow_schema

if TYPE_CHECKING:
    import networkx as nx

PACKAGES = {"pandas": "pandas", "polars": "polars", "arrow": "pyarrow"}
"""The package that a kind of data frame needs."""


def data_frames(graph: nx.MultiDiGraph[str], kind: str = "pandas") -> tuple[Any, Any]:
    """Return nodes and edges, with the columns and types of the formats CSV and Parquet.

    Lists stay lists. Properties that a column cannot hold are left out, as in an export.

    Args:
        graph: not changed.
        kind: `pandas`, `polars` or `arrow`.

    Raises:
        ValueError: there is no such kind.
        ImportError: its package is not installed.
    """
    if kind not in PACKAGES:
        raise ValueError(f"{kind}: no such kind of data frame; there are {', '.join(PACKAGES)}")
    try:
        package = import_module(PACKAGES[kind])
    except ImportError:
        _not_installed(PACKAGES[kind])
    losses = Losses()
    make = _MAKERS[kind]
    return make(package, node_table(graph, losses)), make(package, edge_table(graph, losses))


def _not_installed(package: str) -> NoReturn:
    raise ImportError(f"{package} is not installed: pip install {package}")


def _pandas(pandas: Any, table: Table) -> Any:
    types = {
        "bool": "boolean",
        "int": "Int64",
        "float": "float64",
        "date": "datetime64[s]",
        "str": "string",
        "strings": "object",
        "ints": "object",
    }
    data = {
        column.name: pandas.Series(cells, dtype=types[column.type])
        for column, cells in _columns(table)
    }
    return pandas.DataFrame(data)


def _polars(polars: Any, table: Table) -> Any:
    types = {
        "bool": polars.Boolean,
        "int": polars.Int64,
        "float": polars.Float64,
        "date": polars.Date,
        "str": polars.String,
        "strings": polars.List(polars.String),
        "ints": polars.List(polars.Int32),
    }
    schema = {column.name: types[column.type] for column in table.columns}
    data = {
        column.name: [cell and date.fromisoformat(cell) for cell in cells]
        if column.type == "date"
        else cells
        for column, cells in _columns(table)
    }
    return polars.DataFrame(data, schema=schema)


def _arrow(pyarrow: Any, table: Table) -> Any:
    schema = arrow_schema(pyarrow, table.columns)
    rows = list(table.rows())
    batches = [arrow_batch(pyarrow, schema, rows)] if rows else []
    return pyarrow.Table.from_batches(batches, schema)


def _columns(table: Table) -> Sequence[tuple[Column, list[Any]]]:
    rows = list(table.rows())
    return [(column, [row[i] for row in rows]) for i, column in enumerate(table.columns)]


_MAKERS: Mapping[str, Callable[[Any, Table], Any]] = {
    "pandas": _pandas,
    "polars": _polars,
    "arrow": _arrow,
}
