"""Extend the last map after an import of many notes.

Known nodes keep their positions. New nodes go beside their neighbours, closer together than before;
but communities that are mostly new are drawn as on a fresh map and placed outside, on the side of
the nodes they are linked with. The outer rings of small components are drawn again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import pi, sqrt

import numpy as np

from noteweave.graph.layout.complex_plane import both_ways, reaches, summed
from noteweave.graph.layout.free_spots import GOLDEN, FreeSpots
from noteweave.graph.layout.fresh import (
    DISC_MARGIN,
    MIN_INNER_SIZE,
    draw_components,
    inner_count,
    on_rings,
    summed_by_pair,
)
from noteweave.graph.layout.packing import arrange
from noteweave.graph.layout.partition import WeightedGraph
from noteweave.graph.layout.rotation import rotate_discs
from noteweave.graph.layout.update import UpdatedMap
from noteweave.graph.layout.wide import HIGH, rounded, widened
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, GraphArrays, Integers
from noteweave.graph.saved_positions import SavedPosition

MIN_KNOWN = 0.1
"""If a smaller share of the nodes is on the last map, a fresh one is drawn."""
MIN_KNOWN_OF_COMMUNITY = 0.25
"""A community with a smaller share of its nodes on the last map is placed outside."""
MAX_LENGTH_RATIO = 1.5
"""A fresh map is drawn if links would be this much longer than on it …"""
MIN_NEAR_RATIO = 0.75
"""… or if the share of neighbours that are also nearest on the map is this much smaller."""
SAMPLE = 300
"""Nodes from which that share is estimated."""


def extended_layout(
    links: GraphArrays,
    hashes: Sequence[int],
    last: Mapping[str, SavedPosition],
    community: Integers,
    fresh: Complexes,
) -> Floats | None:
    """Return a position for each node; None when a fresh map is clearly better.

    Args:
        links: of the graph to be laid out.
        hashes: of each node's neighbours now; see `saved_positions.neighbors_hash`.
        last: the last map.
        community: of each node.
        fresh: positions on a fresh map.
    """
    known = {n: last[key] for n, key in enumerate(links.keys) if key in last}
    if len(known) < MIN_KNOWN * len(links.keys):
        return None
    extended = _ExtendedMap(links, hashes, known, community)
    if not extended.stays.any():
        return None
    rows = extended.complete()
    places: Complexes = rows[:, 0] + 1j * rows[:, 1]
    if _length(links, places) > MAX_LENGTH_RATIO * _length(links, fresh):
        return None
    return rows if _near(links, places) >= MIN_NEAR_RATIO * _near(links, fresh) else None


def _length(links: GraphArrays, places: Complexes) -> float:
    """Return the mean length of links, as a share of the map's size."""
    linked = places[links.degrees > 0]
    length = np.abs(places[links.ends[:, 0]] - places[links.ends[:, 1]]).mean()
    size = np.sqrt((np.abs(linked - linked.mean()) ** 2).mean())
    return float(length / np.maximum(size, 1e-9))


def _near(links: GraphArrays, places: Complexes) -> float:
    """Return the share of neighbours that are among the (at least ten) nearest nodes."""
    linked = np.flatnonzero(links.degrees)
    shares = []
    for node in linked[:: max(1, len(linked) // SAMPLE)].tolist():
        neighbors = links.undirected.neighbors(node)
        count = min(len(places) - 1, max(10, len(neighbors)))
        distance = np.abs(places - places[node])
        farthest = np.partition(distance, count)[count]  # itself is the nearest
        shares.append(np.count_nonzero(distance[neighbors] <= farthest) / len(neighbors))
    return float(np.mean(shares))


class _ExtendedMap(UpdatedMap):
    """The last map, with much of the graph missing."""

    def __init__(
        self,
        links: GraphArrays,
        hashes: Sequence[int],
        known: Mapping[int, SavedPosition],
        community: Integers,
    ) -> None:
        super().__init__(links, hashes, known)
        self.components = links.components
        self.core = self.components < inner_count(np.bincount(self.components))
        """False for the components that are drawn on the outer rings."""
        self.stays = np.zeros(len(links.keys), dtype=np.bool_)
        """Nodes that keep their positions."""
        self.stays[list(self.spots.at)] = True
        self.stays &= self.core
        self.groups = self._outside_groups(community)
        beside = self.core & ~self.stays & (self.groups < 0)
        stay = int(np.count_nonzero(self.stays))
        self.unit *= sqrt(stay / max(1, stay + int(np.count_nonzero(beside))))
        at = self.spots.at
        self.spots = FreeSpots({n: at[n] for n in np.flatnonzero(self.stays).tolist()}, self.unit)

    def _outside_groups(self, community: Integers) -> Integers:
        """Return the number of each node's group among those placed outside; -1 for the others.

        A group is the new nodes of a community that is mostly new, except those more strongly
        linked with known nodes: the leaves of an old star stay with it.
        """
        count = int(community.max(initial=-1)) + 1
        sizes = np.bincount(community[self.core], minlength=count)
        stay = np.bincount(community[self.stays], minlength=count)
        apart = (stay < MIN_KNOWN_OF_COMMUNITY * sizes)[community]
        new = (
            self.core
            & ~self.stays
            & apart
            & (self._attraction(self.stays) < self._attraction(~self.stays))
        )
        large = np.bincount(community[new], minlength=count) >= MIN_INNER_SIZE
        groups = np.full(len(community), -1)
        out = new & large[community]
        groups[out] = np.unique(community[out], return_inverse=True)[1]
        return groups

    def _attraction(self, others: Booleans) -> Floats:
        """Return the weight of each node's links with some others."""
        ways, weights = both_ways(self.links.ends, self.links.weights)
        weights = weights * others[ways[:, 1]]
        return np.bincount(ways[:, 0], weights, len(others)).astype(np.float64)

    def complete(self) -> Floats:
        """Place what is missing: groups outside, nodes beside neighbours, then the outer rings."""
        if (self.groups >= 0).any():
            self._place_groups()
        self._place_beside_neighbors()
        self._place_components(self.core)
        self._place_on_rings()
        return np.array([self.spots.at[node] for node in range(len(self.links.keys))])

    def _place_groups(self) -> None:
        """Arrange the groups as discs around the map so far, which is wider than high.

        They are arranged with the map pressed into a disc; there, a group needs more room.
        """
        centre = complex(*self.centre)
        discs = self.groups + 1
        where = np.zeros(len(discs), dtype=np.complex128)
        stay, nodes = np.flatnonzero(self.stays), np.flatnonzero(discs)
        where[stay] = np.array([self.spots.at[n] for n in stay.tolist()]) @ (1, 1j) - centre
        where[nodes] = self._drawn(nodes, discs[nodes] - 1) * self.unit
        radii = DISC_MARGIN * reaches(where[nodes], discs[nodes] - 1) + 2 * self.unit
        edge = float(np.abs(rounded(where[stay])).max(initial=0))
        radii = np.concatenate([[edge], radii / HIGH])
        a, b = self.links.ends.T
        crossing = (discs[a] != discs[b]) & (self.stays | (discs > 0))[self.links.ends].all(axis=1)
        ends, weights = self.links.ends[crossing], self.links.weights[crossing]
        pairs, held = summed_by_pair(np.sort(discs[ends]), weights, len(radii))
        ways, weights = both_ways(ends, weights)
        inside = discs[ways[:, 0]] > 0  # known nodes are not rotated
        ways, weights = ways[inside], weights[inside]
        away = rounded(where[ways[:, 1]]) * weights
        start = _directions(summed(discs[ways[:, 0]], away, len(radii)))
        one_map = np.zeros(len(radii), dtype=np.int64)
        centres = arrange(radii, one_map, pairs, held, start * (radii[0] + radii))
        centres = widened(centres - centres[0])
        where = rotate_discs(where, discs, centres, ways, weights) + centre
        for node, place in zip(nodes.tolist(), where[nodes].tolist(), strict=True):
            self.spots.take(node, (place.real, place.imag))

    def _drawn(self, nodes: Integers, groups: Integers) -> Complexes:
        """Draw each group of some nodes around its own middle."""
        return draw_components(WeightedGraph.part(self.links, nodes), groups)

    def _place_on_rings(self) -> None:
        """Place small components and nodes without links on rings around the map."""
        nodes = np.flatnonzero(~self.core)
        if not len(nodes):
            return
        groups = self.components[nodes] - self.components[nodes].min()
        places = self._drawn(nodes, groups)
        rim = on_rings(reaches(places, groups), np.bincount(groups), self._edge() / self.unit)
        places = (places + rim[groups]) * self.unit + complex(*self.centre)
        for node, place in zip(nodes.tolist(), places.tolist(), strict=True):
            self.spots.take(node, (place.real, place.imag))


def _directions(sums: Complexes) -> Complexes:
    """Return the direction in which each disc starts: that of its links, or any; disc 0 stays."""
    turns = np.exp(1j * (GOLDEN * np.arange(len(sums)) + pi / 2))
    length = np.abs(sums)
    sides: Complexes = np.where(length > 1e-9, sums / np.maximum(length, 1e-9), turns)
    sides[0] = 0
    return sides
