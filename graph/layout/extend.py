"""Grow the last map by more than an edit: by what an import of many notes has brought.

What lay on the map stays. What is new goes beside its neighbours, closer together than before; but
communities that are mostly new are drawn as on a fresh map, and set down outside, on the side of
what they are linked with. The rim, where nothing is linked with the rest, is made anew.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import pi, sqrt

import numpy as np

from noteweave.graph.layout.complex_plane import both_ways, reaches, summed
from noteweave.graph.layout.free_spots import GOLDEN, FreeSpots
from noteweave.graph.layout.fresh import ISLAND, ROOM, around, drawn, tied
from noteweave.graph.layout.packing import arrange
from noteweave.graph.layout.partition import WeightedGraph
from noteweave.graph.layout.rotation import turned
from noteweave.graph.layout.update import GrownMap
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, GraphArrays, Integers
from noteweave.graph.saved_positions import SavedPosition

LITTLE = 0.1
"""With a smaller share of the nodes on the last map there is nothing to keep."""
MOSTLY = 0.25
"""A community with a smaller share of its nodes on the last map goes outside."""
LONGER = 1.5
"""How much longer links may be than on a fresh map, for the sake of what stays …"""
NEAR = 0.75
"""… and what share of the neighbours that lie near on a fresh map must lie near on this one."""
SAMPLE = 300
"""Nodes whose neighbours are looked at for that."""


def grown(
    links: GraphArrays,
    hashes: Sequence[int],
    last: Mapping[str, SavedPosition],
    community: Integers,
    fresh: Complexes,
) -> Floats | None:
    """Return a place for each node; None when a fresh map serves better.

    Args:
        links: of the graph to be laid out.
        hashes: of each node's neighbours now; see `saved_positions.neighbors_hash`.
        last: the last map.
        community: of each node.
        fresh: places on a fresh map.
    """
    known = {n: last[key] for n, key in enumerate(links.keys) if key in last}
    if len(known) < LITTLE * len(links.keys):
        return None
    growing = _Growing(links, hashes, known, community)
    if not growing.here.any():
        return None
    places = growing.completed()
    there: Complexes = places[:, 0] + 1j * places[:, 1]
    longer = _length(links, there) > LONGER * _length(links, fresh)
    return None if longer or _near(links, there) < NEAR * _near(links, fresh) else places


def _length(links: GraphArrays, places: Complexes) -> float:
    """Return how long links are on average, for the size of the map."""
    linked = places[links.degrees > 0]
    length = np.abs(places[links.ends[:, 0]] - places[links.ends[:, 1]]).mean()
    size = np.sqrt((np.abs(linked - linked.mean()) ** 2).mean())
    return float(length / np.maximum(size, 1e-9))


def _near(links: GraphArrays, places: Complexes) -> float:
    """Return the share of neighbours that are among the (at least ten) nearest on the map."""
    linked = np.flatnonzero(links.degrees)
    shares = []
    for node in linked[:: max(1, len(linked) // SAMPLE)].tolist():
        neighbors = links.undirected.neighbors(node)
        count = min(len(places) - 1, max(10, len(neighbors)))
        distance = np.abs(places - places[node])
        farthest = np.partition(distance, count)[count]  # itself is the nearest
        shares.append(np.count_nonzero(distance[neighbors] <= farthest) / len(neighbors))
    return float(np.mean(shares))


class _Growing(GrownMap):
    """A map of which much is missing."""

    def __init__(
        self,
        links: GraphArrays,
        hashes: Sequence[int],
        known: Mapping[int, SavedPosition],
        community: Integers,
    ) -> None:
        super().__init__(links, hashes, known)
        self.islands = links.components
        self.core = np.bincount(self.islands)[self.islands] >= ISLAND
        """What does not belong on the rim."""
        self.here = np.zeros(len(links.keys), dtype=np.bool_)
        """What stays where it was."""
        self.here[list(self.ground.at)] = True
        self.here &= self.core
        self.groups = self._outside(community)
        beside = self.core & ~self.here & (self.groups < 0)
        stay = int(np.count_nonzero(self.here))
        self.unit *= sqrt(stay / max(1, stay + int(np.count_nonzero(beside))))
        at = self.ground.at
        self.ground = FreeSpots({n: at[n] for n in np.flatnonzero(self.here).tolist()}, self.unit)

    def _outside(self, community: Integers) -> Integers:
        """Return the number of each node's group among those that go outside; -1 for the rest.

        They are the new nodes of communities that are mostly new, but for those that what was
        there holds more strongly: the rays of an old star stay with it.
        """
        count = int(community.max(initial=-1)) + 1
        sizes = np.bincount(community[self.core], minlength=count)
        stay = np.bincount(community[self.here], minlength=count)
        apart = (stay < MOSTLY * sizes)[community]
        new = self.core & ~self.here & apart & (self._held(self.here) < self._held(~self.here))
        large = np.bincount(community[new], minlength=count) >= ISLAND
        groups = np.full(len(community), -1)
        out = new & large[community]
        groups[out] = np.unique(community[out], return_inverse=True)[1]
        return groups

    def _held(self, others: Booleans) -> Floats:
        """Return how strongly each node is held by some others."""
        ways, weights = both_ways(self.links.ends, self.links.weights)
        weights = weights * others[ways[:, 1]]
        return np.bincount(ways[:, 0], weights, len(others)).astype(np.float64)

    def completed(self) -> Floats:
        """Set down what is missing: groups outside, notes beside their neighbours, then the rim."""
        if (self.groups >= 0).any():
            self._set_groups()
        self._set_beside()
        self._set_islands(self.core)
        self._set_rim()
        return np.array([self.ground.at[node] for node in range(len(self.links.keys))])

    def _set_groups(self) -> None:
        """Arrange the groups as discs around one disc that is the whole map so far."""
        centre = complex(*self.centre)
        discs = self.groups + 1
        where = np.zeros(len(discs), dtype=np.complex128)
        stay, nodes = np.flatnonzero(self.here), np.flatnonzero(discs)
        where[stay] = np.array([self.ground.at[n] for n in stay.tolist()]) @ (1, 1j) - centre
        where[nodes] = self._drawn(nodes, discs[nodes] - 1) * self.unit
        radii = ROOM * reaches(where[nodes], discs[nodes] - 1) + 2 * self.unit
        radii = np.concatenate([[float(np.abs(where[stay]).max(initial=0))], radii])
        a, b = self.links.ends.T
        crossing = (discs[a] != discs[b]) & (self.here | (discs > 0))[self.links.ends].all(axis=1)
        ends, weights = self.links.ends[crossing], self.links.weights[crossing]
        pairs, held = tied(np.sort(discs[ends]), weights, len(radii))
        ways, weights = both_ways(ends, weights)
        inside = discs[ways[:, 0]] > 0  # what was there is not turned
        ways, weights = ways[inside], weights[inside]
        start = _sides(summed(discs[ways[:, 0]], where[ways[:, 1]] * weights, len(radii)))
        one_map = np.zeros(len(radii), dtype=np.int64)
        centres = arrange(radii, one_map, pairs, held, start * (radii[0] + radii))
        where = turned(where, discs, centres - centres[0], ways, weights) + centre
        for node, place in zip(nodes.tolist(), where[nodes].tolist(), strict=True):
            self.ground.take(node, (place.real, place.imag))

    def _drawn(self, nodes: Integers, groups: Integers) -> Complexes:
        """Draw each group of some nodes around its own middle."""
        row = np.full(len(self.links.keys), -1)
        row[nodes] = np.arange(len(nodes))
        inside = (row[self.links.ends] >= 0).all(axis=1)
        return drawn(
            WeightedGraph(len(nodes), row[self.links.ends[inside]], self.links.weights[inside]),
            groups,
        )

    def _set_rim(self) -> None:
        """Set small islands, and what is linked with nothing, on rings around the map."""
        nodes = np.flatnonzero(~self.core)
        if not len(nodes):
            return
        groups = self.islands[nodes] - self.islands[nodes].min()
        places = self._drawn(nodes, groups)
        rim = around(reaches(places, groups), np.bincount(groups), self._edge() / self.unit)
        places = (places + rim[groups]) * self.unit + complex(*self.centre)
        for node, place in zip(nodes.tolist(), places.tolist(), strict=True):
            self.ground.take(node, (place.real, place.imag))


def _sides(sums: Complexes) -> Complexes:
    """Return the direction in which each disc begins: that of its links, or else any; 0 stays."""
    turns = np.exp(1j * (GOLDEN * np.arange(len(sums)) + pi / 2))
    length = np.abs(sums)
    sides: Complexes = np.where(length > 1e-9, sums / np.maximum(length, 1e-9), turns)
    sides[0] = 0
    return sides
