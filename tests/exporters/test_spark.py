"""Parquet in Spark: loaded, joined, degrees and connected components as in the graph.

PySpark is no dependency of ours: `.ci/run` installs it into a folder outside the repository;
elsewhere, or without Java, this test is skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from export_graphs import READERS, Graph, require, tea_house, written
from paths import TESTS

PYSPARK = READERS / "pyspark"


@pytest.fixture(scope="module")
def graph() -> Graph:
    graph = tea_house()
    graph.nodes["Kettle.md"]["properties"] = {"Due.Date": "soon", "fm date": 3}
    return graph


@pytest.fixture(scope="module")
def found(graph: Graph, tmp_path_factory: pytest.TempPathFactory) -> Any:
    present = bool(shutil.which("java")) and (PYSPARK / "pyspark").is_dir()
    require("spark", present, f"Java, or PySpark in {PYSPARK}")
    folder = tmp_path_factory.mktemp("spark")
    paths: list[Path] = []
    for table in ("nodes", "edges"):
        paths.append(folder / f"{table}.parquet")
        paths[-1].write_bytes(written(graph, "parquet", table=table, names="graphframes"))
    done = subprocess.run(
        [sys.executable, str(TESTS / "support" / "spark_reader.py"), *map(str, paths)],
        env={**os.environ, "PYTHONPATH": str(PYSPARK), "SPARK_LOCAL_IP": "127.0.0.1"},
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr[-3000:]
    return json.loads(done.stdout)


def test_spark_reads_the_types(found: Any) -> None:
    types = found["types"]
    assert (types["id"], types["number"], types["orphan"]) == ("string", "bigint", "boolean")
    assert (types["tags"], types["created"]) == ("array<string>", "date")
    assert (types["fm_steep"], types["fm_due_date"]) == ("double", "string")


def test_spark_joins_nodes_and_edges(found: Any, graph: Graph) -> None:
    assert (found["nodes"], found["joined"]) == (len(graph), graph.number_of_edges())
    in_links = {key: node["in_links"] for key, node in graph.nodes(data=True)}
    assert found["in_links"] == {key: links for key, links in in_links.items() if links}


def test_spark_finds_the_connected_components(found: Any, graph: Graph) -> None:
    assert found["components"] == sorted(map(len, nx.weakly_connected_components(graph)))
