"""Lay out a graph with no map to go by: communities first, then inside each."""

from __future__ import annotations

from dataclasses import dataclass

import igraph
import numpy as np

from noteweave.graph.compact import Compact, Floats, Integers
from noteweave.graph.layout.discs import arrange, rings

CLUSTER = 120
"""Up to so many nodes are drawn as one; more are divided into communities."""
ISLAND = 5
"""An island with fewer nodes goes to the rings around the map."""
ROOM = 1.25
"""A disc's radius in proportion to what its nodes need when they lie close."""


def from_scratch(links: Compact) -> Floats:
    """Return a place for each node; on the average one node on a unit of area."""
    whole = links.undirected()
    whole.es["pull"] = links.pulls.tolist()
    places = np.zeros((len(links.keys), 2))
    islands = sorted(
        (np.array(m) for m in whole.connected_components()), key=lambda m: (-len(m), m[0])
    )
    large = [m for m in islands if len(m) >= ISLAND]
    drawn = [_draw(whole.induced_subgraph(m), depth=0) for m in large]
    radii = np.array([_reach(d) + 2 for d in drawn])
    middles = arrange(radii, np.empty((0, 2), dtype=np.int64), np.empty(0))
    for members, local, middle in zip(large, drawn, middles, strict=True):
        places[members] = local + middle
    edge = max((float(np.hypot(*places[m].T).max()) for m in large), default=0.0)
    return _around(whole, places, islands[len(large) :], edge)


def _around(whole: igraph.Graph, places: Floats, islands: list[Integers], edge: float) -> Floats:
    """Set small islands, and then what is linked with nothing, on quiet rings around the map."""
    small = [m for m in islands if len(m) > 1]
    drawn = [_draw(whole.induced_subgraph(m), depth=0) for m in small]
    radii = np.array([_reach(d) + 0.8 for d in drawn])
    for members, local, middle in zip(small, drawn, rings(radii, edge + 2), strict=True):
        places[members] = local + middle
        edge = max(edge, float(np.hypot(*middle)) + 1)
    alone = np.array([m[0] for m in islands if len(m) == 1], dtype=np.int64)
    places[alone] = rings(np.full(len(alone), 0.55), edge + 2)
    return places


def _reach(local: Floats) -> float:
    return float(np.hypot(*local.T).max())


def _draw(graph: igraph.Graph, depth: int) -> Floats:
    """Draw a connected graph around the origin."""
    if graph.vcount() <= CLUSTER or depth == 3:
        return _cluster(graph)
    groups = graph.community_leiden(objective_function="modularity", weights="pull", n_iterations=3)
    if len(groups) < 2 or max(groups.sizes()) > 0.9 * graph.vcount():
        return _cluster(graph)
    return _nested(graph, [np.array(m) for m in groups], depth)


def _cluster(graph: igraph.Graph) -> Floats:
    size = graph.vcount()
    if size == 1:
        return np.zeros((1, 2))
    if size <= 2 * CLUSTER:
        drawn = graph.layout_kamada_kawai(maxiter=20 * size)
    else:
        drawn = graph.layout_fruchterman_reingold(niter=200, grid="grid")
    return _evened(np.array(drawn.coords))


def _evened(local: Floats) -> Floats:
    """Spread nodes so that the density is the same from the middle to the rim, half way."""
    local = local - local.mean(axis=0)
    distance = np.hypot(*local.T)
    radius = np.sqrt(len(local) / np.pi)
    scaled = distance * (radius / np.sqrt(2) / max(1e-9, np.sqrt((distance**2).mean())))
    even = np.empty(len(local))
    even[np.argsort(distance, kind="stable")] = radius * np.sqrt(
        (np.arange(len(local)) + 0.5) / len(local)
    )
    factor = (0.5 * scaled + 0.5 * even) / np.maximum(distance, 1e-9)
    spread: Floats = local * factor[:, None]
    return spread


@dataclass(frozen=True, slots=True)
class _Group:
    members: Integers
    local: Floats
    inner: Integers
    """Ends, inside, of the links that leave the group; as rows of `local`."""
    outer: Integers
    """Their other ends, as nodes."""
    pulls: Floats


def _nested(graph: igraph.Graph, members: list[Integers], depth: int) -> Floats:
    owner = np.empty(graph.vcount(), dtype=np.int64)
    row = np.empty(graph.vcount(), dtype=np.int64)
    for number, nodes in enumerate(members):
        owner[nodes], row[nodes] = number, np.arange(len(nodes))
    ends = np.array(graph.get_edgelist())
    pulls = np.array(graph.es["pull"])
    crossing = owner[ends[:, 0]] != owner[ends[:, 1]]
    ends, pulls = ends[crossing], pulls[crossing]
    local = [_draw(graph.induced_subgraph(nodes), depth + 1) for nodes in members]
    radii = np.array([ROOM * _reach(d) + 0.5 for d in local])
    pairs, ties = _ties(np.sort(owner[ends]), pulls, len(members))
    middles = arrange(radii, pairs, ties)
    both = np.concatenate([ends, ends[:, ::-1]])
    order = np.argsort(owner[both[:, 0]], kind="stable")
    both, pulls = both[order], np.concatenate([pulls, pulls])[order]
    starts = np.searchsorted(owner[both[:, 0]], np.arange(len(members) + 1))
    groups = [
        _Group(m, d, row[both[a:b, 0]], both[a:b, 1], pulls[a:b])
        for m, d, a, b in zip(members, local, starts[:-1], starts[1:], strict=True)
    ]
    return _turned(groups, middles, graph.vcount())


def _ties(pairs: Integers, pulls: Floats, size: int) -> tuple[Integers, Floats]:
    flat, place = np.unique(pairs[:, 0] * size + pairs[:, 1], return_inverse=True)
    sums = np.zeros(len(flat))
    np.add.at(sums, place, pulls)
    return np.column_stack(np.divmod(flat, size)), sums


def _turned(groups: list[_Group], middles: Floats, size: int) -> Floats:
    """Turn, and where it helps mirror, each disc so that links to others are short."""
    places = np.empty((size, 2))
    for group, middle in zip(groups, middles, strict=True):
        places[group.members] = group.local + middle
    for _ in range(4):
        for group, middle in zip(groups, middles, strict=True):
            near = (places[group.members] - middle)[group.inner]
            turn = _best_turn(near, places[group.outer] - middle, group.pulls)
            places[group.members] = (places[group.members] - middle) @ turn + middle
    places -= places.mean(axis=0)
    return places


def _best_turn(near: Floats, far: Floats, pulls: Floats) -> Floats:
    """Return the rotation or reflection that brings `near` closest to `far` (Procrustes)."""
    left, _, right = np.linalg.svd((near * pulls[:, None]).T @ far)
    turn: Floats = left @ right
    return turn
