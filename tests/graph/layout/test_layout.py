"""The map: structure is visible in it, and it stays where it was."""

from __future__ import annotations

import json

import networkx as nx
import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from small_graphs import archipelago, woven

from noteweave.graph.layout import lay_out, positions, read_positions
from noteweave.graph.layout.wide import elliptic_distance
from noteweave.graph.metrics.arrays import graph_arrays
from noteweave.graph.metrics.measure import measure


def places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    return {key: (node["x"], node["y"]) for key, node in graph.nodes(data=True)}


def test_the_map_is_centred_and_within_its_bounds() -> None:
    graph = archipelago(400)
    lay_out(graph)
    where = np.array(list(places(graph).values()))
    assert np.abs(where).max() <= 5000
    assert np.abs(where).max() > 2500
    assert np.abs(where.mean(axis=0)).max() <= 0.1


def test_the_order_of_nodes_and_links_moves_nothing() -> None:
    graph = archipelago(400)
    reversed_: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    reversed_.add_nodes_from((k, dict(n)) for k, n in reversed(list(graph.nodes(data=True))))
    reversed_.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    lay_out(graph)
    lay_out(reversed_)
    assert places(graph) == places(reversed_)


def test_hardly_any_graph_has_a_map_too() -> None:
    for graph in (nx.MultiDiGraph(), woven(alone=("A",)), woven("A -> A"), woven("A -> B")):
        lay_out(graph)
        assert len(set(places(graph).values())) == len(graph)


def test_neighbours_are_near() -> None:
    graph = archipelago(800)
    lay_out(graph)
    links = graph_arrays(graph)
    where = np.array([places(graph)[key] for key in links.keys])
    edges = np.hypot(*(where[links.ends[:, 0]] - where[links.ends[:, 1]]).T)
    linked = where[links.degrees > 0]
    chance = np.hypot(*(linked[:, None] - linked).transpose(2, 0, 1)).mean()
    assert edges.mean() < 0.25 * chance


def test_orphans_lie_outside_and_islands_apart() -> None:
    graph = archipelago(800)
    measure(graph)
    lay_out(graph)
    where = places(graph)
    middle = np.mean([where[key] for key, node in graph.nodes(data=True) if not node["orphan"]], 0)
    away = {key: elliptic_distance(*(np.array(place) - middle)) for key, place in where.items()}
    orphans = {key for key, orphan in graph.nodes(data="orphan") if orphan}
    assert min(away[key] for key in orphans) > max(away[key] for key in where.keys() - orphans)
    largest = [where[key] for key, island in graph.nodes(data="component") if island == 0]
    others = [
        where[k] for k, node in graph.nodes(data=True) if node["component"] and k not in orphans
    ]
    between = np.hypot(*(np.array(largest)[:, None] - np.array(others)).transpose(2, 0, 1)).min()
    assert between > 0.01 * np.ptp(largest, axis=0).max()


def test_the_map_is_wider_than_high_and_small_islands_are_near() -> None:
    """A window is wider than high; small components were on a ring far below a small map."""
    graph = woven(*(f"{a} -> {b}" for a in range(12) for b in (a // 2, a // 3, 20 + a)))
    for n in range(6):
        for key in (f"x/{n}", f"y/{n % 2}"):
            graph.add_node(key, kind="note")
            graph.add_edge(f"{key[0]}/0", key, "link", kind="link", count=1)
    measure(graph)
    lay_out(graph)
    where = np.array([complex(*place) for place in places(graph).values()])
    island = np.array([node["component"] for _, node in graph.nodes(data=True)])
    assert set(island) == {0, 1, 2}
    width, height = np.ptp(where.real), np.ptp(where.imag)
    assert 1.1 < width / height < 2.2
    for number in (1, 2):
        away = np.abs(where[island == number][:, None] - where[island == 0])
        assert 0.05 * width < away.min() < 0.2 * width


def test_the_same_graph_keeps_its_map_to_the_digit() -> None:
    for graph in (archipelago(500), woven("A -> B", alone=("C",)), woven(alone=("A", "B"))):
        lay_out(graph)
        first = positions(graph)
        for last in (first, read_positions(json.loads(json.dumps(first))), places(graph)):
            lay_out(graph, last)
            assert positions(graph) == first


def test_a_changed_note_in_a_hundred_leaves_the_map_as_it_was() -> None:
    graph = archipelago(1000)
    lay_out(graph)
    last = positions(graph)
    graph.remove_nodes_from(["3/0.md", "5/17.md"])
    graph.remove_edges_from(list(graph.edges("7/3.md")))
    for new, target in (("A", "9/1.md"), ("B", "4/0.md"), ("C", "4/0.md"), ("D", "B.md")):
        graph.add_node(f"{new}.md", kind="note")
        graph.add_edge(f"{new}.md", target, "link", kind="link", count=1)
    graph.add_edge("8/7.md", "11/7.md", "link", kind="link", count=1)
    lay_out(graph, last)
    now = places(graph)
    still = [key for key in now if key in last and now[key] == last[key][:2]]
    assert len(still) > 0.99 * len(last)
    width = np.ptp([place[:2] for place in last.values()], axis=0).max()
    for new, target in (("A", "9/1.md"), ("B", "4/0.md"), ("C", "4/0.md"), ("D", "B.md")):
        away = np.hypot(*(np.array(now[f"{new}.md"]) - now[target]))
        assert 0 < away < 0.05 * width


def test_an_orphan_that_is_linked_joins_its_neighbour_and_back() -> None:
    graph = archipelago(400)
    lay_out(graph)
    last = positions(graph)
    rim = places(graph)["3/39.md"]
    graph.add_edge("3/39.md", "3/0.md", "link", kind="link", count=1)
    lay_out(graph, last)
    joined = positions(graph)
    width = np.ptp([place[:2] for place in last.values()], axis=0).max()
    home = places(graph)
    assert np.hypot(*(np.array(home["3/39.md"]) - home["3/0.md"])) < 0.05 * width
    graph.remove_edge("3/39.md", "3/0.md", "link")
    lay_out(graph, joined)
    back = np.array(places(graph)["3/39.md"])
    assert np.hypot(*back) > 0.9 * np.hypot(*rim)


def test_a_new_island_lies_apart() -> None:
    graph = archipelago(400)
    lay_out(graph)
    last = positions(graph)
    for number in range(6):
        graph.add_node(f"new/{number}.md", kind="note")
        graph.add_edge(f"new/{number}.md", "new/0.md", "link", kind="link", count=1)
    lay_out(graph, last)
    where = places(graph)
    new = np.array([where[key] for key in where if key.startswith("new/")])
    old = np.array([where[key] for key in where if not key.startswith("new/")])
    between = np.hypot(*(new[:, None] - old).transpose(2, 0, 1)).min()
    assert between > np.ptp(new, axis=0).max() / 8


def test_two_orphans_that_find_each_other_stay_on_their_side() -> None:
    graph = archipelago(800)
    lay_out(graph)
    last = positions(graph)
    orphans = sorted(key for key, orphan in graph.nodes(data="orphan") if orphan)
    for one, other in (orphans[:2], orphans[-2:]):
        graph.add_edge(one, other, "link", kind="link", count=1)
    lay_out(graph, last)
    now = places(graph)
    for key in (*orphans[:2], *orphans[-2:]):
        assert np.dot(now[key], last[key][:2]) > 0


def test_a_note_stays_when_its_only_near_neighbour_is_renamed() -> None:
    graph = archipelago(800)
    graph.add_edge("3/8.md", "15/9.md", "link", kind="link", count=1)
    lay_out(graph)
    last = positions(graph)
    nx.relabel_nodes(graph, {other: f"{other} again" for other in graph["3/8.md"]}, copy=False)
    lay_out(graph, last)
    assert positions(graph)["3/8.md"][:2] == last["3/8.md"][:2]


def test_a_map_of_another_vault_is_no_hindrance() -> None:
    graph = archipelago(200)
    lay_out(graph)
    fresh = places(graph)
    lay_out(graph, {"elsewhere.md": (12.0, 3.0)})
    assert places(graph) == fresh


def test_a_fresh_map_is_turned_like_the_last_one() -> None:
    graph = archipelago(400)
    lay_out(graph)
    known = sorted(graph)[::12]  # too few to keep
    last = {key: (-y, x) for key, (x, y) in places(graph).items() if key in known}  # a quarter turn
    lay_out(graph, last)
    now = places(graph)
    common = np.array([[*now[key], *last[key]] for key in last])
    assert np.corrcoef(common[:, 0], common[:, 2])[0, 1] > 0.8
    assert np.corrcoef(common[:, 1], common[:, 3])[0, 1] > 0.8


def regions(graph: nx.MultiDiGraph[str], *wanted: int) -> nx.MultiDiGraph[str]:
    kept = graph.subgraph(key for key in graph if int(key.partition("/")[0]) in wanted)
    return nx.MultiDiGraph(kept)


def test_after_an_import_of_many_notes_the_map_is_where_it_was_and_what_is_new_lies_around() -> (
    None
):
    whole = archipelago(1200)
    known = regions(whole, *range(1, 30, 3), 10)
    measure(known)
    lay_out(known)
    last = positions(known)
    measure(whole, last)
    lay_out(whole, last)
    now = positions(whole)
    core = [
        key
        for key in last
        if last[key].neighbors_hash and now[key].neighbors_hash and known.degree(key)
    ]
    before = np.array([complex(*last[key][:2]) for key in core])
    after = np.array([complex(*now[key][:2]) for key in core])
    scale, shift = np.polyfit(before, after, 1)
    still = np.abs(scale * before + shift - after) < 0.001 * np.ptp(after.real)
    assert still.mean() > 0.95
    assert abs(scale.imag) < 1e-3 * scale.real  # the map was shrunk and moved, but not turned
    everything = np.array([complex(*now[key][:2]) for key in now if now[key].neighbors_hash])
    chance = np.median(np.abs(everything - everything.mean()))
    for region in (2, 12, 23):
        mine = np.array([complex(*now[f"{region}/{n}.md"][:2]) for n in range(39)])
        assert (
            np.median(np.abs(mine - np.median(mine.real) - 1j * np.median(mine.imag))) < chance / 3
        )
    first = positions(whole)
    measure(whole, first)
    lay_out(whole, first)
    assert positions(whole) == first


def test_new_groups_leave_the_map_wider_than_high() -> None:
    """After an import, new communities were around a circle, so that the map became a square."""
    known = archipelago(600)
    measure(known)
    lay_out(known)
    last = positions(known)
    branches = (f"new/{a}{n} -> new/{a}{n // 3}" for a in "abcdefghij" for n in range(1, 60))
    roots = (f"new/{a}0 -> {3 * n % 20 + 1}/3" for n, a in enumerate("abcdefghij"))
    whole = nx.compose(known, woven(*branches, *roots))
    measure(whole, last)
    lay_out(whole, last)
    now = np.array([complex(*place) for place in places(whole).values()])
    assert np.ptp(now.real) > 1.2 * np.ptp(now.imag)


def test_a_map_of_half_the_notes_that_makes_no_sense_is_drawn_anew() -> None:
    graph = archipelago(800)
    lay_out(graph)
    fresh = places(graph)
    half = sorted(graph)[::2]
    mixed = dict(zip(half, (fresh[key] for key in half[200:] + half[:200]), strict=True))
    lay_out(graph, mixed)
    now = places(graph)
    keys = sorted(graph)
    before = np.array([complex(*fresh[key]) for key in keys])
    after = np.array([complex(*now[key]) for key in keys])
    fits = [np.abs(np.corrcoef(before, turned)[0, 1]) for turned in (after, after.conj())]
    assert max(fits) > 0.999


def test_a_map_that_outgrows_its_limits_is_shrunk() -> None:
    graph = woven(*(f"hub -> {n}" for n in range(30)))
    lay_out(graph, {key: (4990.0 * (n % 2), 166.0 * n) for n, key in enumerate(sorted(graph))})
    first = positions(graph)
    assert max(max(abs(p.x), abs(p.y)) for p in first.values()) <= 5000
    lay_out(graph, first)
    assert positions(graph) == first


@pytest.mark.parametrize(
    "value",
    [None, 7, [], {"a": 1, "b": [1], "c": ["x", 2], "d": [1e999, 0], "e": [True, 9e9], 5: [1, 2]}],
)
def test_what_is_no_map_is_no_map(value: object) -> None:
    assert read_positions(value) == {}


@given(
    links=st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=30),
    gone=st.sets(st.integers(0, 12), max_size=4),
    more=st.lists(st.tuples(st.integers(0, 16), st.integers(0, 16)), max_size=6),
)
@example(links=[(0, 0), (2, 3), (4, 5)], gone=set(), more=[(0, 1)])  # outgrew its limits
@settings(max_examples=60, deadline=None, derandomize=True)
def test_any_graph_any_change(
    links: list[tuple[int, int]], gone: set[int], more: list[tuple[int, int]]
) -> None:
    """Every node has a place of its own, within bounds, and the second time nothing moves."""
    last = None
    for drawn in (links, [link for link in [*links, *more] if not gone & set(link)]):
        graph = woven(*(f"{a} -> {b}" for a, b in drawn), alone=("x", "y"))
        measure(graph, last)
        lay_out(graph, last)
        last = positions(graph)
        assert all(-5000 <= place[axis] <= 5000 for place in last.values() for axis in (0, 1))
        assert len({place[:2] for place in last.values()}) == len(graph)
        measure(graph, last)
        lay_out(graph, last)
        assert positions(graph) == last
