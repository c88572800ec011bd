"""JSON node-link: networkx gets the graph back, and any JSON reader gets JSON."""

from __future__ import annotations

import json
import math
from datetime import date

import networkx as nx
from export_graphs import reported, tea_house, with_properties, written


def test_networkx_gets_the_graph_back() -> None:
    ours = tea_house()
    back = nx.node_link_graph(json.loads(written(ours, "json")), edges="links")
    assert back.is_directed()
    assert back.is_multigraph()
    assert set(back.nodes) == set(ours.nodes)
    assert set(back.edges(keys=True)) == set(ours.edges(keys=True))
    assert back.graph == ours.graph
    dragon = back.nodes["leaves/Dragon Well.md"]
    assert dragon["properties"] == {
        "steep": 80,
        "Harvest": "2023-04-05",
        "notes": ["chestnut", "orchid"],
    }
    edge = back.edges["leaves/Dragon Well.md", "leaves/白牡丹.md", "link"]
    assert edge["places"][1] == {
        "line": 9,
        "column": 1,
        "raw": "[[白牡丹|white peony]]",
        "section": "",
        "reason": "",
    }


def test_graphology_has_a_shape_of_its_own() -> None:
    data = json.loads(written(tea_house(), "json", shape="graphology"))
    assert data["options"] == {"type": "directed", "multi": True, "allowSelfLoops": True}
    assert (len(data["nodes"]), len(data["edges"])) == (6, 7)
    assert len({edge["key"] for edge in data["edges"]}) == 7
    names = {node["key"] for node in data["nodes"]}
    assert {edge["source"] for edge in data["edges"]} <= names
    assert data["nodes"][0]["attributes"]["label"] == "Kettle"


def test_one_object_a_line() -> None:
    lines = written(tea_house(), "json").decode().splitlines()
    assert sum(line.startswith('{"kind"') for line in lines) == 6 + 7


def test_values_that_json_does_not_know() -> None:
    hard = {
        "nan": math.nan,
        "list": [1, None, {"deep": math.inf}],
        "day": date(2024, 2, 29),
        "huge": 2**70,
        "odd": "\ud800\x00\u2028",
        "map": {1: {"a": True}},
    }
    data, said = reported(with_properties(hard), "json")
    values = json.loads(data.decode(), parse_constant=lambda word: 1 / 0)["nodes"][0]["properties"]
    assert values == {
        "nan": None,
        "list": [1, None, {"deep": None}],
        "day": "2024-02-29",
        "huge": str(2**70),
        "odd": "\ufffd\x00\u2028",
        "map": {"1": {"a": True}},
    }
    assert said == [
        "1 character that the file cannot hold was replaced by U+FFFD",
        "2 values were left out: NaN and infinity cannot be written",
        "1 whole number was written as text: it is too large for a number",
    ]
