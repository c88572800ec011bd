"""Small graphs for the tests of exporters: a tea house, and values and names that break writers."""

from __future__ import annotations

import datetime
import io
import math
import os
from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Any

import networkx as nx
import pytest

from noteweave.exporters import Request, exporter
from noteweave.graph.schema import Occurrence

Graph = nx.MultiDiGraph
_CACHE = Path(os.environ.get("XDG_CACHE_HOME") or Path.home() / ".cache")
READERS = Path(os.environ.get("NOTEWEAVE_READERS") or _CACHE / "noteweave-readers")
"""Where `.ci/run` installs readers of other languages."""


def note(path: str, **attributes: Any) -> dict[str, Any]:
    """Return a note's attributes as `build_graph` writes them, with those given changed."""
    name = path.rpartition("/")[2].removesuffix(".md")
    return {
        "kind": "note",
        "label": name,
        "path": path,
        "folder": path.rpartition("/")[0],
        "exists": True,
        "title": "",
        "tag": "",
        "tags": (),
        "aliases": (),
        "created": "",
        "modified": "",
        "words": 0,
        "hidden": False,
        "journal": False,
        "properties": {},
        "in_links": 0,
        "out_links": 0,
        "self_links": 0,
        "orphan": False,
    } | attributes


def link(graph: Graph, source: str, target: str, kind: str = "link", **data: Any) -> None:
    """Add one edge as `build_graph` writes it, and count it at both ends."""
    relation = data.get("relation", "")
    places = data.pop("places", (Occurrence(1, 1, f"[[{target}]]"),))
    data = {"kind": kind, "relation": relation, "count": len(places), "places": places} | data
    graph.add_edge(source, target, key=f"{kind}:{relation}" if relation else kind, **data)
    graph.nodes[source]["out_links"] += data["count"]
    graph.nodes[target]["in_links"] += data["count"]


def tea_house() -> Graph:
    """Return six nodes and seven edges: all kinds of value, parallel edges, two scripts."""
    graph = Graph(name="tea house", profile="obsidian", generator="noteweave test", broken=0)
    made = datetime.date(2023, 4, 5)
    graph.add_node(
        "leaves/Dragon Well.md",
        **note(
            "leaves/Dragon Well.md",
            tag="green",
            tags=("green", "hangzhou"),
            aliases=("龙井",),
            created="2023-04-05",
            words=120,
            properties={"steep": 80, "Harvest": made, "notes": ["chestnut", "orchid"]},
        ),
    )
    graph.add_node(
        "leaves/白牡丹.md",
        **note("leaves/白牡丹.md", words=44, properties={"steep": 82.5, "发布日期": made}),
    )
    graph.add_node("Water & Fire.md", **note("Water & Fire.md", words=7, created="2024-02-29"))
    graph.add_node("Kettle.md", **note("Kettle.md", orphan=True))
    wanted = note("", kind="topic", label="Gaiwan", exists=False)
    graph.add_node("topic:gaiwan", **wanted)
    graph.add_node("tag:green", **note("", kind="tag", label="#green", exists=False))
    dragon, peony, water = "leaves/Dragon Well.md", "leaves/白牡丹.md", "Water & Fire.md"
    twice = (Occurrence(3, 5, "[[白牡丹]]"), Occurrence(9, 1, "[[白牡丹|white peony]]"))
    link(graph, dragon, peony, places=twice)
    link(graph, dragon, peony, "property", relation="cousin")
    link(graph, dragon, water, "embed")
    link(graph, peony, dragon)
    link(graph, water, "topic:gaiwan")
    link(graph, dragon, "topic:gaiwan")
    link(graph, dragon, "tag:green", "tag")
    for number, (_, node) in enumerate(sorted(graph.nodes(data=True))):
        node |= {"rank": 1 / 6, "community": number % 2, "x": 100.0 * number, "y": -30.0 * number}
    return graph


def written(graph: Graph, format: str, **settings: Any) -> bytes:
    """Return what the exporter of a format writes."""
    return reported(graph, format, **settings)[0]


def reported(graph: Graph, format: str, **settings: Any) -> tuple[bytes, list[str]]:
    """Return what the exporter of a format writes, and what it reports about losses."""
    stream, said = io.BytesIO(), list[str]()
    exporter(format).export(graph, stream, Request(settings=settings, report=said.append))
    return stream.getvalue(), said


def with_properties(*properties: Mapping[str, Any]) -> Graph:
    """Return a graph of notes `0.md`, `1.md` … with these properties, in a chain."""
    graph = Graph(name="properties")
    for number, values in enumerate(properties):
        graph.add_node(f"{number}.md", **note(f"{number}.md", properties=dict(values)))
    for number in range(1, len(properties)):
        link(graph, f"{number - 1}.md", f"{number}.md")
    return graph


HARD_VALUES = {
    "nan": math.nan,
    "huge": 2**80,
    "odd": "\ud800\x00",
    "map": {"a": [1, datetime.date(2024, 2, 29)]},
}
"""Properties of which the formats change or leave out at least three."""

HARD_NAME = 'a "quoted" \\N \\ & &lt; <b> #1 `x` {y} [z] | 茶\n*two*'


def hard_names() -> Graph:
    """Return two notes with names that have a meaning in drawing languages, and such a relation."""
    graph = Graph(name=HARD_NAME)
    for key in (f"{HARD_NAME}.md", "1. list.md"):
        graph.add_node(key, **note(key, label=key.removesuffix(".md")))
    link(graph, f"{HARD_NAME}.md", "1. list.md", "property", relation=HARD_NAME)
    return graph


def require(tool: str, present: bool, reason: str) -> None:
    """Skip a test whose tool is not there, unless `.ci/run` says that it must be."""
    if not present:
        if tool in os.environ.get("NOTEWEAVE_REQUIRE", "").split():
            pytest.fail(f"{reason}: not there, though required")
        pytest.skip(f"{reason}: not there")


def pyarrow_parquet() -> Any:
    """Return pyarrow's reader of Parquet; skip the test where there is none."""
    try:
        return import_module("pyarrow.parquet")
    except ImportError:
        return require("pyarrow", False, "pyarrow")
