"""Orphans, dead ends, islands and wanted topics are the same for every command and format."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from noteweave.cli import run
from noteweave.graph.backlinks.link_table import Overview, of_graph, of_vault, overview
from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.metrics.measure import measure
from noteweave.graph.query.statistics import Wanted, statistics
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import OpenOptions, Vault

ORPHANS = ["Excluded only.md", "Only a base.md", "Only a file.md", "Only a tag.md", "Self.md"]
DEAD_ENDS = ["Oar.md", "Sail.md"]
ISLANDS = [["Fish.md", "Net.md"]]
NOTES = {
    "Boat.md": "[[Oar]] [[Sail]] [[Mast]] [[Mast]]\n",
    "Oar.md": "![[oar.png]]\n",
    "Sail.md": "[a maker](https://example.org/)\n",
    "Net.md": "[[Fish]] ![[net.png]]\n",
    "Fish.md": "[[Net]] #catch\n",
    "Only a file.md": "![[net.png]]\n",
    "Only a tag.md": "#catch\n",
    "Only a base.md": "![[Catches.base]]\n",
    "Excluded only.md": "[[drafts/Hull]]\n",
    "Self.md": "[[#Here]] [[Self]]\n# Here\n",
    "Wish.md": "[[Harbour]]\n",
    "Chart.canvas": '{"nodes": [{"id": "a", "type": "file", "file": "Boat.md"}]}',
    "drafts/Hull.md": "[[Self]]\n",
    "Catches.base": "",
    "oar.png": "",
    "net.png": "",
    ".obsidian/app.json": '{"userIgnoreFilters": ["drafts/"]}',
}


@pytest.fixture
def shore(tmp_path: Path) -> Path:
    for name, text in NOTES.items():
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return tmp_path


def lists(view: Overview) -> tuple[list[str], list[str], list[list[str]], list[str]]:
    return view.orphans, view.dead_ends, view.islands, view.most_wanted


@pytest.mark.parametrize(
    "show",
    [
        Show(),
        Show(attachments=False),
        Show(tags=True, external=True, canvas_lines=True, hierarchy=True),
    ],
    ids=["usual", "without files", "with all"],
)
def test_a_graph_and_a_vault_agree_whatever_is_drawn(shore: Path, show: Show) -> None:
    vault = Vault.open(shore, OpenOptions(cache=False))
    graph = build_graph(vault, show)
    expected = (ORPHANS, DEAD_ENDS, ISLANDS, ["topic:mast", "topic:harbour"])
    assert lists(overview(of_vault(resolve(vault)))) == expected
    assert lists(overview(of_graph(graph))) == expected
    for name, keys in (("orphan", ORPHANS), ("dead_end", DEAD_ENDS)):
        assert sorted(key for key, value in graph.nodes(data=name) if value) == keys
    measure(graph)
    found = statistics(graph)
    assert (found.orphans, found.dead_ends) == (ORPHANS, DEAD_ENDS)
    assert [(group.notes, group.nodes) for group in found.islands] == [(2, 2)]
    assert found.wanted == [
        Wanted("topic:mast", "Mast", 1, 2, ("Boat.md",)),
        Wanted("topic:harbour", "Harbour", 1, 1, ("Wish.md",)),
    ]


def test_every_command_says_so(shore: Path, capfd: pytest.CaptureFixture[str]) -> None:
    def answer(*words: str) -> Any:
        run(words)
        return json.loads(capfd.readouterr().out)

    vault = str(shore)
    assert [one["path"] for one in answer("orphans", vault, "--format", "json")] == ORPHANS
    both = answer("orphans", vault, "--dead-ends", "--format", "json")
    assert sorted(one["path"] for one in both) == sorted(ORPHANS + DEAD_ENDS)
    report = answer("backlinks", vault, "--format", "json")
    assert (report["orphans"], report["dead_ends"], report["islands"]) == (
        ORPHANS,
        DEAD_ENDS,
        ISLANDS,
    )
    checked = answer("check", vault, "--select", "orphan", "--format", "json")
    assert sorted(one["path"] for one in checked["findings"]) == ORPHANS
