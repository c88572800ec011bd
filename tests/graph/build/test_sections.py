"""Every edge knows the headings its links stand under, and the reasons written beside them."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.graph.backlinks.link_table import of_vault, overview
from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.parsing.grammar import RelationRule
from noteweave.vault.vault import OpenOptions, Vault

RULE = RelationRule("See also", r"^: (?P<relation>\w+), (?P<reason>.*)")
NOTES = {
    "Tea.md": "[[Pot]] first.\n\n# See also\n\n- [[Pot]]: needs, it holds the heat\n- [[Cup]]\n",
    "Cup.md": "# Kin\n\n[[Mug]] and again [[Mug]]\n\n# See Also\n[[Mug]]\n",
    "Pot.md": "",
}


@pytest.fixture
def vault(tmp_path: Path) -> Vault:
    for name, text in NOTES.items():
        (tmp_path / name).write_text(text)
    return Vault.open(tmp_path, OpenOptions(relations=(RULE,)))


def test_relations_written_around_links_are_edges_of_their_own(vault: Vault) -> None:
    edges = build_graph(vault)["Tea.md"]["Pot.md"]
    assert set(edges) == {"link", "link:needs"}
    assert edges["link"]["section"] == ""
    assert edges["link:needs"]["section"] == "See also"
    assert edges["link:needs"]["reason"] == "it holds the heat"
    (place,) = edges["link:needs"]["places"]
    assert place == (5, 3, "[[Pot]]", "See also", "it holds the heat")


def test_an_edge_has_the_section_of_its_first_place(vault: Vault) -> None:
    (edge,) = build_graph(vault)["Cup.md"]["topic:mug"].values()
    assert (edge["section"], edge["count"]) == ("Kin", 3)
    assert [place.section for place in edge["places"]] == ["Kin", "Kin", "See Also"]


def test_only_links_of_some_sections_make_the_graph(vault: Vault) -> None:
    graph = build_graph(vault, Show(sections=("see also",)))
    edges = [(s, t, key, edge["count"]) for s, t, key, edge in graph.edges(keys=True, data=True)]
    assert edges == [
        ("Cup.md", "topic:mug", "link", 1),
        ("Tea.md", "Cup.md", "link", 1),
        ("Tea.md", "Pot.md", "link:needs", 1),
    ]
    assert graph.nodes["topic:mug"]["in_links"] == 1


def test_and_the_backlink_report(vault: Vault) -> None:
    table = of_vault(resolve(vault), sections=["See also"])
    assert overview(table).weights["topic:mug"] == (1, 1)
    sections = {link.place.section for group in table.link_groups() for link in group.links}
    assert sections == {"See also", "See Also"}
