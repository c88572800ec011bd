"""What a vault's configuration says about its graph is what `build` and `export` show."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import pytest

from noteweave.cli import run

VAULT = {
    "tea.md": "#drink/hot with [[cup]], %%[[secret]]%% ![[p.png]] <https://example.org>",
    "cup.md": "It holds Dragon Well from spring on.",
    "Dragon Well.md": "",
    "p.png": "",
    "board.canvas": json.dumps(
        {
            "nodes": [
                {"id": "a", "type": "file", "file": "tea.md"},
                {"id": "b", "type": "file", "file": "cup.md"},
            ],
            "edges": [{"id": "c", "fromNode": "a", "toNode": "b", "label": "fills"}],
        }
    ),
}


@pytest.mark.parametrize(
    ("config", "more", "gone"),
    [
        ("comments = false", set(), {"topic:secret"}),
        ("[graph]\ntags = true", {"tag:drink/hot"}, set()),
        ("[graph]\nattachments = false", set(), {"p.png"}),
        ("[graph]\nexternal = true", {"external:https://example.org"}, set()),
        ("exclude = ['cup.md']", set(), {"cup.md"}),
    ],
)
def test_nodes(
    tmp_path: Path,
    config: str,
    more: set[str],
    gone: set[str],
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    usual, _ = exported(tmp_path, "", capfdbinary)
    assert exported(tmp_path, config, capfdbinary)[0] == (usual | more) - gone


@pytest.mark.parametrize(
    ("config", "edge"),
    [
        ("[graph]\nmentions = true", ("cup.md", "Dragon Well.md", "mention", "")),
        ("[graph]\ncanvas-lines = true", ("tea.md", "cup.md", "canvas", "fills")),
    ],
)
def test_edges(
    tmp_path: Path,
    config: str,
    edge: Sequence[str],
    capfdbinary: pytest.CaptureFixture[bytes],
) -> None:
    _, usual = exported(tmp_path, "", capfdbinary)
    assert exported(tmp_path, config, capfdbinary)[1] - usual == {edge}


def exported(
    folder: Path, config: str, capture: pytest.CaptureFixture[bytes]
) -> tuple[set[str], set[Sequence[str]]]:
    """Write the vault with a configuration; return the nodes and edges of its JSON."""
    for name, text in {**VAULT, "noteweave.toml": config}.items():
        (folder / name).write_text(text, encoding="utf-8")
    capture.readouterr()
    assert run(["export", str(folder), "json", "-o", "-"]) == 0
    graph = json.loads(capture.readouterr().out)
    return (
        {node["id"] for node in graph["nodes"]},
        {(e["source"], e["target"], e["kind"], e.get("relation", "")) for e in graph["links"]},
    )
