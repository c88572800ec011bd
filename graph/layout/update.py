"""Update the last map: known nodes keep their positions, new ones go beside their neighbours."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from math import hypot, pi, sqrt

import numpy as np

from noteweave.graph.layout.free_spots import FreeSpots, Spot, usual_distance
from noteweave.graph.layout.fresh import draw_components
from noteweave.graph.layout.packing import middle
from noteweave.graph.layout.partition import CLUSTER, WeightedGraph
from noteweave.graph.layout.wide import HIGH, WIDE, elliptic_distance, rounded
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, GraphArrays
from noteweave.graph.saved_positions import SavedPosition

KNOWN = 0.75
"""If a smaller share of the nodes is on the last map, it is extended or a fresh one drawn."""


def updated_layout(
    links: GraphArrays, hashes: Sequence[int], last: Mapping[str, SavedPosition]
) -> Floats | None:
    """Return a position for each node, from the last map; None when too few nodes are on it.

    A node with the same neighbours is not moved, so that the same vault gives the same map. One
    whose neighbours changed is moved only if none of them is within reach, or if it had none
    before or has none now.

    Args:
        links: of the graph to be laid out.
        hashes: of each node's neighbours now; see `saved_positions.neighbors_hash`.
        last: the last map.
    """
    known = {n: last[key] for n, key in enumerate(links.keys) if key in last}
    if not known or len(known) < KNOWN * len(links.keys):
        return None
    return UpdatedMap(links, hashes, known).complete()


class UpdatedMap:
    """The last map, with some nodes missing or to be moved."""

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
        self.unit = usual_distance(linked)
        self.spots = FreeSpots({n: (p.x, p.y) for n, p in alike.items()}, self.unit)
        for node in sorted(set(known) - set(alike)):
            place = known[node]
            if place.neighbors_hash and self._has_neighbor_in_reach(node, place, known):
                self.spots.take(node, (place.x, place.y))
        centre = middle(rounded(linked @ (1, 1j))) if len(linked) else 0j
        self.centre: Spot = (centre.real * WIDE, centre.imag * HIGH)

    def _has_neighbor_in_reach(
        self, node: int, place: SavedPosition, known: Mapping[int, SavedPosition]
    ) -> bool:
        """Whether a neighbour is about as near as it would be on a fresh map."""
        if not all(other in known for other in self.neighbors[node]):
            return True  # new or renamed neighbours will be placed beside it
        near = [other for other in self.neighbors[node] if known[other].neighbors_hash]
        if not near:  # all were on the outer rings
            return bool(self.neighbors[node])
        return any(
            hypot(place.x - known[other].x, place.y - known[other].y) < self._reach(node, other)
            for other in near
        )

    def _reach(self, node: int, other: int) -> float:
        crowd = CLUSTER + len(self.neighbors[node]) + len(self.neighbors[other])
        return 2.5 * self.unit * sqrt(crowd / pi)

    def complete(self) -> Floats:
        """Place what is missing: nodes beside neighbours, other components and orphans outside."""
        self._place_beside_neighbors()
        self._place_components(self.links.degrees > 0)
        self._place_orphans()
        return np.array([self.spots.at[node] for node in range(len(self.links.keys))])

    def _place_beside_neighbors(self) -> None:
        at = self.spots.at
        missing = [n for n, near in enumerate(self.neighbors) if near and n not in at]
        while True:
            ready = [n for n in missing if any(other in at for other in self.neighbors[n])]
            if not ready:
                return
            for node in ready:
                self.spots.take(node, self.spots.beside(self._beside(node)))
            missing = [n for n in missing if n not in at]

    def _beside(self, node: int) -> Spot:
        """Return the mean of the neighbours if they are close, else the most central one."""
        near = {n: pull for n, pull in self.neighbors[node].items() if n in self.spots.at}
        where = np.array([self.spots.at[n] for n in near])
        weights = np.array(list(near.values()))
        mean = (where * weights[:, None]).sum(axis=0) / weights.sum()
        apart = np.hypot(*(where[:, None] - where[:200]).transpose(2, 0, 1)) @ weights[:200]
        central = where[np.argmin(apart)]
        best = mean if np.hypot(*(mean - central)) < 3 * self.unit else central
        return float(best[0]), float(best[1])

    def _place_components(self, wanted: Booleans) -> None:
        """Draw components without a node on the map, and place them outside of all others."""
        edge = self._edge()
        for component, places in self._missing_components(wanted):
            radius = float(np.abs(places).max()) + self.unit
            start = self._last_spot(component) or (self.centre[0], self.centre[1] + 1)
            x, y = self.spots.around(self.centre, edge + radius, start, radius)
            for node, place in zip(component, places.tolist(), strict=True):
                self.spots.take(node, (x + place.real, y + place.imag))

    def _missing_components(self, wanted: Booleans) -> Iterator[tuple[list[int], Complexes]]:
        """Yield each component without a node on the map, drawn around 0."""
        components = self.links.components
        taken = np.zeros(len(components), dtype=np.bool_)
        taken[list(self.spots.at)] = True
        on_map = np.bincount(components, taken) > 0
        new = np.flatnonzero(~on_map[components] & wanted)
        if not len(new):
            return
        web = WeightedGraph.part(self.links, new)
        _, first, groups = np.unique(components[new], return_index=True, return_inverse=True)
        places = draw_components(web, groups) * self.unit
        for group in np.argsort(first).tolist():
            members = np.flatnonzero(groups == group)
            yield new[members].tolist(), places[members]

    def _last_spot(self, nodes: Sequence[int]) -> Spot | None:
        """Return the last position of the first of these nodes that had one."""
        return next((self.known[node][:2] for node in nodes if node in self.known), None)

    def _place_orphans(self) -> None:
        """Place each close to its last position, or beside the one before it by path."""
        at = self.spots.at
        orphans = [n for n, near in enumerate(self.neighbors) if not near]
        distance = min(
            (self._from_centre(at[n]) for n in orphans if n in at),
            default=self._edge() + 2 * self.unit,
        )
        start: Spot = (self.centre[0], self.centre[1] + 1)
        for node in orphans:
            if node not in at:
                was = self.known[node][:2] if node in self.known else start
                spot = self.spots.around(self.centre, distance, was, 0.5 * self.unit)
                self.spots.take(node, spot)
            start = at[node]

    def _edge(self) -> float:
        """Return the largest distance of a linked node from the centre."""
        linked = (spot for n, spot in self.spots.at.items() if self.neighbors[n])
        return max(map(self._from_centre, linked), default=0.0)

    def _from_centre(self, spot: Spot) -> float:
        return elliptic_distance(spot[0] - self.centre[0], spot[1] - self.centre[1])
