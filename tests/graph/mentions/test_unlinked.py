"""Names in running text: what counts as one, in which scripts, and which are worth a link."""

from __future__ import annotations

import time
import unicodedata
from pathlib import Path

import networkx as nx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteweave.graph.build.graph import build_graph
from noteweave.graph.mentions.folding import folded
from noteweave.graph.mentions.matcher import NameMatcher, is_name
from noteweave.graph.mentions.unlinked import WORTHWHILE, Mention, add_mentions, unlinked
from noteweave.graph.names import key
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault


def found(text: str, *names: str) -> list[str]:
    search = NameMatcher((name, f"{name}.md") for name in names)
    return [text[one.start : one.end] for one in search.find(text)]


@pytest.mark.parametrize(
    ("text", "names", "expected"),
    [
        ("The moon jelly drifts.", ["Moon Jelly"], ["moon jelly"]),
        ("The moon\njelly drifts.", ["Moon Jelly"], ["moon\njelly"]),
        ("Jellyfish, jelly", ["Jelly"], ["jelly"]),
        ("Moon jelly or moon", ["Moon", "Moon Jelly"], ["Moon jelly", "moon"]),
        ("moon jellyfish", ["Moon", "Moon Jelly"], ["moon"]),
        ("a self-made kelp-like coral/kelp #kelp kelp", ["Self", "Kelp"], ["kelp"]),
        ("kelp's end, don't", ["Kelp", "Don"], ["kelp"]),
        ("l'oursin", ["Oursin"], ["oursin"]),
        ("**Kelp**, (kelp)", ["Kelp"], ["Kelp", "kelp"]),
        ("水母在月光下发光", ["水母", "月光"], ["水母", "月光"]),
        ("海月水母", ["水母", "海月水母"], ["海月水母"]),
        ("クラゲは刺胞動物です", ["クラゲ", "刺胞動物"], ["クラゲ", "刺胞動物"]),
        ("用Kelp做汤", ["Kelp"], ["Kelp"]),
        ("해파리는 바다에 산다", ["해파리", "바다"], ["해파리", "바다"]),
        ("큰해파리", ["해파리"], []),
        ("Die Große Qualle, GROSSE QUALLE", ["Große Qualle"], ["Große Qualle", "GROSSE QUALLE"]),
        ("Seeigel am Meeresgrund", ["Meer", "Seeigel"], ["Seeigel"]),
        ("يعيش قنديل البحر في المحيط", ["قنديل البحر"], ["قنديل البحر"]),
        ("I saw 🪼 Nox today", ["🪼 Nox"], ["🪼 Nox"]),
        ("v1.2 and 2031-05-01 and ab and 海", ["v1", "2031-05-01", "ab", "海"], []),
    ],
)  # fmt: skip
def test_what_is_a_word(text: str, names: list[str], expected: list[str]) -> None:
    assert found(text, *names) == expected


def test_places_lead_back_to_the_text_as_written() -> None:
    text = unicodedata.normalize("NFD", "Straße nach Mülheim: Ångström im Café")
    assert found(text, "mülheim", "ÅNGSTRÖM", "strasse", "Café") == [
        unicodedata.normalize("NFD", name) for name in ("Straße", "Mülheim", "Ångström", "Café")
    ]


@given(st.text("aßé\u0301Å가ᄀ\u1161各ﬁ \nİ", max_size=20))
def test_folding_keeps_every_place(text: str) -> None:
    plain, back = folded(text)
    assert " ".join(plain.split()) == " ".join(key(text).split())
    places = [back(n, n + 1) for n in range(len(plain))]
    assert all(0 <= start < end <= len(text) for start, end in places)
    assert places == sorted(places)


def test_a_name_must_say_something() -> None:
    assert [is_name(n) for n in ("sea", "ab", "a1", "2031", "海", "海月", "바다", "x" * 200)] == [
        True, False, False, False, False, True, True, False,
    ]  # fmt: skip


TEXT = """---
title: Kelp Forest
---
# Sea Urchin

Sea urchin here, [a sea urchin](Otter.md), `sea urchin`, $sea urchin$, [[Otter|sea urchin]],
<b title="sea urchin">x</b> https://example.org/sea urchin and again a sea urchin.

    sea urchin

<!-- noteweave: backlinks -->
sea urchin
<!-- noteweave: /backlinks -->
"""


@pytest.fixture
def reef(tmp_path: Path) -> Path:
    notes = {
        "Sea Urchin.md": "It is eaten by the sea otter.",
        "Otter.md": "---\naliases: [sea otter]\n---\nThe sea otter eats the sea urchin.",
        "Diary.md": TEXT,
        "Index.md": "An index of the kelp.",
        "North/Kelp.md": "",
        "South/Kelp.md": "",
    }
    for path, text in notes.items():
        place = tmp_path / path
        place.parent.mkdir(exist_ok=True)
        place.write_text(text, encoding="utf-8")
    return tmp_path


def mentions(root: Path) -> list[Mention]:
    vault = Vault.open(root)
    return unlinked(resolve(vault), vault.text)


def test_only_running_text_counts(reef: Path) -> None:
    (diary,) = [one for one in mentions(reef) if one.source == "Diary.md"]
    assert (diary.text, diary.line, diary.column, diary.times) == ("Sea urchin", 6, 1, 2)
    assert diary.targets == ("Sea Urchin.md",)


def test_an_alias_is_a_name_and_the_own_name_is_none(reef: Path) -> None:
    found = {(one.source, one.targets, one.text) for one in mentions(reef)}
    assert ("Sea Urchin.md", ("Otter.md",), "sea otter") in found
    assert ("Otter.md", ("Sea Urchin.md",), "sea urchin") in found
    assert not any(one.source in one.targets for one in mentions(reef))


def test_the_ambiguous_and_the_everyday_come_last(reef: Path) -> None:
    *_, last = mentions(reef)
    assert last.targets == ("North/Kelp.md", "South/Kelp.md")
    assert last.score < WORTHWHILE < mentions(reef)[0].score


def test_a_name_that_everybody_writes_and_nobody_links_is_worth_less(tmp_path: Path) -> None:
    (tmp_path / "Deep Water.md").touch()
    (tmp_path / "Blue Whale.md").touch()
    for n in range(30):
        (tmp_path / f"{n}.md").write_text("Deep water everywhere.", encoding="utf-8")
    (tmp_path / "31.md").write_text("A blue whale.", encoding="utf-8")
    (tmp_path / "32.md").write_text("See [[Blue Whale]].", encoding="utf-8")
    best, *others = mentions(tmp_path)
    assert best.text == "blue whale"
    assert {one.text for one in others} == {"Deep water"}
    assert all(one.score < WORTHWHILE for one in others)


def test_edges(reef: Path) -> None:
    vault = Vault.open(reef)
    graph: nx.MultiDiGraph[str] = build_graph(vault)
    degrees = {key: node["in_links"] for key, node in graph.nodes(data=True)}
    assert add_mentions(graph, unlinked(resolve(vault), vault.text)) == 3
    edge = graph["Sea Urchin.md"]["Otter.md"]["mention"]
    assert edge["kind"] == "mention"
    assert WORTHWHILE <= edge["score"] <= 1
    assert edge["places"] == ((1, 20, "sea otter", "", ""),)
    assert degrees == {key: node["in_links"] for key, node in graph.nodes(data=True)}


def test_time_is_linear_in_the_text() -> None:
    search = NameMatcher((f"{'ab' * n}", f"{n}.md") for n in range(2, 60))
    began = time.process_time()
    search.find("ab" * 20_000)
    assert time.process_time() - began < 10
