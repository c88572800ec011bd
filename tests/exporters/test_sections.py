"""Formats that list edges carry the section of a link and the reason that is written beside it."""

from __future__ import annotations

import csv
import io
import re
import sqlite3
from pathlib import Path

import pytest
from export_graphs import written

from noteweave.graph.build.graph import build_graph
from noteweave.vault.parsing.grammar import RelationRule
from noteweave.vault.vault import OpenOptions, Vault


@pytest.mark.parametrize("name", ["graphml", "gexf", "csv", "json", "cyjs", "cypher"])
def test_a_format_carries_section_and_reason(name: str, shelf: Vault) -> None:
    settings = {"table": "edges"} if name == "csv" else {}
    text = written(build_graph(shelf), name, **settings).decode()
    assert "See also" in text
    assert "it holds the heat" in text
    assert "needs" in text


def test_sqlite_has_them_for_each_place(shelf: Vault, tmp_path: Path) -> None:
    path = tmp_path / "graph.db"
    path.write_bytes(written(build_graph(shelf), "sqlite"))
    query = "SELECT relation, reason, section, line FROM backlinks WHERE target = 'Pot.md'"
    assert list(sqlite3.connect(path).execute(query)) == [
        ("", "", "", 1),
        ("needs", "it holds the heat", "See also", 5),
    ]


def test_the_backlink_table_has_them_too(shelf: Vault) -> None:
    text = written(build_graph(shelf), "backlinks_csv").decode("utf-8-sig")
    found = [
        (row["relation"], row["reason"], row["section"])
        for row in csv.DictReader(io.StringIO(text))
    ]
    assert found == [("", "", ""), ("needs", "it holds the heat", "See also")]


@pytest.fixture
def shelf(tmp_path: Path) -> Vault:
    folder = tmp_path / "shelf"
    folder.mkdir()
    (folder / "Pot.md").write_text("")
    (folder / "Tea.md").write_text(
        "[[Pot]] first.\n\n# See also\n\n- [[Pot]]: needs, it holds the heat\n"
    )
    rule = RelationRule("", r"^: (?P<relation>\w+), (?P<reason>.*)")
    return Vault.open(folder, OpenOptions(relations=(rule,)))


def test_a_much_linked_note_has_its_links_counted_by_section_and_relation(tmp_path: Path) -> None:
    for n in range(9):
        (tmp_path / f"{n}.md").write_text(
            f"[[Tea]]\n# Topics\n- [[Tea]]{': drinks, it' if n else ''}\n"
        )
    rule = RelationRule("", r"^: (?P<relation>\w+), (?P<reason>.*)")
    graph = build_graph(Vault.open(tmp_path, OpenOptions(relations=(rule,))))
    line = "By section and relation: no heading 9, Topics · drinks 8, Topics 1\n"
    assert line in written(graph, "backlinks").decode()
    page = written(graph, "backlinks_html").decode()
    groups = re.findall(r'<h4><span dir="auto">(.*?)</span> <span class="number">(.*?)<', page)
    assert groups == [("no heading", "9"), ("Topics · drinks", "8"), ("Topics", "1")]
    assert '"section":"Topics","relation":"drinks","links":8' in (
        written(graph, "backlinks_json").decode()
    )
