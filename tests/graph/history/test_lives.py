"""History at any commit equals a graph that is built there."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from generated_history import generate

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.history.graph_diff import State, state_of
from noteweave.graph.history.lives import Replay
from noteweave.graph_history import graph_history
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
