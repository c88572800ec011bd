"""DOT, Mermaid, JSON Canvas and Cytoscape: what draws them reads them."""

from __future__ import annotations

import itertools
import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest
from export_graphs import Graph, link, note, reported, require, tea_house, with_properties, written

from noteweave.exporters._shared.xml_text import node_id
from noteweave.vault.errors import RequestError

NASTY = 'a "quoted" \\N \\ & &lt; <b> #1 `x` {y} [z] | 茶\n*two*'


def nasty() -> Graph:
    """Return two notes whose names no writer likes, and a relation like them."""
    graph = Graph(name=NASTY)
    for key in (f"{NASTY}.md", "1. list.md"):
        graph.add_node(key, **note(key, label=key.removesuffix(".md")))
    link(graph, f"{NASTY}.md", "1. list.md", "property", relation=NASTY)
    return graph


def dot(data: bytes, *arguments: str) -> str:
    require("graphviz", bool(shutil.which("dot")), "Graphviz")
    done = subprocess.run(["dot", *arguments], input=data, capture_output=True, check=True)
    assert not done.stderr
    return done.stdout.decode()


def test_graphviz_sees_all_of_it() -> None:
    graph = json.loads(dot(written(tea_house(), "dot"), "-Tjson0"))
    assert graph["directed"]
    assert (len(graph["objects"]), len(graph["edges"])) == (6, 7)


def test_graphviz_shows_names_as_they_are() -> None:
    plain = dot(written(nasty(), "dot"), "-Tsvg")
    texts = re.findall(r"<text[^>]*>([^<]*)</text>", plain)
    expected = 'a "quoted" \\N \\ & &lt; <b> #1 `x` {y} [z] | 茶'
    shown = [t.replace("&quot;", '"').replace("&lt;", "<").replace("&gt;", ">") for t in texts]
    shown = [t.replace("&#45;", "-").replace("&amp;", "&") for t in shown]
    assert "1. list" in shown
    assert expected in shown


def test_graphviz_keeps_the_places() -> None:
    require("graphviz", bool(shutil.which("neato")), "Graphviz")
    data = written(tea_house(), "dot")
    command = ["neato", "-n2", "-Tjson0"]
    done = subprocess.run(command, input=data, capture_output=True, check=True)
    places = {o["name"]: o["pos"] for o in json.loads(done.stdout)["objects"]}
    kettle, peony = (
        [float(n) for n in places[node_id(key)].split(",")]
        for key in ("Kettle.md", "leaves/白牡丹.md")
    )
    right, up = peony[0] - kettle[0], peony[1] - kettle[1]
    assert right / up == pytest.approx(300 / 90, rel=0.01)
    assert 100 < right < 500  # near enough that names can be read, far enough for boxes


def test_dot_replaces_what_it_cannot_hold() -> None:
    graph = with_properties({})
    graph.nodes["0.md"]["label"] = "\x00\ud800"
    data, said = reported(graph, "dot")
    assert "\ufffd\ufffd" in data.decode()
    assert said == ["2 characters that the file cannot hold were replaced by U+FFFD"]


def test_mermaid_says_it_in_its_own_words() -> None:
    lines = written(tea_house(), "mermaid").decode().splitlines()
    assert lines[0] == "flowchart LR"
    assert '    n0["Kettle"]' in lines
    assert '    n5(["Gaiwan"])' in lines
    assert '    n2 -->|"cousin"| n3' in lines
    assert "    n2 -.-> n1" in lines
    assert sum("--" in line or "-.-" in line for line in lines) == 6
    assert "    class n0,n1,n2,n3 internal-link" in lines


def test_mermaid_gets_no_character_that_it_would_read() -> None:
    text = written(nasty(), "mermaid").decode()
    quoted = re.findall(r'"([^"]*)"', text)
    assert len(quoted) == 3
    assert not any(re.search(r"[<>&`\\*_~]|#(?!\d+;)", part) for part in quoted)
    assert '"1.\u200b list"' in text


@pytest.mark.parametrize("format", ["mermaid", "canvas"])
def test_what_is_too_large_to_draw_is_refused(format: str) -> None:
    chain = with_properties(*({} for _ in range(502)))
    with pytest.raises(RequestError, match="50") as caught:
        written(chain, format)
    assert "--depth-from" in caught.value.hint
    assert written(chain, format, limit="600")
    with pytest.raises(RequestError, match="limit=many"):
        written(chain, format, limit="many")


def test_canvas_cards_never_overlap() -> None:
    canvas = json.loads(written(with_properties(*({} for _ in range(30))), "canvas"))
    corners = [(card["x"], card["y"]) for card in canvas["nodes"]]
    assert len(set(corners)) == 30
    columns, rows = sorted({x for x, _ in corners}), sorted({y for _, y in corners})
    assert all(b - a > canvas["nodes"][0]["width"] for a, b in itertools.pairwise(columns))
    assert all(b - a > canvas["nodes"][0]["height"] for a, b in itertools.pairwise(rows))


def test_canvas_is_what_the_specification_says() -> None:
    canvas = json.loads(written(tea_house(), "canvas"))
    cards = {card.get("file") or card["text"]: card for card in canvas["nodes"]}
    assert cards["leaves/白牡丹.md"]["type"] == "file"
    assert cards["[[Gaiwan]]"]["type"] == cards["#green"]["type"] == "text"
    ids = {card["id"] for card in canvas["nodes"]}
    sides = {"top", "right", "bottom", "left"}
    assert len(canvas["edges"]) == 6
    for edge in canvas["edges"]:
        assert {edge["fromNode"], edge["toNode"]} <= ids
        assert {edge["fromSide"], edge["toSide"]} <= sides
    assert "cousin" in {edge.get("label") for edge in canvas["edges"]}


def test_a_canvas_we_wrote_is_one_we_can_read(tmp_path: Path) -> None:
    from noteweave.vault.parsing.canvas import parse_canvas

    board = parse_canvas("board.canvas", written(tea_house(), "canvas").decode())
    assert {link.target for link in board.links} >= {"leaves/白牡丹.md", "Kettle.md"}


def test_cytoscape_elements() -> None:
    data = json.loads(written(tea_house(), "cyjs"))
    nodes, edges = data["elements"]["nodes"], data["elements"]["edges"]
    assert (len(nodes), len(edges)) == (6, 7)
    kettle = nodes[0]
    assert (kettle["data"]["id"], kettle["data"]["name"]) == ("Kettle.md", "Kettle")
    assert kettle["position"]["y"] > nodes[3]["position"]["y"]  # y grows downwards there
    ids = {element["data"]["id"] for element in nodes + edges}
    assert len(ids) == 13
    for element in nodes:
        for value in element["data"].values():
            assert isinstance(value, str | int | float | bool | list)
