"""Parquet: two tables with types, and one sentence where pyarrow is missing."""

from __future__ import annotations

import csv
import io
import sys
import zipfile
from datetime import date
from typing import Any

import pytest
from export_graphs import (
    HARD_VALUES,
    Graph,
    pyarrow_parquet,
    reported,
    tea_house,
    with_properties,
    written,
)

from noteweave.vault.errors import RequestError


def read(graph: Graph, table: str, **settings: str) -> Any:
    data = written(graph, "parquet", table=table, **settings)
    return pyarrow_parquet().read_table(io.BytesIO(data))


def test_keeps_types() -> None:
    parquet = pyarrow_parquet()
    with zipfile.ZipFile(io.BytesIO(written(tea_house(), "parquet"))) as zipped:
        nodes, edges = (
            parquet.read_table(io.BytesIO(zipped.read(name)))
            for name in ("nodes.parquet", "edges.parquet")
        )
    assert (nodes.num_rows, edges.num_rows) == (6, 7)
    dragon = nodes.to_pylist()[2]
    assert dragon["tags"] == ["green", "hangzhou"]
    assert dragon["fm.harvest"] == date(2023, 4, 5)
    assert dragon["fm.steep"] == 80.0
    assert dragon["exists"] is True
    assert max(edges.to_pylist(), key=lambda edge: len(edge["lines"]))["lines"] == [3, 9]


def test_writes_one_table_alone() -> None:
    assert read(tea_house(), "edges").num_rows == 7
    data = written(tea_house(), "parquet", table="edges")
    assert data == written(tea_house(), "parquet", table="edges")
    assert len(reported(with_properties(HARD_VALUES), "parquet")[1]) == 3


@pytest.mark.parametrize("table", ["nodes", "edges"])
def test_the_columns_are_those_of_csv(table: str) -> None:
    text = written(tea_house(), "csv", table=table).decode()
    assert read(tea_house(), table).column_names == next(csv.reader(io.StringIO(text)))


def test_a_column_of_days_is_a_column_of_dates() -> None:
    graph = tea_house()
    assert str(read(graph, "nodes").schema.field("created").type) == "date32[day]"
    graph.nodes["Kettle.md"]["created"] = "2023"
    nodes = read(graph, "nodes")
    assert str(nodes.schema.field("created").type) == "string"
    assert nodes.column("created").to_pylist()[0] == "2023"


def test_many_rows_are_many_row_groups() -> None:
    graph = with_properties(*({} for _ in range(9000)))
    data = written(graph, "parquet", table="nodes")
    assert pyarrow_parquet().ParquetFile(io.BytesIO(data)).num_row_groups == 2


def test_graphframes_finds_its_columns() -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["properties"] = {"a.b": 1, "a_b": 2, "water level": 3}
    nodes = read(graph, "nodes", names="graphframes")
    edges = read(graph, "edges", names="graphframes")
    assert nodes.column_names[:2] == ["id", "number"]
    assert edges.column_names[:4] == ["src", "dst", "src_number", "dst_number"]
    assert {"fm_a_b", "fm_a_b_2", "fm_water_level"} <= set(nodes.column_names)
    assert all(name.isidentifier() for name in nodes.column_names + edges.column_names)
    numbers = dict(zip(nodes["id"].to_pylist(), nodes["number"].to_pylist(), strict=True))
    assert sorted(numbers.values()) == list(range(6))
    for edge in edges.to_pylist():
        assert numbers[edge["src"]] == edge["src_number"]
        assert numbers[edge["dst"]] == edge["dst_number"]
    assert sum(edges["weight"].to_pylist()) == 8


def test_without_pyarrow_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(RequestError, match="pyarrow is not installed") as caught:
        written(tea_house(), "parquet")
    assert "noteweave[parquet]" in caught.value.hint
