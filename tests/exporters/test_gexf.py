"""GEXF 1.3 keeps what GraphML loses: parallel kinds, lists, and a timeline."""

from __future__ import annotations

import io
import math
from typing import Any

import networkx as nx
import pytest
from export_graphs import Graph, link, note, reported, tea_house, with_properties, written
from lxml import etree
from networkx.readwrite.gexf import GEXF

from noteweave.vault.errors import RequestError

NS = {"g": "http://gexf.net/1.3", "v": "http://gexf.net/1.3/viz"}


def parsed(data: bytes) -> Any:
    return etree.fromstring(data)


def read(data: bytes) -> Any:
    if "1.3" not in GEXF.versions:
        pytest.skip(f"networkx {nx.__version__} reads GEXF up to 1.2")
    return nx.read_gexf(io.BytesIO(data), version="1.3")


def value(data: bytes, node: str, column: str) -> str | None:
    path = f"//g:node[@id='{node}']/g:attvalues/g:attvalue[@for='{column}']/@value"
    found = parsed(data).xpath(path, namespaces=NS)
    return found[0] if found else None


def test_networkx_reads_every_edge() -> None:
    graph = read(written(tea_house(), "gexf"))
    assert (len(graph), graph.number_of_edges()) == (6, 7)
    assert graph.is_directed()
    dragon = graph.nodes["leaves:Dragon_20Well.md"]
    assert (dragon["label"], dragon["folder"], dragon["fm.steep"]) == ("Dragon Well", "leaves", 80)
    assert dragon["viz"]["size"] == 36.0
    edges = graph.get_edge_data("leaves:Dragon_20Well.md", "leaves:白牡丹.md")
    assert sorted((e["kind"], e["weight"]) for e in edges.values()) == [
        ("link", 2.0),
        ("property", 1.0),
    ]


def test_kinds_keep_parallel_edges_apart() -> None:
    kinds = parsed(written(tea_house(), "gexf")).xpath("//g:edge/@kind", namespaces=NS)
    assert sorted(kinds) == ["embed", "link", "link", "link", "link", "property:cousin", "tag"]


def test_the_timeline_begins_with_the_notes() -> None:
    root = parsed(written(tea_house(), "gexf"))
    graph = root.find("g:graph", NS)
    assert graph.get("mode") == "dynamic"
    assert graph.get("timeformat") == "date"
    starts = {n.get("id"): n.get("start") for n in root.findall(".//g:node", NS)}
    assert starts["leaves:Dragon_20Well.md"] == "2023-04-05"
    assert starts["Water_20_26_20Fire.md"] == "2024-02-29"
    assert starts["topic::gaiwan"] is None


@pytest.mark.parametrize("created", ["1657", "2024-13-45", "a rainy day", "2023-02-29"])
def test_what_is_no_day_starts_nothing(created: str) -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["created"] = created
    data, said = reported(graph, "gexf")
    assert (
        'start="'
        not in etree.tostring(parsed(data).find(".//g:node[@id='Kettle.md']", NS)).decode()
    )
    assert value(data, "Kettle.md", "created") == created
    assert said == ["1 date was left out of the timeline: it is not a calendar date"]


def test_a_time_starts_on_its_day() -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["created"] = "2024-05-06T07:08:09+08:00"
    assert b'id="Kettle.md" label="Kettle" start="2024-05-06">' in written(graph, "gexf")


def test_the_timeline_may_come_from_a_property() -> None:
    data = written(tea_house(), "gexf", timeline="fm.发布日期")
    starts = parsed(data).xpath("//g:node/@start", namespaces=NS)
    assert starts == ["2023-04-05"]
    assert b'mode="static"' in written(tea_house(), "gexf", timeline="none")
    with pytest.raises(RequestError, match=r"fm\.brewed") as caught:
        written(tea_house(), "gexf", timeline="fm.brewed")
    assert "fm.harvest" in caught.value.hint


def test_without_a_date_nothing_moves() -> None:
    assert b'mode="static"' in written(with_properties({}, {}), "gexf")


def test_tags_and_aliases_stay_lists() -> None:
    graph = with_properties({})
    graph.nodes["0.md"]["tags"] = ("a, b", 'say "tea"', "back\\slash", "two\nlines")
    data = written(graph, "gexf")
    assert b'id="tags" title="tags" type="liststring"' in data
    assert value(data, "0.md", "tags") == r'["a, b", "say \"tea\"", "back\\slash", "two\nlines"]'


def test_a_second_vault_in_the_same_workspace_has_the_same_types() -> None:
    # Gephi keeps the type that the first file gave a column; values of another type are lost.
    vaults = ({"by": ["Ann", "Bo"]}, {"by": "Cy"}, {"by": ["Ann"]}, {})
    types: dict[str, set[str]] = {}
    for properties in vaults:
        graph = with_properties(properties)
        for attribute in parsed(written(graph, "gexf")).iterfind(".//g:attribute", NS):
            types.setdefault(attribute.get("id"), set()).add(attribute.get("type"))
    assert all(len(found) == 1 for found in types.values()), types
    assert value(written(with_properties(vaults[0]), "gexf"), "0.md", "fm.by") == "Ann, Bo"


def test_every_node_has_a_label() -> None:
    graph = tea_house()
    del graph.nodes["Kettle.md"]["label"]
    graph.nodes["topic:gaiwan"]["label"] = ""
    labels = parsed(written(graph, "gexf")).xpath("//g:node/@label", namespaces=NS)
    assert all(labels)


def test_no_edge_says_its_direction() -> None:
    data = written(tea_house(), "gexf")
    assert b'defaultedgetype="directed"' in data
    assert not parsed(data).xpath("//g:edge/@type", namespaces=NS)


def test_lines_and_marks_survive_in_attributes() -> None:
    text = 'one\r\ntwo\tthree <b> & "four"'
    data, said = reported(with_properties({"t": text + "\x00", "n": math.nan}), "gexf")
    assert value(data, "0.md", "fm.t") == text + "\ufffd"
    assert len(said) == 2


@pytest.mark.parametrize("name", ["id", "label", "start", "end", "type", "pid", "viz", "kind"])
def test_a_property_takes_over_nothing(name: str) -> None:
    data = written(with_properties({name: "mine"}, {}), "gexf")
    assert value(data, "0.md", f"fm.{name}") == "mine"
    assert read(data).nodes["0.md"]["label"] == "0"


def test_places_and_colors() -> None:
    root = parsed(written(tea_house(), "gexf"))
    assert len(root.findall(".//v:position", NS)) == len(root.findall(".//v:color", NS)) == 6
    assert root.find(".//v:color", NS).get("a") == "1.0"


def test_ids_are_unique_even_for_loops() -> None:
    graph = Graph()
    graph.add_node("a.md", **note("a.md"))
    link(graph, "a.md", "a.md")
    link(graph, "a.md", "a.md", "embed")
    ids = parsed(written(graph, "gexf")).xpath("//g:edge/@id", namespaces=NS)
    assert ids == ["e0", "e1"]
