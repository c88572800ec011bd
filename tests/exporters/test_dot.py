"""DOT: Graphviz reads it without a warning and shows names and positions."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
from export_graphs import hard_names, reported, require, tea_house, with_properties, written

from noteweave.exporters._shared.xml_text import node_id


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
    plain = dot(written(hard_names(), "dot"), "-Tsvg")
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


def test_replaces_what_it_cannot_hold() -> None:
    graph = with_properties({})
    graph.nodes["0.md"]["label"] = "\x00\ud800"
    data, said = reported(graph, "dot")
    assert "\ufffd\ufffd" in data.decode()
    assert said == ["2 characters that the file cannot hold were replaced by U+FFFD"]
