"""Two states of a graph as one: what is new, gone and changed."""

from __future__ import annotations

from pathlib import Path

from git_repository import Repo

from noteweave.graph.history.union_graph import State, Union
from noteweave.past.graph_changes import graph_change


def united(top: Path, before: dict[str, str], after: dict[str, str]) -> Union:
    """Return the union of two commits; a file whose text is empty is removed."""
    repo = Repo(top)
    repo.commit(before)
    for path in before.keys() - after.keys():
        (top / path).unlink()
    repo.commit(after)
    change = graph_change(top, "HEAD~1..HEAD")
    return Union(change.old_graph, change.new_graph, change.diff)


def states(union: Union) -> dict[str, State]:
    return {key: State(state) for key, state in union.graph.nodes(data="state", default=0) if state}


def test_nodes_and_links_say_what_happened_to_them(tmp_path: Path) -> None:
    before = {"a.md": "[[b]] [[c]] [[d]]", "b.md": "b", "c.md": "c " * 30, "d.md": "d"}
    after = {"a.md": "[[b]] [[b]] [[new]]", "b.md": "b", "moved.md": "c " * 30, "new.md": "[[b]]"}
    union = united(tmp_path, before, after)
    assert states(union) == {
        "a.md": State.CHANGED,
        "d.md": State.GONE,
        "moved.md": State.CHANGED,
        "new.md": State.NEW,
    }
    edges = {
        (source, target, data["kind"]): data["state"]
        for source, target, data in union.graph.edges(data=True)
        if data.get("state")
    }
    assert edges == {
        ("a.md", "b.md", "link"): State.CHANGED,
        ("a.md", "new.md", "link"): State.NEW,
        ("new.md", "b.md", "link"): State.NEW,
        ("a.md", "moved.md", "gone"): State.GONE,
        ("a.md", "d.md", "gone"): State.GONE,
    }


def test_a_note_that_is_gone_stays_apart_from_the_one_that_has_its_path_now(tmp_path: Path) -> None:
    """A deleted note and a renamed one with its path were one node, and the deletion was lost."""
    before = {"a.md": "[[b]]", "b.md": "first " * 30, "c.md": "second " * 30}
    union = united(tmp_path, before, {"a.md": "[[b]]", "b.md": "second " * 30})
    if union.key("b.md") != "b.md":  # b.md was deleted, and c.md renamed to it
        assert states(union)[union.key("b.md")] is State.GONE
        assert union.graph.nodes["b.md"].get("state") is State.CHANGED
    else:  # b.md was edited, and c.md deleted
        assert states(union) == {"b.md": State.CHANGED, "c.md": State.GONE}


def test_places_of_links_that_are_gone_have_negative_lines(tmp_path: Path) -> None:
    union = united(tmp_path, {"a.md": "x\n[[b]]", "b.md": "b"}, {"a.md": "x", "b.md": "b"})
    (edge,) = [data for _, _, data in union.graph.edges(data=True)]
    assert [place.line for place in edge["places"]] == [-2]
