"""Lay out a graph with no map to go by: communities first, then inside each.

It is divided from the top and drawn from the bottom, a whole level at a time: what numpy is asked
costs hardly more for a thousand groups than for one. Places are complex numbers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from noteweave.graph.layout.clusters import clusters
from noteweave.graph.layout.complex_plane import both_ways, centred, reaches
from noteweave.graph.layout.packing import arrange, middle, rings
from noteweave.graph.layout.partition import WeightedGraph, divided
from noteweave.graph.layout.rotation import turned
from noteweave.graph.metrics.arrays import Complexes, Floats, GraphArrays, Integers

ISLAND = 5
"""An island with fewer nodes goes to the rings around the map …"""
ISLANDS = 200
"""… and so do all but the largest."""
ROOM = 1.05
"""A disc's radius in proportion to what its nodes need when they lie close."""


def from_scratch(links: GraphArrays, community: Integers) -> Complexes:
    """Return a place for each node, the middle of the map at 0; one node on a unit of area."""
    islands = links.components
    places = drawn(WeightedGraph(len(links.keys), links.ends, links.weights), islands, community)
    sizes = np.bincount(islands)
    large = min(ISLANDS, int(np.count_nonzero(sizes >= ISLAND)))
    radii = reaches(places, islands)
    centres = np.zeros(len(sizes), dtype=np.complex128)
    centres[:large] = _apart(radii[:large] + 2)
    inside = islands < large
    edge = 0.0
    if large:
        among = (places + centres[islands])[inside]
        centres[:large] -= middle(among)
        edge = float(np.abs((places + centres[islands])[inside]).max())
    centres[large:] = around(radii[large:], sizes[large:], edge)
    return places + centres[islands]


def drawn(web: WeightedGraph, islands: Integers, community: Integers | None = None) -> Complexes:
    """Draw each island around its own middle, by its communities."""
    levels = divided(web, islands, community)
    places = clusters(web, levels[-1])
    for groups, parts in reversed(list(pairwise(levels))):
        places = _joined(web, places, groups, parts)
    return places


def _joined(web: WeightedGraph, places: Complexes, groups: Integers, parts: Integers) -> Complexes:
    """Put the parts of each group together, of which each is drawn around its own middle."""
    a, b = web.ends.T
    crossing = (groups[a] == groups[b]) & (parts[a] != parts[b])
    ends, weights = web.ends[crossing], web.weights[crossing]
    owner = np.empty(int(parts.max()) + 1, dtype=np.int64)
    owner[parts] = groups
    pairs, ties = tied(np.sort(parts[ends]), weights, len(owner))
    centres = arrange(ROOM * reaches(places, parts) + 0.5, owner, pairs, ties)
    return centred(turned(places, parts, centres, *both_ways(ends, weights)), groups)


def tied(pairs: Integers, weights: Floats, size: int) -> tuple[Integers, Floats]:
    """Add up what holds each pair together; sorted."""
    flat, place = np.unique(pairs[:, 0] * size + pairs[:, 1], return_inverse=True)
    sums: Floats = np.bincount(place, weights, len(flat)).astype(np.float64)  # of none: integers
    return np.column_stack(np.divmod(flat, size)), sums


def _apart(radii: Floats) -> Complexes:
    """Set islands beside each other."""
    nothing = np.empty((0, 2), dtype=np.int64)
    return arrange(radii, np.zeros(len(radii), dtype=np.int64), nothing, np.empty(0))


def around(radii: Floats, sizes: Integers, edge: float) -> Complexes:
    """Set small islands, and then what is linked with nothing, on quiet rings around the map."""
    centres = np.zeros(len(radii), dtype=np.complex128)
    small = int(np.count_nonzero(sizes > 1))  # the first ones: they go by size
    centres[:small] = rings(radii[:small] + 0.4, edge + 1)
    edge = float(np.abs(centres[:small]).max(initial=edge - 1)) + 1
    centres[small:] = rings(np.full(len(radii) - small, 0.55), edge + 1)
    return centres
