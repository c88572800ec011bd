"""The sample vault shows what there is to show, and is itself without fault."""

from __future__ import annotations

import json
from datetime import date
from itertools import pairwise

import networkx as nx
import pytest
from paths import SAMPLE

from noteweave.cli import run
from noteweave.config import load
from noteweave.graph.build.graph import build_graph
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.query.persona import persona, personas
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.model import Kind, Syntax
from noteweave.vault.vault import Vault
from noteweave.vault.views import overlay

WORLDS = {"leaf", "road"}


@pytest.fixture(scope="module")
def vault() -> Vault:
    return Vault.open(SAMPLE)


@pytest.fixture(scope="module")
def graph(vault: Vault) -> nx.MultiDiGraph[str]:
    return build_graph(vault)


def test_it_shows_every_way_to_write_a_link(vault: Vault) -> None:
    links = [link for note in vault.notes.values() for link in note.links]
    assert {Syntax.WIKILINK, Syntax.MARKDOWN, Syntax.CANVAS} <= {link.syntax for link in links}
    assert {Kind.LINK, Kind.EMBED, Kind.PROPERTY, Kind.INLINE_FIELD, Kind.CANVAS} == {
        link.kind for link in links
    }
    assert {"up", "related", "author", "origin", "brewed-in"} <= {link.relation for link in links}
    fragments = {link.fragment for link in links}
    assert {"Why it stopped", "五之煮#三沸", "^verdict"} <= fragments
    raw = {link.raw for link in links}
    assert {"[[龙井\\|Longjing]]", "![[gaiwan.svg|240]]"} <= raw
    assert "[[Not a link]]" not in raw


def test_a_few_topics_are_unwritten_and_some_are_wanted_by_several(
    graph: nx.MultiDiGraph[str],
) -> None:
    topics = [node for node, kind in graph.nodes(data="kind") if kind == "topic"]
    assert len(topics) == 6
    assert sum(len(set(graph.predecessors(topic))) > 1 for topic in topics) == 5


def test_one_note_is_an_orphan_on_purpose(graph: nx.MultiDiGraph[str]) -> None:
    orphans = [node for node, orphan in graph.nodes(data="orphan") if orphan]
    assert orphans == ["A cup gone cold.md"]


def test_its_growth_can_be_replayed_over_two_years(graph: nx.MultiDiGraph[str]) -> None:
    notes = [data for _, data in graph.nodes(data=True) if data["kind"] == "note"]
    days = sorted(date.fromisoformat(str(data["created"])) for data in notes)
    assert (days[0], days[-1]) == (date(2023, 4, 5), date(2025, 4, 4))
    assert max((b - a).days for a, b in pairwise(days)) < 60


def test_templates_are_not_on_the_map(graph: nx.MultiDiGraph[str]) -> None:
    assert not [node for node in graph if node.startswith("templates/")]


def test_it_is_two_worlds_joined_by_few_links(graph: nx.MultiDiGraph[str]) -> None:
    folder = dict(graph.nodes(data="folder"))
    pairs = {frozenset(ends) for ends in graph.edges() if {folder[end] for end in ends} <= WORLDS}
    between = [pair for pair in pairs if len({folder[end] for end in pair}) == 2]
    assert 0 < len(between) < (len(pairs) - len(between)) / 5


def test_it_has_no_fault(vault: Vault) -> None:
    options = CheckOptions(own=load(SAMPLE).config.rules)
    found = {(finding.name, finding.severity) for finding in check(resolve(vault), options)}
    assert found == {("unresolved-topic", "info")}


def test_it_sets_itself_two_rules_and_would_notice_if_they_were_broken(vault: Vault) -> None:
    own = load(SAMPLE).config.rules
    entries = [entry for _, _, entry in own.entries()]
    assert len(entries) == 2
    assert all(entry.why for entry in entries)
    text = vault.text("leaf/盖碗.md")
    assert "- [[紫砂壶]] · unlike: " in text
    broken = overlay(vault, {"leaf/盖碗.md": text.replace(" · unlike: ", ", ").encode()})
    found = check(resolve(broken), CheckOptions(select=("NW1",), own=own))
    assert [(finding.path, finding.code) for finding in found] == [
        ("leaf/盖碗.md", "NW104"),
        ("leaf/紫砂壶.md", "NW115"),
    ]


@pytest.mark.parametrize(("path", "memories"), [("Captain Moodie", 5), ("阿照", 8)])
def test_it_has_a_character_in_each_language(vault: Vault, path: str, memories: int) -> None:
    resolved = resolve(vault)
    assert list(personas(resolved)) == ["between/Captain Moodie.md", "between/阿照.md"]
    character = persona(resolved, vault.text, f"between/{path}.md")
    assert len([memory for memory in character.memories if memory.told]) == memories
    assert len(character.text.encode()) <= 6_000
    assert character.greeting


def test_the_reasons_of_the_sample_are_read(capfd: pytest.CaptureFixture[str]) -> None:
    assert run(["links", str(SAMPLE), "--section", "Beside it", "--format", "jsonl"]) == 0
    links = [json.loads(line) for line in capfd.readouterr().out.splitlines()]
    assert {link["relation"] for link in links} == {"unlike", "led to", "came from"}
    assert all(link["reason"] for link in links)
