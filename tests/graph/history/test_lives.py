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
