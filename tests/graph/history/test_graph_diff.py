"""A diff names what changed, and applied to the first graph it gives the second."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from random import Random
from typing import Any

import msgspec
import networkx as nx
import pytest
from git_repository import Repo
from random_edits import edit

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.history.diff_records import GraphDiff
from noteweave.graph.history.graph_diff import diff_graphs
from noteweave.graph.history.graph_state import apply, state_of
from noteweave.graph.history.union_graph import State as Change
from noteweave.graph.history.union_graph import Union
from noteweave.graph.metrics.measure import measure
from noteweave.past.graph_changes import GraphChange, graph_change
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import committed
from noteweave.vault.vault import OpenOptions, Vault

ALL = Show(tags=True, external=True, canvas_lines=True, hierarchy=True)


def graph(root: Path, files: dict[str, str]) -> nx.MultiDiGraph[str]:
    for path, text in files.items():
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")
    return build_graph(Vault.open(root, OpenOptions(cache=False)))


@pytest.fixture
def diff(tmp_path: Path) -> Any:
    def diff(
        old: dict[str, str], new: dict[str, str], renamed: dict[str, str] | None = None
    ) -> GraphDiff:
        before, after = graph(tmp_path / "old", old), graph(tmp_path / "new", new)
        found = diff_graphs(before, after, renamed)
        assert apply(found, state_of(before)) == state_of(after)
        back = diff_graphs(after, before, {new: old for old, new in (renamed or {}).items()})
        assert apply(back, state_of(after)) == state_of(before)
        assert diff_graphs(after, after).empty
        return found

    return diff


def test_a_deleted_note_breaks_the_links_to_it(diff: Any) -> None:
    found = diff({"a.md": "x\n\n[[b]]", "b.md": "text"}, {"a.md": "x\n\n[[b]]"})
    (broken,) = found.links.broken
    assert (broken.source, broken.line, broken.raw) == ("a.md", 3, "[[b]]")
    assert (broken.was, broken.target, broken.why) == ("b.md", "topic:b", "deleted")
    assert found.notes.removed == ["b.md"]
    assert found.topics.new == ["topic:b"]
    assert found.links.mended == []


def test_a_written_topic_mends_the_links_to_it(diff: Any) -> None:
    found = diff(
        {"a.md": "[[Tea]] [[tea|cup]]", "c.md": "[[Tea]]"},
        {"a.md": "[[Tea]] [[tea|cup]]", "c.md": "[[Tea]]", "Tea.md": "A leaf."},
    )
    assert [(m.source, m.raw, m.why) for m in found.links.mended] == [
        ("a.md", "[[Tea]]", "written"),
        ("a.md", "[[tea|cup]]", "written"),
        ("c.md", "[[Tea]]", "written"),
    ]
    (written,) = found.topics.written
    assert (written.topic, written.note, written.links) == ("topic:tea", "Tea.md", 3)


def test_a_renamed_note_whose_links_follow_adds_and_removes_no_link(diff: Any) -> None:
    found = diff(
        {"a.md": "[[b]]", "b.md": "[[a]]"}, {"a.md": "[[c]]", "c.md": "[[a]]"}, {"b.md": "c.md"}
    )
    assert [(r.was, r.id) for r in found.notes.renamed] == [("b.md", "c.md")]
    assert found.links.added == found.links.removed == found.links.recounted == []
    assert found.notes.added == found.notes.removed == []


def test_a_renamed_note_whose_links_stay_breaks_them(diff: Any) -> None:
    found = diff({"a.md": "[[b]]", "b.md": ""}, {"a.md": "[[b]]", "c.md": ""}, {"b.md": "c.md"})
    (broken,) = found.links.broken
    assert (broken.was, broken.why) == ("c.md", "renamed")


def test_two_notes_that_swap_their_names(diff: Any) -> None:
    found = diff(
        {"a.md": "[[b]] one", "b.md": "two", "c.md": "[[a]]"},
        {"b.md": "[[b]] one", "a.md": "two", "c.md": "[[a]]"},
        {"a.md": "b.md", "b.md": "a.md"},
    )
    assert [(r.was, r.id) for r in found.notes.renamed] == [("b.md", "a.md"), ("a.md", "b.md")]


def test_a_note_that_takes_the_path_of_a_deleted_one(diff: Any) -> None:
    found = diff(
        {"a.md": "[[b]] [[c]] old", "b.md": "[[a]] new", "c.md": "[[a]]"},
        {"a.md": "[[a]] new", "c.md": "[[a]]"},
        {"b.md": "a.md"},
    )
    assert found.notes.removed == ["a.md"]
    assert [(r.was, r.id) for r in found.notes.renamed] == [("b.md", "a.md")]


def test_a_note_that_becomes_another_kind_of_file_is_another_node(diff: Any) -> None:
    found = diff(
        {"a.md": "[[b]] ![[b.png]]", "b.md": ""}, {"a.md": "[[b]] ![[b.png]]", "b.png": ""},
        {"b.md": "b.png"},
    )  # fmt: skip
    assert found.notes.renamed == found.files.renamed == []
    assert found.notes.removed == ["b.md"]
    assert [(node.id, node.kind) for node in found.files.added] == [("b.png", "attachment")]


def test_orphans_and_counts(diff: Any) -> None:
    found = diff(
        {"a.md": "[[b]]", "b.md": "", "c.md": "", "d.md": "[[d]]"},
        {"a.md": "", "b.md": "[[c]] [[c]]", "c.md": "", "d.md": "[[d]]"},
    )
    assert found.orphaned == ["a.md"]
    assert found.connected == ["c.md"]
    assert found.counts.links == (1, 2)
    assert found.counts.notes == (4, 4)


def test_communities_that_join_are_named() -> None:
    def ring(names: str) -> list[tuple[str, str]]:
        return [(a, b) for a in names for b in names if a < b]

    def built(edges: list[tuple[str, str]]) -> nx.MultiDiGraph[str]:
        made: nx.MultiDiGraph[str] = nx.MultiDiGraph(broken=0)
        for name in sorted({name for pair in edges for name in pair}):
            made.add_node(name, kind="note", label=name, orphan=False, in_links=1, out_links=1)
        for one, other in edges:
            made.add_edge(one, other, "link", kind="link", relation="", count=1, places=())
        measure(made)
        return made

    apart = built(ring("abcdef") + ring("uvwxyz"))
    together = built([(a, b) for a in "abcdefuvwxyz" for b in "abcdefuvwxyz" if a < b])
    found = diff_graphs(apart, together).communities
    assert len(found.joined) == 1
    assert found.joined[0].notes == 6
    assert diff_graphs(apart, apart).communities.joined == []


@pytest.mark.parametrize("seed", range(3))
def test_diff_of_any_two_commits_applied_to_the_first_gives_the_second(
    tmp_path: Path, seed: int
) -> None:
    chance = Random(seed)
    repo = Repo(tmp_path)
    names = "abcdef"
    repo.commit(
        {f"{n}.md": f"# {n}\n\n[[{chance.choice(names)}]] #tag\n" for n in names}
        | {"x/a.md": "[[../b]] [b](../b.md)", "board.canvas": '{"nodes": [], "edges": []}'}
    )
    for _ in range(12):
        for _ in range(chance.randrange(1, 4)):
            edit(tmp_path, chance)
        repo.commit()
    commits = repo.git("rev-list", "HEAD").split()
    repository = Repository(tmp_path)
    for _ in range(12):
        one, other = chance.choice(commits), chance.choice(commits)
        change = graph_change(tmp_path, f"{one}..{other}", show=ALL)
        written = msgspec.json.encode(change.diff)
        read = msgspec.json.decode(written, type=GraphDiff)
        fresh = {
            commit: state_of(build_graph(committed(repository, commit).vault, ALL))
            for commit in (one, other)
        }
        assert apply(read, fresh[one]) == fresh[other]
        assert change.diff.empty or one != other
        assert_the_union_has_both(change)


def assert_the_union_has_both(change: GraphChange) -> None:
    """Without what is gone the union is the newer graph; without what is new, the older one."""
    union = Union(change.old_graph, change.new_graph, change.diff)
    nodes = dict(union.graph.nodes(data="state", default=0))
    assert {key for key, state in nodes.items() if state != Change.GONE} == set(change.new_graph)
    old = {union.key(key) for key in change.old_graph}
    assert {key for key, state in nodes.items() if state != Change.NEW} == old
    edges = [(s, t, data) for s, t, data in union.graph.edges(data=True)]
    there = Counter((s, t) for s, t, data in edges if data.get("state") != Change.NEW)
    assert there == Counter((union.key(s), union.key(t)) for s, t in change.old_graph.edges())
