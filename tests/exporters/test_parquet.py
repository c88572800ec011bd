"""Parquet: two tables with types, and one sentence where pyarrow is missing."""

from __future__ import annotations

import io
import sys
import zipfile
from datetime import date

import pytest
from export_graphs import (
    HARD_VALUES,
    pyarrow_parquet,
    reported,
    tea_house,
    with_properties,
    written,
)

from noteweave.vault.errors import RequestError


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
    parquet = pyarrow_parquet()
    data = written(tea_house(), "parquet", table="edges")
    assert parquet.read_table(io.BytesIO(data)).num_rows == 7
    assert data == written(tea_house(), "parquet", table="edges")
    assert len(reported(with_properties(HARD_VALUES), "parquet")[1]) == 3


def test_without_pyarrow_one_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow.parquet", None)
    with pytest.raises(RequestError, match="pyarrow is not installed") as caught:
        written(tea_house(), "parquet")
    assert "noteweave[parquet]" in caught.value.hint
