"""Whatever stands in notes: each format is written, its readers see each node, losses are said."""

from __future__ import annotations

import csv
import io
import json
import re
import sqlite3
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import Any

import gephi_spreadsheet
import networkx as nx
import pytest
from export_graphs import Graph, link, note, reported
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from lxml import etree

from noteweave.exporters._shared.xml_text import node_id

TEXT = st.text(st.characters(codec=None, exclude_categories=()), max_size=12)
SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.sampled_from((2**31, 2**53 + 1, 2**63, -(2**63), 10**300)),
    st.floats(),
    TEXT,
    st.dates(),
    st.datetimes(),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(TEXT, inner, max_size=3),
    max_leaves=6,
)
NAMES = st.one_of(TEXT, st.sampled_from(("size", "Size", "label", "id", "x", "kind", "a b", "A B")))


@st.composite
def graphs(draw: Callable[..., Any]) -> Graph:
    """Draw up to five notes with any names, labels, properties and relations."""
    graph = Graph(name=draw(TEXT))
    for key in draw(st.lists(TEXT, min_size=1, max_size=5, unique=True)):
        properties = draw(st.dictionaries(NAMES, VALUES, max_size=4))
        tags = tuple(draw(st.lists(TEXT, max_size=2)))
        graph.add_node(
            key,
            **note(key, label=draw(TEXT), created=draw(TEXT), tags=tags, properties=properties),
        )
    ends = st.sampled_from(list(graph))
    for _ in range(draw(st.integers(0, 4))):
        kind = draw(st.sampled_from(("link", "embed", "property")))
        link(graph, draw(ends), draw(ends), kind, relation=draw(TEXT))
    return graph


def by_networkx(read: Callable[..., Any]) -> Callable[[bytes, Graph], None]:
    def check(data: bytes, graph: Graph) -> None:
        assert set(read(io.BytesIO(data)).nodes) == {node_id(key) for key in graph}

    return check


def by_gexf(data: bytes, graph: Graph) -> None:
    root = etree.fromstring(data)
    ids = {node.get("id") for node in root.iter("{http://gexf.net/1.3}node")}
    assert ids == {node_id(key) for key in graph}
    assert sum(1 for _ in root.iter("{http://gexf.net/1.3}edge")) == graph.number_of_edges()


def by_json(data: bytes, graph: Graph) -> None:
    found = json.loads(data.decode(), parse_constant=lambda word: pytest.fail(word))
    ids = {node["id"] for node in found["nodes"]}
    assert len(ids) == len(graph)
    assert len(found["links"]) == graph.number_of_edges()
    assert {edge["source"] for edge in found["links"]} <= ids


def by_cyjs(data: bytes, graph: Graph) -> None:
    elements = json.loads(data.decode(), parse_constant=lambda word: pytest.fail(word))["elements"]
    assert len({element["data"]["id"] for element in elements["nodes"]}) == len(graph)


def by_canvas(data: bytes, graph: Graph) -> None:
    assert len(json.loads(data.decode())["nodes"]) == len(graph)


def by_csv(data: bytes, graph: Graph) -> None:
    with zipfile.ZipFile(io.BytesIO(data)) as zipped:
        text = zipped.read("nodes.csv").decode()
    rows = list(csv.reader(io.StringIO(text, newline="")))
    assert len(rows) == len(graph) + 1
    assert {len(row) for row in rows} == {len(rows[0])}


def by_sqlite(data: bytes, graph: Graph) -> None:
    base = sqlite3.connect(":memory:")
    base.deserialize(data)
    assert base.execute("SELECT count(*) FROM nodes").fetchone()[0] == len(graph)
    assert base.execute("PRAGMA foreign_key_check").fetchall() == []


def by_statements(data: bytes, graph: Graph) -> None:
    text = re.sub(r"'(?:[^'\\]|\\.)*'", "''", data.decode())
    assert text.count("{id: ''") == len(graph)
    assert text.count("{a: ''") == graph.number_of_edges()
    assert text.count("'") % 2 == 0


def by_lines(data: bytes, graph: Graph) -> None:
    """Each statement of DOT and Mermaid has a line of its own, whatever the names."""
    lines = data.decode().split("\n")
    starts = [line for line in lines if re.match(r'"[^"]*" \[|    n\d+[\[({]', line)]
    assert len(starts) == len(graph)


CASES: dict[str, Callable[[bytes, Graph], None]] = {
    "graphml": by_networkx(nx.read_graphml),
    "gexf": by_gexf,
    "json": by_json,
    "cyjs": by_cyjs,
    "canvas": by_canvas,
    "csv": by_csv,
    "sqlite": by_sqlite,
    "cypher": by_statements,
    "dot": by_lines,
    "mermaid": by_lines,
}


@pytest.mark.parametrize("format", CASES)
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs())
def test_any_value_arrives_or_is_counted(format: str, graph: Graph) -> None:
    data, said = reported(graph, format)
    CASES[format](data, graph)
    assert all(re.match(r"[\d,]+ ", sentence) for sentence in said)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(graph=graphs())
def test_any_value_arrives_in_gephi_as_a_spreadsheet(graph: Graph) -> None:
    graph.remove_nodes_from([""])  # a cell without a text is no id in Gephi
    plain, sheet = (
        read(reported(graph, "csv", table="nodes", headers=form)[0])
        for form, read in (("plain", by_reader), ("gephi", gephi_spreadsheet.read))
    )
    assert sheet.inconsistent == 0
    assert len({row["id"] for row in sheet.rows}) == len(graph)
    cells = sorted(sum(map(bool, row.values())) for row in plain)
    assert sorted(len(row) for row in sheet.rows) == cells
    edges = gephi_spreadsheet.read(reported(graph, "csv", table="edges", headers="gephi")[0])
    assert len(edges.rows) == graph.number_of_edges()


def by_reader(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_a_moment_is_a_text() -> None:
    graph = Graph()
    values = {"at": datetime(2024, 5, 6, 7, 8), "on": date(2024, 5, 6)}
    graph.add_node("a.md", **note("a.md", properties=values))
    found = nx.read_graphml(io.BytesIO(reported(graph, "graphml")[0])).nodes["a.md"]
    assert (found["fm.at"], found["fm.on"]) == ("2024-05-06T07:08:00", "2024-05-06")
