"""CSV: two tables in one archive, or one of them alone."""

from __future__ import annotations

import csv
import io
import math
import zipfile

import networkx as nx
import pytest
from export_graphs import reported, tea_house, with_properties, written


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_archive_holds_both_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(written(tea_house(), "csv"))) as zipped:
        assert zipped.namelist() == ["nodes.csv", "edges.csv"]
        assert zipped.testzip() is None
        nodes, edges = (rows(zipped.read(name)) for name in zipped.namelist())
    assert (len(nodes), len(edges)) == (6, 7)
    assert {edge["source"] for edge in edges} <= {node["id"] for node in nodes}


def test_gephi_finds_its_columns() -> None:
    nodes = rows(written(tea_house(), "csv", table="nodes"))
    edges = rows(written(tea_house(), "csv", table="edges"))
    assert list(nodes[0])[:3] == ["id", "label", "kind"]
    assert list(edges[0]) == ["source", "target", "type", "kind", "weight", "relation", "lines"]
    assert {edge["type"] for edge in edges} == {"Directed"}
    first = nodes[2]
    assert (first["id"], first["fm.steep"], first["tags"], first["orphan"]) == (
        "leaves/Dragon Well.md",
        "80.0",
        "green, hangzhou",
        "false",
    )
    twice = next(edge for edge in edges if edge["weight"] == "2")
    assert twice["lines"] == "3 9"


def test_no_two_edges_of_a_pair_have_one_kind() -> None:
    edges = rows(written(tea_house(), "csv", table="edges"))
    assert len({(e["source"], e["target"], e["kind"]) for e in edges}) == len(edges)


def test_neo4j_headers() -> None:
    nodes = rows(written(tea_house(), "csv", table="nodes", headers="neo4j"))
    edges = rows(written(tea_house(), "csv", table="edges", headers="neo4j"))
    assert list(nodes[0])[:2] == ["id:ID", "label:string"]
    assert nodes[2]["tags:string[]"] == "green;hangzhou"
    assert nodes[2]["fm.steep:double"] == "80.0"
    assert {node[":LABEL"] for node in nodes} == {"Note", "Topic", "Tag"}
    assert list(edges[0])[:3] == [":START_ID", ":END_ID", ":TYPE"]
    assert {edge[":TYPE"] for edge in edges} == {"LINK", "EMBED", "PROPERTY", "TAG"}


@pytest.mark.parametrize(
    "text", ["a,b", 'say "tea"', "two\nlines", "cr\r\nlf", "cr\ralone", " blank ", "茶;水"]
)
def test_every_text_comes_back(text: str) -> None:
    data = written(with_properties({"t": text}), "csv", table="nodes")
    assert rows(data)[0]["fm.t"] == text


def test_losses_are_counted() -> None:
    data, said = reported(with_properties({"t": "\udead", "n": math.nan}), "csv")
    assert len(said) == 2
    assert data[:2] == b"PK"


def test_a_spreadsheet_calculates_nothing() -> None:
    graph = with_properties({"sum": "=1+1", "steep": -5, "at": "@x", "plain": "a=b"})
    data, messages = reported(graph, "csv", table="nodes")
    node = rows(data)[0]
    assert (node["fm.sum"], node["fm.at"], node["fm.plain"]) == ("'=1+1", "'@x", "a=b")
    assert node["fm.steep"] == "-5"  # a number is none of them
    assert messages == ["2 cells got a ' at their beginning: a spreadsheet would calculate them"]
    node = rows(written(graph, "csv", table="nodes", headers="neo4j"))[0]
    assert node["fm.sum:string"] == "=1+1"


def test_an_edge_still_names_its_nodes() -> None:
    graph = tea_house()
    graph = nx.relabel_nodes(graph, {"leaves/Dragon Well.md": "=Dragon Well.md"})
    nodes, edges = (rows(written(graph, "csv", table=table)) for table in ("nodes", "edges"))
    assert {edge["source"] for edge in edges} <= {node["id"] for node in nodes}
    assert "'=Dragon Well.md" in {node["id"] for node in nodes}
