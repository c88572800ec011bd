"""CSV: two tables in one archive, or one of them alone, in the form that a reader needs."""

from __future__ import annotations

import csv
import io
import math
import zipfile
from datetime import date
from typing import Any

import gephi_spreadsheet
import pytest
from export_graphs import Graph, link, note, reported, tea_house, with_properties, written


def rows(data: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(data.decode(), newline="")))


def test_the_archive_holds_both_tables() -> None:
    with zipfile.ZipFile(io.BytesIO(written(tea_house(), "csv"))) as zipped:
        assert zipped.namelist() == ["nodes.csv", "edges.csv"]
        assert zipped.testzip() is None
        nodes, edges = (rows(zipped.read(name)) for name in zipped.namelist())
    assert (len(nodes), len(edges)) == (6, 7)
    assert {edge["source"] for edge in edges} <= {node["id"] for node in nodes}


def test_the_plain_form_is_the_schema() -> None:
    nodes = rows(written(tea_house(), "csv", table="nodes"))
    edges = rows(written(tea_house(), "csv", table="edges"))
    assert list(nodes[0])[:3] == ["id", "label", "kind"]
    expected = ["source", "target", "kind", "relation", "weight", "lines", "section", "reason"]
    assert list(edges[0]) == expected
    first = nodes[2]
    assert (first["id"], first["fm.steep"], first["tags"], first["orphan"]) == (
        "leaves/Dragon Well.md",
        "80.0",
        "green, hangzhou",
        "false",
    )
    assert (first["x"], first["y"]) == ("200.0", "-60.0")
    assert {edge["kind"] for edge in edges} == {"link", "embed", "property", "tag"}
    twice = next(edge for edge in edges if edge["weight"] == "2")
    assert twice["lines"] == "3 9"


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


# The form for Gephi, read as Gephi's spreadsheet import reads it.


def in_gephi(graph: Graph, table: str = "nodes") -> gephi_spreadsheet.Sheet:
    return gephi_spreadsheet.read(written(graph, "csv", table=table, headers="gephi"))


def arriving(*values: Any) -> list[Any]:
    """Return what arrives in Gephi of a property that notes have these values of."""
    sheet = in_gephi(with_properties(*({"p": v} if v is not None else {} for v in values)))
    assert sheet.inconsistent == 0
    assert len(sheet.rows) == len(values)
    found = {row["id"]: row.get("fm.p") for row in sheet.rows}
    return [found[f"{n}.md"] for n in range(len(values))]


def test_gephi_gets_every_node_and_edge() -> None:
    nodes, edges = in_gephi(tea_house()), in_gephi(tea_house(), "edges")
    assert (len(nodes.rows), len(edges.rows)) == (6, 7)
    assert {edge["type"] for edge in edges.rows} == {"Directed"}
    assert edges.types["weight"] in ("int", "double")
    pairs = {(e["source"], e["target"], e["kind"]) for e in edges.rows}
    assert len(pairs) == 7  # Gephi keeps parallel edges apart by kind


@pytest.mark.parametrize(
    "text",
    [
        '\\"',
        'a "quoted" \\"end\\"',
        "C:\\notes\\new",
        "back\\",
        "\\\\",
        "a,b\\,c",
        "two\nlines",
        "龙",
    ],
)
def test_gephi_gets_backslashes_and_quotes(text: str) -> None:
    assert arriving(text, "plain") == [text, "plain"]


def test_gephi_makes_no_time_of_dates() -> None:
    # Nodes with a time representation that edges lack: the newest Gephi then drops every edge.
    graph = tea_house()
    sheet = in_gephi(graph)
    assert "times" not in sheet.types.values()
    created = {row["id"]: row.get("created") for row in sheet.rows}
    assert created["leaves/Dragon Well.md"] == "2023/04/05"
    assert arriving(date(2024, 5, 6), None, date(1999, 1, 2)) == ["2024/05/06", None, "1999/01/02"]
    assert arriving("2024-05-06T07:08:00") == ["2024/05/06T07:08:00"]


def test_gephi_gets_years_and_dates_in_one_column() -> None:
    graph = with_properties(*({} for _ in range(30)))
    for number in range(30):
        graph.nodes[f"{number}.md"]["created"] = str(1900 + number)
    graph.nodes["9.md"]["created"] = "1999-01-02"  # the last row
    created = {row["id"]: row["created"] for row in in_gephi(graph).rows}
    assert (created["0.md"], created["9.md"]) == ("1900", "1999/01/02")


def test_gephi_gets_lines_as_text() -> None:
    graph = Graph()
    for key in ("a.md", "b.md"):
        graph.add_node(key, **note(key))
    link(graph, "a.md", "b.md", places=((8, 1, "[[b]]"),))
    link(graph, "b.md", "a.md", places=((8, 1, "[[a]]"), (10, 1, "[[a]]")))
    sheet = in_gephi(graph, "edges")
    assert [row["lines"] for row in sheet.rows] == ["L8", "L8 L10"]


def test_gephi_learns_the_type_from_a_row_that_shows_it() -> None:
    many = [None] * 30
    assert arriving(*many, 7)[-1] == 7
    assert arriving(*many, True)[-1] is True
    assert arriving(*many, 0.5)[-1] == 0.5
    assert arriving(*range(30), 202311271200)[-1] == 202311271200
    assert arriving(*(f"{n}" for n in range(30)), "seven")[:2] == ["0", "1"]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["2023", "7"], [2023, 7]),  # the same digits as a number
        (["007", "10"], ["#007", "#10"]),
        (["1.10", "1.2"], ["#1.10", "#1.2"]),
        (["007", "tea"], ["007", "tea"]),
        (["true", "false"], ["#true", "#false"]),
        (["NaN"], ["#NaN"]),
        (["'2024'"], ["#'2024'"]),
        (["[1, 2]", "(3, 4)"], ["#[#1, 2]", "#(#3, 4)"]),
        (["see [12, p. 5]"], ["#see [#12, p. 5]"]),
        (["2024-05-06, 2024-05-07"], ["2024/05/06, 2024-05-07"]),
        (["null", "tea"], ["#null", "tea"]),
        ([" tea ", "a"], ["\u00a0tea\u00a0", "a"]),
        (["[[Alice]]", "[[Bob]]"], ["[[Alice]]", "[[Bob]]"]),
    ],
    ids=repr,
)
def test_gephi_reads_no_text_as_a_number_or_a_time(texts: list[str], expected: list[Any]) -> None:
    assert arriving(*texts) == expected


def test_gephi_gets_columns_whose_names_it_would_read_as_times() -> None:
    sheet = in_gephi(with_properties({"interval": "long", "Timestamp": "now"}))
    assert sheet.rows[0]["fm.inter_val"] == "long"
    assert sheet.rows[0]["fm.time_stamp"] == "now"


def test_gephi_keeps_notes_apart_that_differ_in_a_blank() -> None:
    graph = Graph()
    for key in (" a.md", "a.md"):
        graph.add_node(key, **note(key))
    link(graph, " a.md", "a.md")
    assert len({row["id"] for row in in_gephi(graph).rows}) == 2
    (edge,) = in_gephi(graph, "edges").rows
    assert edge["source"] != edge["target"]
