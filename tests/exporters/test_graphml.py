"""GraphML arrives whole: read back by networkx and igraph, and each trap of Gephi avoided."""

from __future__ import annotations

import io
import math
import re
from datetime import date
from pathlib import Path
from typing import Any

import igraph
import networkx as nx
import pytest
from export_graphs import Graph, link, note, reported, tea_house, with_properties, written
from lxml import etree

from noteweave.exporters._shared.xml_text import node_id
from noteweave.vault.errors import RequestError

NS = {"g": "http://graphml.graphdrawing.org/xmlns"}


def parsed(data: bytes) -> Any:
    return etree.fromstring(data)


def read(data: bytes) -> Any:
    return nx.read_graphml(io.BytesIO(data))


def keys(data: bytes, scope: str = "node") -> dict[str, str]:
    """Return the type of each key, by its id."""
    found = parsed(data).findall(f"g:key[@for='{scope}']", NS)
    return {key.get("id"): key.get("attr.type") for key in found}


def value(data: bytes, node: str, key: str) -> str | None:
    found = parsed(data).find(f".//g:node[@id='{node}']/g:data[@key='{key}']", NS)
    return None if found is None else found.text


def test_networkx_reads_what_the_graph_holds() -> None:
    graph = read(written(tea_house(), "graphml"))
    assert (len(graph), graph.number_of_edges()) == (6, 6)
    dragon = graph.nodes["leaves:Dragon_20Well.md"]
    assert dragon["label"] == "Dragon Well"
    assert dragon["tags"] == "green, hangzhou"
    assert dragon["fm.steep"] == 80.0
    assert dragon["fm.harvest"] == "2023-04-05"
    assert dragon["fm.notes"] == "chestnut, orchid"
    assert dragon["in_links"] == 1
    assert graph.nodes["leaves:白牡丹.md"]["fm.发布日期"] == "2023-04-05"
    assert graph.nodes["topic::gaiwan"]["exists"] is False
    edge = graph.edges["leaves:Dragon_20Well.md", "leaves:白牡丹.md"]
    assert (edge["weight"], edge["kind"], edge["relation"]) == (3.0, "link, property", "cousin")
    assert edge["lines"] == "1, 3, 9"


def test_igraph_reads_the_same(tmp_path: Path) -> None:
    file = tmp_path / "tea.graphml"
    file.write_bytes(written(tea_house(), "graphml"))
    graph = igraph.Graph.Read_GraphML(str(file))
    assert (graph.vcount(), graph.ecount()) == (6, 6)
    assert sum(graph.es["weight"]) == 8
    assert "Water & Fire" in graph.vs["label"]
    assert "白牡丹" in graph.vs["label"]


def test_one_edge_for_each_kind_on_request() -> None:
    data = written(tea_house(), "graphml", edges="kind")
    graph = read(data)
    assert graph.number_of_edges() == tea_house().number_of_edges() == 7
    with pytest.raises(RequestError, match="edges=both"):
        written(tea_house(), "graphml", edges="both")
    with pytest.raises(RequestError, match="colour"):
        written(tea_house(), "graphml", colour="loud")


def test_the_graph_stays_as_it_was() -> None:
    graph = tea_house()
    written(graph, "graphml")
    assert nx.utils.graphs_equal(graph, tea_house())
    assert graph.graph == tea_house().graph


# The traps, numbered as in Gephi's importers; see docs/formats.md.


def test_trap_01_edge_ids_are_unique() -> None:
    for edges in ("pair", "kind"):
        ids = parsed(written(tea_house(), "graphml", edges=edges)).xpath(
            "//g:edge/@id", namespaces=NS
        )
        assert len(set(ids)) == len(ids) > 0


def test_trap_02_no_parallel_edges() -> None:
    edges = parsed(written(tea_house(), "graphml")).findall(".//g:edge", NS)
    pairs = [(edge.get("source"), edge.get("target")) for edge in edges]
    assert len(set(pairs)) == len(pairs) == 6


def test_trap_03_names_are_spelled_as_gephi_spells_them() -> None:
    data = written(tea_house(), "graphml")
    assert {"label", "size", "color", "x", "y"} <= keys(data).keys()
    assert "weight" in keys(data, "edge")
    assert not any(name != name.lower() for name in keys(data))


def test_trap_04_no_key_for_all() -> None:
    scopes = parsed(written(tea_house(), "graphml")).xpath("//g:key/@for", namespaces=NS)
    assert set(scopes) == {"node", "edge"}


HIJACKERS = (
    "size",
    "color",
    "label",
    "x",
    "y",
    "z",
    "r",
    "g",
    "b",
    "weight",
    "id",
    "timeset",
    "kind",
)


@pytest.mark.parametrize("name", HIJACKERS)
def test_trap_05_a_property_takes_over_nothing(name: str) -> None:
    data = written(with_properties({name: 50}, {}), "graphml")
    assert keys(data)[f"fm.{name}"] == "int"
    assert value(data, "0.md", f"fm.{name}") == "50"
    assert keys(data).get(name) == keys(written(with_properties({}, {}), "graphml")).get(name)


def test_trap_06_case_is_unified_and_a_clash_is_counted() -> None:
    graph = with_properties({"Tag": "a", "tag": "b"}, {"TAG": "c"})
    data, said = reported(graph, "graphml")
    assert [name for name in keys(data) if name.startswith("fm.")] == ["fm.tag"]
    assert [value(data, f"{n}.md", "fm.tag") for n in (0, 1)] == ["a", "c"]
    assert said == ["1 property was left out: its note has another that differs only in case"]


def test_trap_06_key_ids_are_names_so_that_files_can_be_appended() -> None:
    data = written(with_properties({"zest": 1, "aroma": 2}), "graphml")
    for key in parsed(data).findall("g:key[@for='node']", NS):
        assert key.get("id") == key.get("attr.name")


def test_trap_07_reserved_names_are_no_keys() -> None:
    data = written(with_properties({"id": "x", "timeset": "y"}), "graphml")
    assert not {"id", "timeset"} & keys(data).keys()


@pytest.mark.parametrize("count", [0, -2, None])
def test_trap_08_no_weight_is_zero(count: int | None) -> None:
    graph = with_properties({}, {})
    graph.edges["0.md", "1.md", "link"]["count"] = count
    assert read(written(graph, "graphml")).edges["0.md", "1.md"]["weight"] == 1.0


def test_trap_09_one_directedness() -> None:
    data = written(tea_house(), "graphml")
    assert b'edgedefault="directed"' in data
    assert b"directed=" not in data.replace(b'edgedefault="directed"', b"")


BROKEN = "be\x01ll, \ufffe, \ud83d and \x0b"


def test_trap_10_what_xml_forbids_is_replaced_and_counted() -> None:
    graph = with_properties({"sound": BROKEN}, {})
    graph.nodes["0.md"]["label"] = "\x00zero"
    data, said = reported(graph, "graphml")
    assert value(data, "0.md", "fm.sound") == "be\ufffdll, \ufffd, \ufffd and \ufffd"
    assert value(data, "0.md", "label") == "\ufffdzero"
    assert said == ["5 characters that the file cannot hold were replaced by U+FFFD"]


def test_trap_10_no_end_of_an_edge_is_empty() -> None:
    graph = Graph()
    for key in ("", "topic:", "a.md"):
        graph.add_node(key, **note(key))
    link(graph, "", "topic:")
    link(graph, "topic:", "a.md")
    edges = parsed(written(graph, "graphml")).findall(".//g:edge", NS)
    assert all(edge.get("source") and edge.get("target") for edge in edges)


SWALLOWED = ("A < > B", "a & \t& b", "< <", " <b>", "tea & ", "x <\n< ]]> y & z", "&\r<")


@pytest.mark.parametrize("text", SWALLOWED)
def test_trap_11_no_white_space_alone_between_escapes(text: str) -> None:
    data = written(with_properties({"t": text}), "graphml")
    assert value(data, "0.md", "fm.t") == text
    source = re.search(rb'key="fm.t">(.*?)</data>', data, re.DOTALL)
    assert source
    outside = re.sub(rb"<!\[CDATA\[.*?\]\]>", b"", source[1], flags=re.DOTALL)
    assert not re.search(rb"(^|;)\s+(&|$)", outside)


@pytest.mark.parametrize("text", ["INFO", "INF"])
def test_trap_12_infinity_in_a_word_is_left_as_it_is(text: str) -> None:
    # Gephi writes "Infinity" for it; nothing in the file could prevent that (docs/formats.md).
    assert value(written(with_properties({"t": text}), "graphml"), "0.md", "fm.t") == text


def test_trap_13_no_defaults() -> None:
    assert b"<default" not in written(tea_house(), "graphml")


def test_trap_14_types_are_those_that_every_reader_knows() -> None:
    data = written(tea_house(), "graphml")
    known = {"boolean", "int", "long", "float", "double", "string"}
    assert set(keys(data).values()) | set(keys(data, "edge").values()) <= known


MIXTURES: list[tuple[tuple[Any, ...], str, list[str | None]]] = [
    ((1, 2), "int", ["1", "2"]),
    ((1, 2**31), "long", ["1", "2147483648"]),
    ((1, 2**63), "string", ["1", "9223372036854775808"]),
    ((3, 0.5), "double", ["3.0", "0.5"]),
    ((2**60, 0.5), "string", ["1152921504606846976", "0.5"]),
    ((0.5, math.nan), "double", ["0.5", None]),
    ((0.5, -math.inf), "double", ["0.5", None]),
    ((True, False), "boolean", ["true", "false"]),
    ((True, 1), "string", ["true", "1"]),
    ((1, "one"), "string", ["1", "one"]),
    ((date(2024, 5, 6), date(1999, 1, 1)), "string", ["2024-05-06", "1999-01-01"]),
    ((date(2024, 5, 6), 7), "string", ["2024-05-06", "7"]),
    ((["a", 1, None, "b"], "c"), "string", ["a, 1, b", "c"]),
    (({"city": "杭州", "at": date(2024, 5, 6)}, 1), "string", None),  # type: ignore[list-item]
    ((None, 5), "int", [None, "5"]),
    (("", "x"), "string", [None, "x"]),
    (([], ["x"]), "string", [None, "x"]),
]


@pytest.mark.parametrize(("values", "kind", "texts"), MIXTURES, ids=repr)
def test_trap_14_a_property_has_one_type(
    values: tuple[Any, ...], kind: str, texts: list[str | None] | None
) -> None:
    data = written(with_properties(*({"p": v} for v in values)), "graphml")
    assert keys(data)["fm.p"] == kind
    found = [value(data, f"{n}.md", "fm.p") for n in range(len(values))]
    assert found == (texts or ['{"city": "杭州", "at": "2024-05-06"}', "1"])
    assert len(read(data)) == len(values)


def test_trap_14_what_is_no_number_is_counted() -> None:
    said = reported(with_properties({"a": math.nan, "b": 1.5}, {"b": math.inf}), "graphml")[1]
    assert said == ["2 values were left out: NaN and infinity cannot be written"]
    said = reported(with_properties({"a": 10**30}), "graphml")[1]
    assert said == ["1 whole number was written as text: it is too large for a number"]


def test_trap_15_keys_come_first_and_nothing_nests() -> None:
    data = written(tea_house(), "graphml")
    assert data.rindex(b"<key ") < data.index(b"<graph ")
    assert len(parsed(data).findall(".//g:graph", NS)) == 1


def test_trap_16_sizes_and_places_survive_autoscale() -> None:
    graph = read(written(tea_house(), "graphml"))
    sizes = [node["size"] for _, node in graph.nodes(data=True)]
    assert (min(sizes), max(sizes)) == (4.0, 100.0)
    for axis in ("x", "y"):
        places = [node[axis] for _, node in graph.nodes(data=True)]
        assert abs(sum(places)) < 0.1
        assert max(map(abs, places)) <= 5000


def test_trap_16_places_are_kept_within_reach() -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["x"] = 90_000.0
    places = [node["x"] for _, node in read(written(graph, "graphml")).nodes(data=True)]
    assert max(map(abs, places)) == 5000


def test_trap_16_all_nodes_have_a_size_or_none() -> None:
    assert "size" not in keys(written(with_properties({}), "graphml"))
    graph = tea_house()
    del graph.nodes["Kettle.md"]["in_links"]
    assert "size" not in keys(written(graph, "graphml"))


@pytest.mark.parametrize("x", [None, math.nan])
def test_trap_16_all_nodes_have_a_place_or_none(x: float | None) -> None:
    graph = tea_house()
    graph.nodes["Kettle.md"]["x"] = x
    assert not {"x", "y"} & keys(written(graph, "graphml")).keys()


def test_trap_17_the_encoding_is_declared() -> None:
    assert written(tea_house(), "graphml").startswith(b'<?xml version="1.0" encoding="UTF-8"?>\n')


def test_the_map_is_the_right_way_up() -> None:
    graph = read(written(tea_house(), "graphml"))
    ours = tea_house().nodes
    high, low = "Kettle.md", "leaves/白牡丹.md"  # the schema's y grows downwards
    assert ours[high]["y"] > ours[low]["y"]
    assert graph.nodes[node_id(high)]["y"] < graph.nodes[node_id(low)]["y"]


def test_line_ends_survive() -> None:
    data = written(with_properties({"t": "one\r\ntwo\nthree\rfour\tfive"}), "graphml")
    assert value(data, "0.md", "fm.t") == "one\r\ntwo\nthree\rfour\tfive"


def test_attributes_of_a_script_are_kept_apart() -> None:
    graph = with_properties({"mood": "calm"})
    graph.nodes["0.md"]["Mood"] = {"tea", "rain"}
    data = written(graph, "graphml")
    assert value(data, "0.md", "fm.mood") == "calm"
    assert value(data, "0.md", "extra.mood") == "rain, tea"


def test_an_empty_value_is_no_loss() -> None:
    filled = {"done": True, "pages": 3, "score": 0.5, "read": date(2024, 5, 6)}
    for empty in (None, "", [], {}):
        graph = with_properties(filled, dict.fromkeys(filled, empty))
        data, said = reported(graph, "graphml")
        assert said == []
        assert value(data, "1.md", "fm.pages") is None
