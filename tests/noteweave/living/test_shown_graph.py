"""The graph of open pages: it follows a session without being made again."""

from __future__ import annotations

from pathlib import Path

import networkx as nx
import pytest

from noteweave import Session
from noteweave.living.shown_graph import KEPT, ShownGraph


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for n in range(12):
        (tmp_path / f"bed {n}.md").write_text(f"[[bed {n // 2}]] and [[soil]]\n", "utf-8")
    return tmp_path


def built(graph: nx.MultiDiGraph[str]) -> tuple[object, object]:
    """Return nodes and edges without what is computed of the whole graph."""
    nodes = {
        key: {name: value for name, value in node.items() if name not in KEPT}
        for key, node in graph.nodes(data=True)
    }
    edges = {(a, b, key): data for a, b, key, data in graph.edges(keys=True, data=True)}
    return nodes, edges


def test_a_followed_graph_is_that_of_the_session_and_nothing_moves(root: Path) -> None:
    with Session.open(root) as session:
        shown = ShownGraph(session.graph().copy(), None)
        before = {key: (node["x"], node["y"]) for key, node in shown.graph.nodes(data=True)}

        def follow() -> None:
            assert shown.follow(session.refresh())
            assert built(shown.graph) == built(session.graph())

        (root / "new.md").write_text("---\ntags: [a]\n---\n[[bed 3]] [[bed 4]] [[far]]\n", "utf-8")
        (root / "alone.md").write_text("nothing\n", "utf-8")
        follow()
        (root / "soil.md").write_text("[[new]]\n", "utf-8")
        follow()
        (root / "bed 5.md").rename(root / "bed 50.md")
        (root / "bed 1.md").write_text("no link\n", "utf-8")
        follow()
        (root / "new.md").unlink()
        (root / "bed 2.md").write_text("\n\n[[alone|x]] and again [[alone]]\n", "utf-8")
        follow()
        nodes = shown.graph.nodes
        now = {key: (node["x"], node["y"]) for key, node in nodes(data=True)}
        assert {key: now[key] for key in before if key in now} == {
            key: place for key, place in before.items() if key in now
        }
        assert now["bed 50.md"] == before["bed 5.md"]
        assert len(set(now.values())) == len(now)
        assert all("rank" in node and node["community"] >= 0 for _, node in nodes(data=True))


def test_a_new_note_is_beside_its_neighbours_and_of_their_community(root: Path) -> None:
    with Session.open(root) as session:
        shown = ShownGraph(session.graph().copy(), None)
        (root / "new.md").write_text("[[bed 9]]\n", "utf-8")
        shown.follow(session.refresh())
        nodes = shown.graph.nodes
        new, old = nodes["new.md"], nodes["bed 9.md"]
        assert (
            abs(complex(new["x"], new["y"]) - complex(old["x"], old["y"])) < 2 * shown._spots.unit
        )
        assert (new["community"], new["community_name"]) == (
            old["community"],
            old["community_name"],
        )
