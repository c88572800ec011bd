"""History at any commit equals a graph that is built there."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from generated_history import generate
from git_repository import Repo

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.history.graph_state import State, state_of
from noteweave.graph.history.lives import Replay
from noteweave.past.graph_history import graph_history
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import committed
from noteweave.vault.vault import OpenOptions

SHOW = Show(hierarchy=False, external=True)


@pytest.mark.parametrize("profile", Profile)
def test_history_at_any_commit_equals_a_fresh_build_there(tmp_path: Path, profile: Profile) -> None:
    repo = generate(tmp_path, Random(str(profile)), 40)
    options = OpenOptions(profile=profile)
    states: list[State] = []

    def keep(replay: Replay) -> None:
        states.append(replay.state)

    history = graph_history(tmp_path, options=options, show=SHOW, after=keep)
    line = repo.git("rev-list", "--first-parent", "--reverse", "main").split()
    assert [commit.id for commit in history.lives.commits] == line
    repository = Repository(tmp_path)
    for number, commit in enumerate(line):
        fresh = state_of(build_graph(committed(repository, commit, options).vault, SHOW))
        assert states[number].nodes == fresh.nodes, number
        assert states[number].edges == fresh.edges, number
        nodes, edges = history.lives.at(number)
        assert nodes == fresh.nodes.keys()
        assert edges == fresh.edges.keys()


def test_remembered_lives_equal_a_replay_from_nothing(tmp_path: Path) -> None:
    repo = generate(tmp_path, Random("remembered"), 40)
    first = graph_history(tmp_path, show=SHOW)
    seen: list[int] = []
    again = graph_history(tmp_path, show=SHOW, progress=lambda done, _: seen.append(done))
    assert again == first
    assert seen == []
    assert again.lives.earlier  # merges are among the commits
    repo.git("reset", "-q", "--hard", "HEAD~3")
    repo.commit({"other.md": "[[a]]"})
    rewritten = graph_history(tmp_path, show=SHOW)
    replayed = graph_history(tmp_path, show=SHOW, after=lambda replay: None)
    assert rewritten == replayed != first


def test_changed_settings_are_not_answered_from_what_is_remembered(tmp_path: Path) -> None:
    generate(tmp_path, Random("settings"), 40)
    found = {
        profile: graph_history(tmp_path, options=OpenOptions(profile=profile), show=SHOW)
        for profile in (Profile.OBSIDIAN, Profile.LOGSEQ)
    }
    assert found[Profile.OBSIDIAN].lives.edges != found[Profile.LOGSEQ].lives.edges


def assert_fresh_at_each_commit(repo: Repo, options: OpenOptions = OpenOptions()) -> None:  # noqa: B008
    states: list[State] = []
    graph_history(
        repo.top, options=options, show=SHOW, after=lambda replay: states.append(replay.state)
    )
    line = repo.git("rev-list", "--first-parent", "--reverse", "main").split()
    for number, commit in enumerate(line):
        snapshot = committed(Repository(repo.top), commit, options)
        assert states[number] == state_of(build_graph(snapshot.vault, SHOW)), number


def test_a_name_that_a_note_lists_twice_is_one_name(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    alias = "---\ntitle: cup\naliases: [cup, Cup]\n---\n"  # two spellings of one name
    repo.commit({"a.md": alias, "b.md": alias, "c.md": "[[cup]]"})
    (tmp_path / "b.md").unlink()
    repo.commit()  # one note is left, which has the name as its title and twice as an alias
    repo.commit({"a.md": "---\naliases: [cup]\n---\n"})
    repo.commit({"a.md": "nothing"})
    assert_fresh_at_each_commit(repo, OpenOptions(profile=Profile.LOGSEQ))
    assert_fresh_at_each_commit(repo, OpenOptions(profile=Profile.PLAIN))


def test_a_note_that_becomes_ignored_does_not_stay(tmp_path: Path) -> None:
    repo = Repo(tmp_path)
    repo.commit({"a.md": "[[b]] [[cup]]", "b.md": "---\naliases: [cup]\n---\n[[a]]"})
    repo.commit({".noteweaveignore": "b.md\n"})
    repo.commit({"b.md": "[[c]]", "c.md": "1"})
    repo.commit({".noteweaveignore": "c.md\n"})
    assert_fresh_at_each_commit(repo)
    assert_fresh_at_each_commit(repo, OpenOptions(profile=Profile.PLAIN))


def test_pictures_that_no_note_embeds_have_no_life(tmp_path: Path) -> None:
    """A vault of 180,000 changes of attachments would hold a life for each of them in memory."""
    repo = Repo(tmp_path)
    repo.commit({f"pictures/{n}.png": str(n) for n in range(40)} | {"a.md": "![[7.png]] [[b]]"})
    for round_ in range(3):
        repo.commit({f"pictures/{n}.png": f"{n} {round_}" for n in range(40)})
    lives = graph_history(tmp_path, show=SHOW).lives
    assert sorted(lives.name(node) for node in lives.nodes) == ["a.md", "pictures/7.png", "topic:b"]
    assert len(lives.names) == 2
