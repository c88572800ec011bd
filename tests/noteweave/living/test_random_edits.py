"""Property: after any edits a session knows what a run from nothing finds."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path
from random import Random
from typing import Any

import networkx as nx
import pytest
from living_edits import Edits

from noteweave import Session, Vault, build_graph, check, resolve
from noteweave.config import load
from noteweave.graph.living.delta import Delta

MARKS = ["", ".obsidian/app.json", ".foam/x", "logseq/config.edn", "dendron.yml"]
DENDRON = "version: 5\nworkspace:\n  vaults:\n    - fsPath: bed\n      name: main\n"


def agrees(session: Session, root: Path, what: str) -> None:
    """Compare findings, links and the graph of a session with those of a vault opened anew."""
    loaded = load(root)
    vault = Vault.open(root, loaded.config.open_options())
    resolved = resolve(vault)
    assert dict(session.vault.files) == dict(vault.files), what
    assert list(session.notes.items()) == list(vault.notes.items()), what
    found = list(check(resolved, loaded.check_options(root)))
    assert list(session.findings()) == found, what
    for path, note in vault.notes.items():
        assert session.links(path) == tuple(resolved.links(note)), f"{what}: {path}"
    graph, now = build_graph(resolved, loaded.config.show()), session.graph()
    assert list(now.nodes(data=True)) == list(graph.nodes(data=True)), what
    assert list(now.edges(keys=True, data=True)) == list(graph.edges(keys=True, data=True)), what
    assert now.graph == graph.graph


Edges = dict[tuple[str, str, str], Mapping[str, Any]]


def edges(graph: nx.MultiDiGraph[str]) -> Edges:
    found = graph.edges(keys=True, data=True)
    return {(s, t, key): data for s, t, key, data in found if data["kind"] != "hierarchy"}


def follows(before: nx.MultiDiGraph[str], delta: Delta, now: nx.MultiDiGraph[str]) -> bool:
    """Whether a graph and what changed in it give the next graph."""
    nodes: dict[str, Mapping[str, Any]] = dict(before.nodes(data=True))
    old, new = edges(before), edges(now)
    for key in delta.nodes_gone:
        del nodes[key]
    assert not nodes.keys() & delta.nodes_new.keys()
    assert delta.nodes_changed.keys() <= nodes.keys()
    assert all(nodes[key] != data for key, data in delta.nodes_changed.items())
    nodes |= {**delta.nodes_new, **delta.nodes_changed}
    for edge in delta.edges_gone:
        del old[edge]
    assert not old.keys() & delta.edges_new.keys()
    assert all(old[edge] != data for edge, data in delta.edges_changed.items())
    old |= {**delta.edges_new, **delta.edges_changed}
    return nodes == dict(now.nodes(data=True)) and old == new


def follow(root: Path, mark: str, random: Random, steps: int) -> None:
    root.mkdir()
    edits = Edits(root, random)
    if mark:
        (root / mark).parent.mkdir(exist_ok=True)
        (root / mark).write_text(DENDRON if mark == "dendron.yml" else "{}")
    edits.fill(14)
    history = []
    with Session.open(root) as session:
        agrees(session, root, "opened")
        findings = list(session.findings())
        for _ in range(steps):
            history += [edits.step() for _ in range(random.choice([1, 1, 1, 2, 4]))]
            before = session.graph()
            change = session.refresh()
            delta = change.delta
            if not change.read_again:
                assert follows(before, delta, session.graph()), history[-12:]
            agrees(session, root, " ".join(history[-12:]))
            gone = list(delta.findings_gone)
            left = [f for f in findings if f not in gone or gone.remove(f)]  # type: ignore[func-returns-value]
            assert not gone
            findings = list(session.findings())
            assert sorted(map(repr, [*left, *delta.findings_new])) == sorted(map(repr, findings))


@pytest.mark.parametrize("mark", MARKS)
def test_a_session_agrees_with_a_run_from_nothing(mark: str, tmp_path: Path) -> None:
    follow(tmp_path / "garden", mark, Random(f"1 {mark}"), 15)


@pytest.mark.skipif("EDITS" not in os.environ, reason="takes long: EDITS=20 runs 20 seeds")
@pytest.mark.parametrize("mark", MARKS)
def test_a_session_agrees_with_a_run_from_nothing_for_long(mark: str, tmp_path: Path) -> None:
    first, _, last = os.environ["EDITS"].rpartition("-")
    for seed in range(int(first or 0), int(last)):
        follow(tmp_path / f"garden {seed}", mark, Random(f"{seed} {mark}"), 60)
