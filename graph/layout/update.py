"""Keep the last map: what was there stays, and what is new goes beside its neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, pi, sqrt

import numpy as np

from noteweave.graph.layout.free_spots import FreeSpots, Spot, usual_room
from noteweave.graph.layout.fresh import drawn
from noteweave.graph.layout.packing import middle
from noteweave.graph.layout.partition import CLUSTER, WeightedGraph
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, GraphArrays
from noteweave.graph.saved_positions import SavedPosition

KNOWN = 0.75
"""With a smaller share of the nodes on the last map, it is grown, or a fresh one is drawn."""


def kept(
    links: GraphArrays, hashes: Sequence[int], last: Mapping[str, SavedPosition]
) -> Floats | None:
    """Return a place for each node, from the last map; None when too little of it is left.

    A node whose neighbours are the same is not moved at all, so that the same vault gives the same
    map. One whose neighbours changed is moved only if none of them is within its reach, or if it
    had none before or has none now.

    Args:
        links: of the graph to be laid out.
        hashes: of each node's neighbours now; see `saved_positions.neighbors_hash`.
        last: the last map.
    """
    known = {n: last[key] for n, key in enumerate(links.keys) if key in last}
    if not known or len(known) < KNOWN * len(links.keys):
        return None
    return GrownMap(links, hashes, known).completed()


class GrownMap:
    """A map of which some nodes are missing, or out of place."""

    def __init__(
        self, links: GraphArrays, hashes: Sequence[int], known: Mapping[int, SavedPosition]
    ) -> None:
        self.links = links
        self.known = known
        self.neighbors: list[dict[int, float]] = [{} for _ in links.keys]
        for (a, b), pull in zip(links.ends.tolist(), links.weights.tolist(), strict=True):
            self.neighbors[a][b] = self.neighbors[b][a] = pull
        alike = {
            n: p
            for n, p in known.items()
            if p.neighbors_hash is None or p.neighbors_hash == hashes[n]
        }
        linked = np.array([p[:2] for n, p in known.items() if self.neighbors[n]]).reshape(-1, 2)
        self.unit = usual_room(linked)
        self.ground = FreeSpots({n: (p.x, p.y) for n, p in alike.items()}, self.unit)
        for node in sorted(set(known) - set(alike)):
            place = known[node]
            if place.neighbors_hash and self._in_reach(node, place, known):
                self.ground.take(node, (place.x, place.y))
        centre = middle(linked @ (1, 1j)) if len(linked) else 0j
        self.centre: Spot = (centre.real, centre.imag)

    def _in_reach(
        self, node: int, place: SavedPosition, known: Mapping[int, SavedPosition]
    ) -> bool:
        """Whether a neighbour lies about as near as it would on a fresh map."""
        if not all(other in known for other in self.neighbors[node]):
            return True  # what is new, or has a new name, comes to it
        near = [other for other in self.neighbors[node] if known[other].neighbors_hash]
        if not near:  # all come from the rim
            return bool(self.neighbors[node])
        return any(
            hypot(place.x - known[other].x, place.y - known[other].y) < self._reach(node, other)
            for other in near
        )

    def _reach(self, node: int, other: int) -> float:
        crowd = CLUSTER + len(self.neighbors[node]) + len(self.neighbors[other])
        return 2.5 * self.unit * sqrt(crowd / pi)

    def completed(self) -> Floats:
        """Set down what is missing: notes beside their neighbours, islands and orphans around."""
        self._set_beside()
        self._set_islands(self.links.degrees > 0)
        self._set_orphans()
        return np.array([self.ground.at[node] for node in range(len(self.links.keys))])

    def _set_beside(self) -> None:
        at = self.ground.at
        missing = [n for n, near in enumerate(self.neighbors) if near and n not in at]
        while True:
            ready = [n for n in missing if any(other in at for other in self.neighbors[n])]
            if not ready:
                return
            for node in ready:
                self.ground.take(node, self.ground.beside(self._beside(node)))
            missing = [n for n in missing if n not in at]

    def _beside(self, node: int) -> Spot:
        """Return the middle of the neighbours where they lie close, else the most central one."""
        near = {n: pull for n, pull in self.neighbors[node].items() if n in self.ground.at}
        where = np.array([self.ground.at[n] for n in near])
        weights = np.array(list(near.values()))
        mean = (where * weights[:, None]).sum(axis=0) / weights.sum()
        apart = np.hypot(*(where[:, None] - where[:200]).transpose(2, 0, 1)) @ weights[:200]
        central = where[np.argmin(apart)]
        best = mean if np.hypot(*(mean - central)) < 3 * self.unit else central
        return float(best[0]), float(best[1])

    def _set_islands(self, wanted: Booleans) -> None:
        """Draw what is linked only among itself, and set it down outside of all that is linked."""
        edge = self._edge()
        for island, places in self._islands(wanted):
            radius = float(np.abs(places).max()) + self.unit
            start = self._last_spot(island) or (self.centre[0], self.centre[1] + 1)
            x, y = self.ground.around(self.centre, edge + radius, start, radius)
            for node, place in zip(island, places.tolist(), strict=True):
                self.ground.take(node, (x + place.real, y + place.imag))

    def _islands(self, wanted: Booleans) -> Iterator[tuple[list[int], Complexes]]:
        """Yield what is linked only among itself and not on the map, each drawn around 0."""
        islands = self.links.components
        taken = np.zeros(len(islands), dtype=np.bool_)
        taken[list(self.ground.at)] = True
        on_map = np.bincount(islands, taken) > 0
        new = np.flatnonzero(~on_map[islands] & wanted)
        if not len(new):
            return
        row = np.full(len(islands), -1)
        row[new] = np.arange(len(new))
        inside = row[self.links.ends[:, 0]] >= 0
        web = WeightedGraph(len(new), row[self.links.ends[inside]], self.links.weights[inside])
        _, first, groups = np.unique(islands[new], return_index=True, return_inverse=True)
        places = drawn(web, groups) * self.unit
        for group in np.argsort(first).tolist():
            members = np.flatnonzero(groups == group)
            yield new[members].tolist(), places[members]

    def _last_spot(self, nodes: Sequence[int]) -> Spot | None:
        """Return where the first of these nodes lay that was there before."""
        return next((self.known[node][:2] for node in nodes if node in self.known), None)

    def _set_orphans(self) -> None:
        """Set each as near as the rim allows to where it was, or beside the one before by path."""
        at = self.ground.at
        orphans = [n for n, near in enumerate(self.neighbors) if not near]
        distance = min(
            (self._from_centre(at[n]) for n in orphans if n in at),
            default=self._edge() + 2 * self.unit,
        )
        start: Spot = (self.centre[0], self.centre[1] + 1)
        for node in orphans:
            if node not in at:
                was = self.known[node][:2] if node in self.known else start
                spot = self.ground.around(self.centre, distance, was, 0.5 * self.unit)
                self.ground.take(node, spot)
            start = at[node]

    def _edge(self) -> float:
        """Return how far what is linked reaches from the centre."""
        linked = (spot for n, spot in self.ground.at.items() if self.neighbors[n])
        return max(map(self._from_centre, linked), default=0.0)

    def _from_centre(self, spot: Spot) -> float:
        return hypot(spot[0] - self.centre[0], spot[1] - self.centre[1])
