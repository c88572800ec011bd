"""Lay out a graph with no map to go by: communities first, then inside each."""

from __future__ import annotations

from dataclasses import dataclass

import igraph
import numpy as np

from noteweave.graph.compact import Compact, Floats, Integers
from noteweave.graph.layout.discs import arrange, middle, rings

CLUSTER = 80
"""Up to so many nodes are drawn as one; more are divided into communities."""
ISLAND = 5
"""An island with fewer nodes goes to the rings around the map …"""
ISLANDS = 200
"""… and so do all but the largest: to arrange discs takes the square of their number."""
DEPTH = 3
"""How often communities are divided into smaller ones."""
ROOM = 1.05
"""A disc's radius in proportion to what its nodes need when they lie close."""


def from_scratch(links: Compact, community: Integers) -> Floats:
    """Return a place for each node, the middle of the map at 0; one node on a unit of area."""
    whole = links.undirected.copy()
    whole.vs["community"] = community.tolist()
    places = np.zeros((len(links.keys), 2))
    islands = sorted(
        (np.array(m) for m in whole.connected_components()), key=lambda m: (-len(m), m[0])
    )
    large = [m for m in islands[:ISLANDS] if len(m) >= ISLAND]
    drawn = [draw_island(whole.induced_subgraph(m)) for m in large]
    radii = np.array([_reach(d) + 2 for d in drawn])
    centres = arrange(radii, np.empty((0, 2), dtype=np.int64), np.empty(0))
    for members, local, centre in zip(large, drawn, centres, strict=True):
        places[members] = local + centre
    drawn_nodes = np.concatenate([*large, np.empty(0, dtype=np.int64)])
    edge = 0.0
    if len(drawn_nodes):
        places[drawn_nodes] -= middle(places[drawn_nodes])
        edge = float(np.hypot(*places[drawn_nodes].T).max())
    return _around(whole, places, islands[len(large) :], edge)


def _around(whole: igraph.Graph, places: Floats, islands: list[Integers], edge: float) -> Floats:
    """Set small islands, and then what is linked with nothing, on quiet rings around the map."""
    small = [m for m in islands if len(m) > 1]
    drawn = [draw_island(whole.induced_subgraph(m)) for m in small]
    radii = np.array([_reach(d) + 0.4 for d in drawn])
    for members, local, centre in zip(small, drawn, rings(radii, edge + 1), strict=True):
        places[members] = local + centre
        edge = max(edge, float(np.hypot(*centre)) + 1)
    alone = np.array([m[0] for m in islands if len(m) == 1], dtype=np.int64)
    places[alone] = rings(np.full(len(alone), 0.55), edge + 1)
    return places


def _reach(local: Floats) -> float:
    """Return the radius of the disc a drawing fills; a few stragglers may lie outside."""
    return float(np.quantile(np.hypot(*local.T), 0.94))


def draw_island(graph: igraph.Graph) -> Floats:
    """Draw a connected graph around the origin, by the communities in its `community`, if any."""
    if graph.vcount() <= CLUSTER or "community" not in graph.vs.attributes():
        return _draw(graph, depth=0)
    _, labels = np.unique(graph.vs["community"], return_inverse=True)
    order = np.argsort(labels, kind="stable")
    members = np.split(order, np.flatnonzero(np.diff(labels[order])) + 1)
    return _draw(graph, 0) if len(members) == 1 else _nested(graph, members, depth=0)


def _draw(graph: igraph.Graph, depth: int) -> Floats:
    if graph.vcount() <= CLUSTER or depth == DEPTH:
        return _cluster(graph)
    groups = graph.community_leiden(objective_function="modularity", weights="pull", n_iterations=2)
    if len(groups) < 2 or max(groups.sizes()) > 0.9 * graph.vcount():
        return _cluster(graph)
    return _nested(graph, [np.array(m) for m in groups], depth)


def _cluster(graph: igraph.Graph) -> Floats:
    size = graph.vcount()
    if size == 1:
        return np.zeros((1, 2))
    if size <= 2 * CLUSTER:
        drawn = graph.layout_kamada_kawai(maxiter=10 * size)
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
    centres = arrange(radii, pairs, ties)
    both = np.concatenate([ends, ends[:, ::-1]])
    order = np.argsort(owner[both[:, 0]], kind="stable")
    both, pulls = both[order], np.concatenate([pulls, pulls])[order]
    starts = np.searchsorted(owner[both[:, 0]], np.arange(len(members) + 1))
    groups = [
        _Group(m, d, row[both[a:b, 0]], both[a:b, 1], pulls[a:b])
        for m, d, a, b in zip(members, local, starts[:-1], starts[1:], strict=True)
    ]
    return _turned(groups, centres, graph.vcount())


def _ties(pairs: Integers, pulls: Floats, size: int) -> tuple[Integers, Floats]:
    flat, place = np.unique(pairs[:, 0] * size + pairs[:, 1], return_inverse=True)
    sums = np.zeros(len(flat))
    np.add.at(sums, place, pulls)
    return np.column_stack(np.divmod(flat, size)), sums


def _turned(groups: list[_Group], centres: Floats, size: int) -> Floats:
    """Turn, and where it helps mirror, each disc so that links to others are short."""
    places = np.empty((size, 2))
    for group, centre in zip(groups, centres, strict=True):
        places[group.members] = group.local + centre
    for _ in range(4):
        for group, centre in zip(groups, centres, strict=True):
            near = (places[group.members] - centre)[group.inner] * group.pulls[:, None]
            turn = best_turn(near, places[group.outer] - centre)
            places[group.members] = (places[group.members] - centre) @ turn + centre
    places -= places.mean(axis=0)
    return places


def best_turn(near: Floats, far: Floats) -> Floats:
    """Return the rotation or reflection, a matrix, that brings `near` closest to `far`.

    The orthogonal Procrustes problem (Schönemann, 1966); a row's weight may be multiplied into
    either.
    """
    left, _, right = np.linalg.svd(near.T @ far)
    turn: Floats = left @ right
    return turn
