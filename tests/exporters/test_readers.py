"""Readers written by others, in JavaScript: graphology (Gephi Lite's), D3 and Cytoscape.

They are no dependency of ours: `.ci/run` installs them with npm into a folder outside the
repository; elsewhere these tests are skipped.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from typing import Any

import pytest
from export_graphs import READERS, Graph, require, tea_house, written
from paths import TESTS

PACKAGES = READERS / "node_modules"
HARD = "A < > B & C\r\nsays \"茶\" 'tea' ]]> \\n 🍵"
FILES = {
    "graph.graphml": ("graphml", {}),
    "graph.gexf": ("gexf", {}),
    "graph.cyjs": ("cyjs", {}),
    "graph.json": ("json", {}),
    "graphology.json": ("json", {"shape": "graphology"}),
}


def hard_tea_house() -> Graph:
    graph = tea_house()
    graph.nodes["Kettle.md"]["properties"] = {"Note": HARD, "parts": ["lid", "spout"]}
    graph.nodes["Kettle.md"]["tags"] = ("lid, iron", 'a "spout"')
    return graph


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Run all readers once: what each sees, by its name."""
    present = bool(shutil.which("node")) and (PACKAGES / "graphology").is_dir()
    require("node", present, f"Node, or the packages in {PACKAGES}")
    folder = tmp_path_factory.mktemp("files")
    for name, (format, settings) in FILES.items():
        (folder / name).write_bytes(written(hard_tea_house(), format, **settings))
    script = TESTS / "support" / "readers.cjs"
    done = subprocess.run(
        ["node", str(script), str(folder)],
        env={**os.environ, "NODE_PATH": str(PACKAGES)},
        capture_output=True,
        check=True,
    )
    return json.loads(done.stdout)


@pytest.mark.parametrize(
    ("reader", "edges"),
    [
        ("graphology graphml", 6),
        ("graphology gexf", 7),
        ("graphology json", 7),
        ("d3 json", 7),
        ("cytoscape cyjs", 7),
        ("cytoscape graphml", 6),
    ],
)
def test_every_reader_sees_all_of_it(report: Any, reader: str, edges: int) -> None:
    found = report[reader]
    assert (found.get("nodes"), found.get("edges"), found.get("error")) == (6, edges, None)


@pytest.mark.parametrize("format", ["graphml", "gexf"])
def test_gephi_lite_sees_texts_sizes_and_places(report: Any, format: str) -> None:
    kettle = report[f"graphology {format}"]["one"]
    assert kettle["fm.note"] == HARD
    assert (kettle["label"], kettle["size"], kettle["x"], kettle["y"]) == ("Kettle", 4, -250, -75)
    assert kettle["orphan"] is True


def test_gephi_lite_sees_lists_in_gexf(report: Any) -> None:
    kettle = report["graphology gexf"]["one"]
    assert kettle["tags"] == ["lid, iron", 'a "spout"']
    assert kettle["fm.parts"] == "lid, spout"
