"""Which node is above another one by its name."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.build.graph import build_graph
from noteweave.vault.vault import Vault


@pytest.mark.parametrize(
    ("config", "paths", "expected"),
    [
        ("{}", ["a.md", "a___b.md"], [("a___b", "a")]),
        ("{:file/name-format :legacy}", ["a.md", "a.b.md"], [("a.b", "a")]),
        ("{}", ["a.md", "a.b.md"], []),
    ],
)
def test_pages_of_logseq_are_below_others_in_the_format_of_names_that_is_set(
    tmp_path: Path, config: str, paths: list[str], expected: list[tuple[str, str]]
) -> None:
    assert _parents(tmp_path, config, [f"pages/{path}" for path in paths]) == [
        (f"pages/{child}.md", f"pages/{parent}.md") for child, parent in expected
    ]


def test_a_journal_of_logseq_is_below_the_page_that_its_title_format_names(tmp_path: Path) -> None:
    config = '{:journal/page-title-format "yyyy/MM/dd"}'
    paths = ["journals/2023_05_30.md", "pages/2023.md"]
    assert _parents(tmp_path, config, paths) == [(paths[0], paths[1])]


def _parents(root: Path, config: str, paths: list[str]) -> list[tuple[str, str]]:
    for path in ("logseq/config.edn", *paths):
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text("- x\n", encoding="utf-8")
    (root / "logseq/config.edn").write_text(config, encoding="utf-8")
    graph = build_graph(Vault.open(root))
    return [
        (graph.nodes[child]["path"], graph.nodes[parent]["path"])
        for child, parent, data in graph.edges(data=True)
        if data["kind"] == "hierarchy"
    ]
