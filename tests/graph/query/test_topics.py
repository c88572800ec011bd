"""Topics: their notes, their trend, and which occur together more often than by chance."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.metrics.arrays import graph_arrays
from noteweave.graph.metrics.communities import names
from noteweave.graph.query.topics import by_property, npmi, topics
from noteweave.vault.vault import Vault

GREEN, BLACK = 60, 40


@pytest.fixture
def shelf(tmp_path: Path) -> Vault:
    """100 notes on tea: all link to Tea; green ones to Green and Japan, black ones to Black."""
    (tmp_path / "topics").mkdir()
    (tmp_path / "topics" / "Green.md").write_text("A colour. See [[topics/Tea]].")
    for n in range(GREEN + BLACK):
        colour = "[[topics/Green]] [[topics/Japan]]" if n < GREEN else "[[topics/Black]]"
        day = f"2023-{n % 12 + 1:02}-05" if n % 10 else "2024-06-01"
        author = "[Ann, Bo]" if n % 2 else "Ann"
        (tmp_path / f"{n:02}.md").write_text(
            f"---\ncreated: {day}\nAuthor: {author}\n---\n[[topics/Tea]] {colour} [[{n ^ 1:02}]]\n"
        )
    for n in range(20):
        (tmp_path / f"new {n}.md").write_text("---\ncreated: 2024-05-30\n---\n[[topics/Black]]\n")
    return Vault.open(tmp_path)


SHOW = Show(topic_folders=("topics/",))


def test_unwritten_targets_and_notes_of_a_topic_folder_are_topics(shelf: Vault) -> None:
    found = topics(build_graph(shelf, SHOW)).topics
    assert {topic.label: (len(topic.notes), topic.exists) for topic in found.values()} == {
        "Tea": (100, False),
        "Black": (60, False),
        "Green": (60, True),
        "Japan": (60, False),
    }
    assert "topics/Green.md" not in topics(build_graph(shelf)).topics


def test_a_trend_compares_shares_of_the_notes_of_90_days_and_before(shelf: Vault) -> None:
    found = topics(build_graph(shelf, SHOW))
    assert found.newest == "2024-06-01"
    by_label = {topic.label: topic for topic in found.topics.values()}
    assert (by_label["Black"].recent, by_label["Black"].trend) == (24, "rising")
    assert (by_label["Green"].recent, by_label["Green"].trend) == (6, "falling")
    assert by_label["Black"].since == "2023-01-05"


def test_topics_occur_together_beyond_chance(shelf: Vault) -> None:
    found = topics(build_graph(shelf, SHOW))
    key = next(key for key, topic in found.topics.items() if topic.label == "Japan")
    best, *others = found.together(key)
    assert (best.other, best.notes, best.npmi) == ("topics/Green.md", 60, 1.0)
    assert [found.topics[other.other].label for other in others] == ["Tea"]
    assert {(p.one, p.other) for p in found.pairs()} == {
        tuple(sorted((key, best.other))),
        *(tuple(sorted((k, "topic:topics/tea"))) for k in (key, best.other)),
    }


def test_npmi_is_normalised() -> None:
    assert npmi(0, 5, 5, 100) == -1
    assert npmi(5, 5, 5, 100) == 1
    assert npmi(25, 50, 50, 100) == 0
    assert npmi(10, 20, 25, 100) == round(math.log(2) / math.log(10), 4)


def test_notes_are_counted_by_any_property(shelf: Vault) -> None:
    graph = build_graph(shelf, SHOW)
    notes = topics(graph).topics["topics/Green.md"].notes
    assert by_property(graph, notes) == [("Ann", 60), ("Bo", 30)]
    assert by_property(graph, notes, ["created"])[0] == ("2024-06-01", 6)


def test_communities_are_named_after_what_is_distinctive_not_frequent(shelf: Vault) -> None:
    graph = build_graph(shelf, SHOW)
    links = graph_arrays(graph)
    black = {f"{n:02}.md" for n in range(GREEN, GREEN + BLACK)} | {"topic:topics/black"}
    community = np.array([key in black or key.startswith("new") for key in links.keys], np.int64)
    assert names(graph, links, community) == {0: "Japan", 1: "Black"}  # and Tea names neither
