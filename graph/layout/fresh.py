"""Draw a map from nothing: communities first, then the nodes inside each.

The graph is divided from the top and drawn from the bottom, a whole level at a time: a numpy call
takes hardly longer for a thousand groups than for one. Positions are complex numbers.
"""

from __future__ import annotations

from itertools import pairwise

import numpy as np

from noteweave.graph.layout.clusters import clusters
from noteweave.graph.layout.complex_plane import both_ways, centred, reaches
from noteweave.graph.layout.components import packed
from noteweave.graph.layout.packing import arrange, middle, rings
from noteweave.graph.layout.partition import WeightedGraph, divided
from noteweave.graph.layout.rotation import rotate_discs
from noteweave.graph.layout.wide import laid_flat, rounded, widened
from noteweave.graph.metrics.arrays import Complexes, Floats, GraphArrays, Integers

MIN_INNER_SIZE = 5
"""Smallest component that is always packed inside, if it is not …"""
MAX_INNER = 200
"""… among more than so many; the others go on the rings around the map."""
MAX_SMALL = 60
"""Smaller components are packed inside, too, if they are not more than so many."""
DISC_MARGIN = 1.05
"""A disc's radius, as a multiple of the radius that its nodes fill."""


def fresh_layout(links: GraphArrays, community: Integers) -> Complexes:
    """Return a position for each node, the middle of the map at 0; one node per unit of area."""
    components = links.components
    places = draw_components(
        WeightedGraph(len(links.keys), links.ends, links.weights), components, community, wide=True
    )
    sizes = np.bincount(components)
    large = inner_count(sizes)
    places = laid_flat(places, components)
    radii = reaches(places, components)
    centres = np.zeros(len(sizes), dtype=np.complex128)
    centres[:large] = packed(places, components, large)
    inside = components < large
    edge = 0.0
    if large:
        among = rounded((places + centres[components])[inside])
        centre = middle(among)
        centres[:large] -= widened(np.array([centre]))
        edge = float(np.abs(among - centre).max())
    centres[large:] = on_rings(radii[large:], sizes[large:], edge)
    return places + centres[components]


def inner_count(sizes: Integers) -> int:
    """Return how many of the largest components are packed inside the rings.

    `sizes`: of all components, the largest first.
    """
    large = int(np.count_nonzero(sizes >= MIN_INNER_SIZE))
    small = int(np.count_nonzero(sizes > 1)) - large
    return min(MAX_INNER, large + (small if small <= MAX_SMALL else 0))


def draw_components(
    web: WeightedGraph,
    components: Integers,
    community: Integers | None = None,
    *,
    wide: bool = False,
) -> Complexes:
    """Draw each connected component around its own middle, by its communities.

    `wide`: large components get the shape of the map, else that of a disc.
    """
    levels = divided(web, components, community)
    places = clusters(web, levels[-1])
    for depth, (groups, parts) in reversed(list(enumerate(pairwise(levels)))):
        places = _assemble(web, places, groups, parts, wide=wide and depth == 0)
    return places


def _assemble(
    web: WeightedGraph, places: Complexes, groups: Integers, parts: Integers, *, wide: bool
) -> Complexes:
    """Arrange the parts of each group, each already drawn around its own middle.

    `wide`: each group gets the shape of the map, else that of a disc.
    """
    a, b = web.ends.T
    crossing = (groups[a] == groups[b]) & (parts[a] != parts[b])
    ends, weights = web.ends[crossing], web.weights[crossing]
    owner = np.empty(int(parts.max()) + 1, dtype=np.int64)
    owner[parts] = groups
    pairs, sums = summed_by_pair(np.sort(parts[ends]), weights, len(owner))
    centres = arrange(DISC_MARGIN * reaches(places, parts) + 0.5, owner, pairs, sums, wide=wide)
    return centred(rotate_discs(places, parts, centres, *both_ways(ends, weights)), groups)


def summed_by_pair(pairs: Integers, weights: Floats, size: int) -> tuple[Integers, Floats]:
    """Add up the weights of equal pairs; sorted by pair."""
    flat, place = np.unique(pairs[:, 0] * size + pairs[:, 1], return_inverse=True)
    sums: Floats = np.bincount(place, weights, len(flat)).astype(np.float64)  # of none: integers
    return np.column_stack(np.divmod(flat, size)), sums


def on_rings(radii: Floats, sizes: Integers, edge: float) -> Complexes:
    """Place small components, then nodes without links, on rings around the map.

    `edge`: the distance from the middle, as in `wide`, that the map reaches.
    """
    centres = np.zeros(len(radii), dtype=np.complex128)
    small = int(np.count_nonzero(sizes > 1))  # the first ones: they go by size
    centres[:small] = rings(radii[:small] + 0.4, edge + 1)
    edge = float(np.abs(rounded(centres[:small])).max(initial=edge - 1)) + 1
    centres[small:] = rings(np.full(len(radii) - small, 0.55), edge + 1)
    return centres
