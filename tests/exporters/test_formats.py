"""Every format has a case: a small graph, and what must be found in what is written."""

from __future__ import annotations

import io
import json
import re
import sqlite3
import tempfile
import zipfile
from collections.abc import Callable
from contextlib import closing
from typing import NamedTuple

import pytest
from export_graphs import Graph, pyarrow_parquet, tea_house, written

from noteweave.exporters import Exporter, exporter, formats


class Counts(NamedTuple):
    nodes: int
    edges: int


WHOLE, PAIRS = Counts(6, 7), Counts(6, 6)
"""The tea house: every edge, or one for each ordered pair."""


def by_pattern(nodes: str, edges: str) -> Callable[[bytes], Counts]:
    def count(data: bytes) -> Counts:
        text = data.decode()
        return Counts(len(re.findall(nodes, text, re.M)), len(re.findall(edges, text, re.M)))

    return count


def by_json(nodes: str, edges: str) -> Callable[[bytes], Counts]:
    def at(data: object, path: str) -> int:
        for name in path.split("."):
            assert isinstance(data, dict)
            data = data[name]
        assert isinstance(data, list)
        return len(data)

    return lambda data: Counts(at(json.loads(data), nodes), at(json.loads(data), edges))


def by_sqlite(data: bytes) -> Counts:
    with tempfile.NamedTemporaryFile(suffix=".sqlite") as file:
        file.write(data)
        file.flush()
        with closing(sqlite3.connect(file.name)) as base:
            tables = ("nodes", "edges")
            return Counts(
                *(base.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables)
            )


def by_parquet(data: bytes) -> Counts:
    parquet = pyarrow_parquet()
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        files = (io.BytesIO(zipped.read(f"{t}.parquet")) for t in ("nodes", "edges"))
        return Counts(*(parquet.read_table(file).num_rows for file in files))


def by_lines(data: bytes) -> Counts:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        nodes, edges = (zipped.read(f"{t}.csv").count(b"\n") - 1 for t in ("nodes", "edges"))
    return Counts(nodes, edges)


CASES: dict[str, tuple[Callable[[bytes], Counts], Counts]] = {
    "canvas": (by_json("nodes", "edges"), PAIRS),
    "csv": (by_lines, WHOLE),
    "cypher": (by_pattern("^{id: ", "^{a: "), WHOLE),
    "cyjs": (by_json("elements.nodes", "elements.edges"), WHOLE),
    "dot": (by_pattern(r'^"[^"]*" \[', r'^"[^"]*" -> "'), WHOLE),
    "gexf": (by_pattern("^<node ", "^<edge "), WHOLE),
    "graphml": (by_pattern("^<node ", "^<edge "), PAIRS),
    "json": (by_json("nodes", "links"), WHOLE),
    "mermaid": (by_pattern(r"^    n\d+[\[({]", r"^    n\d+ -"), PAIRS),
    "parquet": (by_parquet, WHOLE),
    "sqlite": (by_sqlite, WHOLE),
    "svg": (by_pattern("^<circle ", "^M"), PAIRS),
}

ELSEWHERE = {"backlinks", "backlinks_csv", "backlinks_html", "backlinks_json", "html", "png"}
"""Formats with tests of their own that count differently."""


def test_every_format_has_a_case() -> None:
    assert set(CASES) | ELSEWHERE == set(formats())


@pytest.mark.parametrize("format", CASES)
def test_everything_is_in_the_file(format: str) -> None:
    count, expected = CASES[format]
    assert count(written(tea_house(), format)) == expected


@pytest.mark.parametrize("format", CASES)
def test_the_order_of_the_graph_changes_nothing(format: str) -> None:
    graph, turned = tea_house(), Graph()
    turned.graph.update(graph.graph)
    turned.add_nodes_from(reversed(list(graph.nodes(data=True))))
    turned.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    assert written(turned, format) == written(graph, format)


@pytest.mark.parametrize("format", CASES)
def test_an_empty_graph_is_a_file_too(format: str) -> None:
    assert CASES[format][0](written(Graph(), format)) == (0, 0)


@pytest.mark.parametrize("format", CASES)
def test_a_stage_that_was_left_out_is_no_fault(format: str) -> None:
    graph = tea_house()
    for _, node in graph.nodes(data=True):
        for name in ("rank", "community", "x", "y"):
            del node[name]
    count, expected = CASES[format]
    assert count(written(graph, format)) == expected


class Narrow(io.RawIOBase):
    """A stream that can only be written to, like a pipe."""

    def __init__(self) -> None:
        self.size = 0

    def writable(self) -> bool:
        return True

    def write(self, data: object) -> int:
        self.size += len(data)  # type: ignore[arg-type]
        return len(data)  # type: ignore[arg-type]

    def close(self) -> None:
        raise AssertionError("the stream is not the exporter's to close")


@pytest.mark.parametrize("format", CASES)
def test_a_pipe_is_enough(format: str) -> None:
    from noteweave.exporters import Request

    stream = Narrow()
    exporter(format).export(tea_house(), stream, Request())  # type: ignore[arg-type]
    assert stream.size == len(written(tea_house(), format))
    io.RawIOBase.close(stream)


@pytest.mark.parametrize("format", formats())
def test_a_format_describes_itself(format: str) -> None:
    module = exporter(format)
    assert isinstance(module, Exporter)
    assert module.SUFFIX.startswith(".")
    assert module.__doc__
    first = module.__doc__.partition("\n")[0]
    assert first.endswith(".")
    for option in getattr(module, "OPTIONS", ()):
        assert option.doc
        assert not option.choices or option.default in option.choices
