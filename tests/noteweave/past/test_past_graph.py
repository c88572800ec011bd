"""The graph of a build with its past: days of nodes and links, and changes since a build."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from git_repository import CLEAN, Repo

from noteweave.exporters.html.page_past import Past
from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.history.union_graph import State
from noteweave.past.graph_history import graph_history
from noteweave.past.past_graph import with_past
from noteweave.vault.vault import OpenOptions, Vault

UNCACHED = OpenOptions(cache=False)


@pytest.fixture
def repo(tmp_path: Path) -> Repo:
    return Repo(tmp_path / "notes")


def commit(repo: Repo, day: str, files: dict[str, str], monkeypatch: pytest.MonkeyPatch) -> str:
    """Commit files, of which empty ones are removed, on a day; return the commit."""
    monkeypatch.setitem(CLEAN, "GIT_AUTHOR_DATE", f"{day}T12:00:00Z")
    for path in [path for path, text in files.items() if not text]:
        (repo.top / path).unlink()
    repo.commit({path: text for path, text in files.items() if text})
    return repo.git("rev-parse", "HEAD").strip()


def page_of(repo: Repo, last: str = "") -> nx.MultiDiGraph[str]:
    graph = build_graph(Vault.open(repo.top, UNCACHED))
    lives = graph_history(repo.top, options=UNCACHED, show=Show(hierarchy=False)).lives
    return with_past(graph, lives, last)


def lives(page: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], Any]:
    return {
        (source, target, data["kind"]): data["lives"]
        for source, target, data in page.edges(data=True)
    }


def test_each_link_has_the_days_on_which_it_was_there(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "2024-01-10", {"a.md": "[[b]] [[c]]", "b.md": "b"}, monkeypatch)
    commit(repo, "2024-02-10", {"a.md": "[[c]]", "c.md": "[[b]]"}, monkeypatch)
    commit(repo, "2024-03-10", {"a.md": "[[b]] [[c]]", "c.md": "c"}, monkeypatch)
    page = page_of(repo)
    assert lives(page) == {
        ("a.md", "b.md", "link"): [("2024-01-10", "2024-02-10"), ("2024-03-10", None)],
        ("a.md", "c.md", "link"): [("2024-02-10", None)],
        ("c.md", "b.md", "gone"): [("2024-02-10", "2024-03-10")],
    }
    assert dict(page.nodes(data="born")) == {
        "a.md": "2024-01-10", "b.md": "2024-01-10", "c.md": "2024-02-10",
    }  # fmt: skip


def test_a_clock_that_runs_backwards_moves_no_birth_before_an_earlier_commit(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "2024-05-01", {"a.md": "a", "b.md": "b"}, monkeypatch)
    commit(repo, "2024-04-01", {"a.md": "[[b]]"}, monkeypatch)
    commit(repo, "2024-05-03", {"a.md": "a"}, monkeypatch)
    assert lives(page_of(repo)) == {("a.md", "b.md", "gone"): [("2024-05-01", "2024-05-03")]}


def test_what_no_commit_has_is_dated_by_the_last_one(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    last = commit(repo, "2024-01-10", {"a.md": "[[b]]", "b.md": "b"}, monkeypatch)
    repo.write({"a.md": "[[new]]", "new.md": "[[b]]"})
    page = page_of(repo, last)
    assert lives(page) == {
        ("a.md", "new.md", "link"): [("2024-01-10", None)],
        ("new.md", "b.md", "link"): [("2024-01-10", None)],
    }  # the link to b.md came and went on one day
    assert page.nodes["new.md"]["state"] is State.NEW


def test_a_note_that_is_moved_or_deleted_since_the_last_commit_has_no_links(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {"a.md": "[[b]] [[c]]", "b.md": "[[a]]", "c.md": "[[b]]"}
    commit(repo, "2024-01-01", files, monkeypatch)
    (repo.top / "b.md").rename(repo.top / "d.md")
    (repo.top / "c.md").unlink()
    page = page_of(repo)
    assert {"a.md", "d.md"} <= set(page)
    assert "b.md" not in page
    assert {edge for edge in lives(page) if "c.md" in edge or "b.md" in edge} == set()
    assert ("d.md", "a.md", "link") in lives(page)


def test_what_came_and_went_since_the_last_build(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "2024-01-10", {"a.md": "[[b]]", "b.md": "[[a]]"}, monkeypatch)
    last = commit(repo, "2024-02-10", {"a.md": "[[b]] [[b]]"}, monkeypatch)
    commit(repo, "2024-03-10", {"a.md": "[[c]]", "c.md": "[[a]]"}, monkeypatch)
    page = page_of(repo, last)
    past = page.graph["past"]
    assert isinstance(past, Past)
    assert (past.before, past.last_day) == (f"2024-02-10 {last[:7]}", "2024-03-10")
    states = {
        (source, target): data.get("state")
        for source, target, data in page.edges(data=True)
        if data.get("state")
    }
    assert states == {
        ("a.md", "c.md"): State.NEW, ("c.md", "a.md"): State.NEW, ("a.md", "b.md"): State.GONE,
    }  # fmt: skip
    assert [key for key, state in page.nodes(data="state") if state] == ["c.md"]


def test_a_last_build_that_is_on_no_line_any_more_is_not_offered(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(repo, "2024-01-10", {"a.md": "[[b]]", "b.md": "b"}, monkeypatch)
    page = page_of(repo, "f" * 40)
    assert page.graph["past"].before == ""
    assert not any(state for _, state in page.nodes(data="state"))


def test_notes_of_an_import_keep_their_own_dates(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    files = {f"n{i}.md": f"[[n{i + 1}]]" for i in range(120)}
    files["n5.md"] = "---\ncreated: 2020-05-05\n---\n[[n6]]"
    commit(repo, "2024-01-10", files, monkeypatch)
    page = page_of(repo)
    assert page.nodes["n5.md"]["born"] == "2020-05-05"
    assert page.nodes["n6.md"]["born"] == "2024-01-10"
