"""UTF-8: names that it cannot hold are replaced and stay distinct."""

from __future__ import annotations

import json
import sqlite3

import pytest
from export_graphs import (
    Graph,
    link,
    note,
    pyarrow_parquet,
    reported,
)


def odd_names() -> Graph:
    """Return notes whose file names are no UTF-8, and one that looks like their replacement."""
    graph = Graph()
    for key in ("\udcff.md", "\udcfe.md", "\ufffd.md"):
        graph.add_node(key, **note(key))
    link(graph, "\udcff.md", "\udcfe.md")
    return graph


@pytest.mark.parametrize("format", ["sqlite", "cypher", "json", "csv", "cyjs", "parquet"])
def test_names_that_are_no_utf8_stay_apart(format: str) -> None:
    if format == "parquet":
        pyarrow_parquet()
    data, said = reported(odd_names(), format)
    assert said[0].endswith("U+FFFD")
    if format == "sqlite":
        database = sqlite3.connect(":memory:")
        database.deserialize(data)
        ids = database.execute("SELECT id FROM nodes ORDER BY id").fetchall()
        assert ids == [("\ufffd.md",), ("\ufffd.md\ufffd",), ("\ufffd.md\ufffd\ufffd",)]
    if format == "json":
        assert len({node["id"] for node in json.loads(data)["nodes"]}) == 3
