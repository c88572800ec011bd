"""The map of topics: two are linked if more notes have both than chance would have it."""

from __future__ import annotations

import networkx as nx
import pytest
from small_graphs import woven

from noteweave.graph.layout import lay_out
from noteweave.graph.metrics.arrays import graph_arrays
from noteweave.graph.metrics.measure import measure
from noteweave.graph.query.projection import project
from noteweave.graph.query.topics import npmi
from noteweave.vault.errors import RequestError


@pytest.fixture
def graph() -> nx.MultiDiGraph[str]:
    """40 notes: all link to Tea; 20 to Green and Japan, 20 to Black, 5 of these to India."""
    links = [f"{n:02} -> topic:tea" for n in range(40)]
    links += [f"{n:02} -> topic:{t}" for n in range(20) for t in ("green", "japan")]
    links += [f"{n:02} -> topic:black" for n in range(20, 40)]
    links += [f"{n:02} -> topic:india" for n in range(20, 25)]
    return woven(*links, "00 -> 01")


def test_topics_are_linked_beyond_chance(graph: nx.MultiDiGraph[str]) -> None:
    topics = project(graph, "topics")
    assert set(topics) == {"topic:tea", "topic:green", "topic:japan", "topic:black", "topic:india"}
    edges = {(s, t): (e["count"], e["reason"]) for s, t, e in topics.edges(data=True)}
    assert edges == {
        ("topic:green", "topic:japan"): (100, "20 notes in common"),
        ("topic:black", "topic:india"): (round(100 * npmi(5, 20, 5, 40)), "5 notes in common"),
    }
    measure(topics)
    lay_out(topics)


def test_notes_are_linked_by_topics_that_few_notes_have() -> None:
    links = [f"{n:02} -> topic:tea" for n in range(60)]
    links += [f"{n:02} -> topic:t{n % 20}" for n in range(60)]
    links += [f"{n:02} -> topic:u{n % 20}" for n in range(60)]
    notes = project(woven(*links), "notes")
    assert len(notes) == 60
    assert {
        tuple(sorted(notes.successors("00.md"))),
        tuple(sorted(notes.predecessors("40.md"))),
    } == {
        ("20.md", "40.md"),
        ("00.md", "20.md"),
    }


def test_without_topics_there_is_nothing_to_project() -> None:
    with pytest.raises(RequestError, match="no note links to a topic"):
        project(woven("a -> b"), "topics")


def test_links_to_a_topic_of_most_notes_weigh_less() -> None:
    links = [f"{n:03} -> topic:everything" for n in range(200)]
    links += [f"{n:03} -> {(n // 10) * 10:03}" for n in range(200) if n % 10]
    graph = woven(*links)
    arrays = graph_arrays(graph)
    hub = arrays.keys.index("topic:everything")
    weights = arrays.weights[(arrays.ends == hub).any(axis=1)]
    assert set(weights.round(6)) == {0.25}  # 50 of 200
    measure(graph)
    assert len({node["community"] for _, node in graph.nodes(data=True)}) > 10
