"""The graph that open pages show: it follows the changes of a session, and nothing in it moves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from math import hypot

import networkx as nx
import numpy as np

from noteweave.graph.layout import lay_out
from noteweave.graph.layout.free_spots import FreeSpots, Spot, usual_distance
from noteweave.graph.metrics.arrays import graph_arrays
from noteweave.graph.metrics.igraph_metrics import IgraphMetrics
from noteweave.graph.metrics.measure import DIGITS, measure
from noteweave.graph.saved_positions import DECIMALS, LIMIT, SavedPosition, positions
from noteweave.living.change import Change

KEPT = frozenset(
    {"x", "y", "rank", "community", "community_name", "neighbors", "component", "core", "bridge"}
)
"""Attributes that a node keeps when its note changes: they are computed of the whole graph."""


LARGEST_UNIT = LIMIT / 12
"""Few notes are far apart, and still a new one is beside its neighbours, and on the map."""


class _SpotsOnMap(FreeSpots):
    """Free spots that a page can show."""

    def is_free(self, spot: Spot, radius: float) -> bool:
        return max(map(abs, spot)) <= LIMIT and super().is_free(spot, radius)


class ShownGraph:
    """A graph, measured and laid out once, in which changes are made one by one.

    New nodes have a place beside their neighbours, the community of most of them, and rank 0.
    """

    def __init__(
        self, graph: nx.MultiDiGraph[str], last: Mapping[str, SavedPosition] | None
    ) -> None:
        """Measure and lay out a graph.

        Args:
            graph: at stage "build"; it is changed.
            last: the last map of the vault, if there was one.
        """
        measure(graph, last, betweenness=False)
        lay_out(graph, last)
        self.graph = graph
        nodes = graph.nodes
        places = np.array([(nodes[key]["x"], nodes[key]["y"]) for key in graph]).reshape(-1, 2)
        linked = np.array([graph.degree(key) > 0 for key in graph], dtype=np.bool_)
        unit = usual_distance(places[linked]) if linked.any() else usual_distance(places)
        spots = {n: (x, y) for n, (x, y) in enumerate(places.tolist())}
        self._spots = _SpotsOnMap(spots, min(unit, LARGEST_UNIT))
        self._rim = float(np.hypot(*places.T).max()) if len(places) else 0.0
        """The largest distance from the middle of the map."""

    def positions(self) -> dict[str, SavedPosition]:
        """Return the present map, as `last` of another graph of the same vault."""
        return positions(self.graph)

    def rank(self) -> None:
        """Compute the rank of all nodes again, for a new page; all else stays."""
        links = graph_arrays(self.graph)
        if links.keys:
            ranks = np.round(IgraphMetrics(links).rank(), DIGITS).tolist()
            for key, rank in zip(links.keys, ranks, strict=True):
                self.graph.nodes[key]["rank"] = rank

    def follow(self, change: Change) -> bool:
        """Make a change of nodes and edges.

        Returns:
            Whether all nodes have a place on the map; else it must be laid out again.
        """
        graph, delta = self.graph, change.delta
        kept = {
            new: {name: graph.nodes[old][name] for name in KEPT if name in graph.nodes[old]}
            for old, new in change.renamed.items()
            if old in graph
        }
        for source, target, key in delta.edges_gone:
            if graph.has_edge(source, target, key):
                graph.remove_edge(source, target, key)
        graph.remove_nodes_from(delta.nodes_gone)
        for key, attributes in delta.nodes_new.items():
            graph.add_node(key, **{**attributes, **kept.get(key, {})})
        for key, attributes in delta.nodes_changed.items():
            node = graph.nodes[key]
            now = {**attributes, **{name: node[name] for name in KEPT if name in node}}
            node.clear()
            node.update(now)
        for (source, target, key), attributes in {**delta.edges_new, **delta.edges_changed}.items():
            if graph.has_edge(source, target, key):
                graph.edges[source, target, key].clear()
            graph.add_edge(source, target, key, **attributes)
        return self._place([key for key in delta.nodes_new if key not in kept])

    def _place(self, new: list[str]) -> bool:
        """Give new nodes a place and a community: first those beside others that have one."""
        missing = dict.fromkeys(new)
        while missing:
            ready = [key for key in missing if any(self._neighbors(key))]
            for key in ready or [next(iter(missing))]:
                del missing[key]
                self._add(key, list(self._neighbors(key)))
        nodes = self.graph.nodes
        return all(abs(nodes[key][axis]) <= LIMIT for key in new for axis in "xy")

    def _neighbors(self, key: str) -> Iterable[str]:
        """Yield the neighbours that have a place, as often as they are linked."""
        graph = self.graph
        for near, far in (*graph.in_edges(key), *graph.out_edges(key)):
            other = near if far == key else far
            if other != key and "x" in graph.nodes[other]:
                yield other

    def _add(self, key: str, near: list[str]) -> None:
        nodes, spots = self.graph.nodes, self._spots
        if near:
            x, y = spots.beside(self._between(near))
            like = Counter(sorted(nodes[other]["community"] for other in near)).most_common(1)[0][0]
            name = next(nodes[o]["community_name"] for o in near if nodes[o]["community"] == like)
        else:
            x, y = spots.beside((0.0, min(self._rim, LIMIT)))
            like = 1 + max(
                (n["community"] for _, n in nodes(data=True) if "community" in n), default=-1
            )
            name = str(nodes[key].get("label") or key)
        x, y = round(x, DECIMALS), round(y, DECIMALS)
        spots.take(len(spots.at), (x, y))
        nodes[key].update(x=x, y=y, rank=0.0, community=like, community_name=name)

    def _between(self, near: list[str]) -> Spot:
        """Return the mean of neighbours if they are close together, else the most linked one."""
        nodes = self.graph.nodes
        x = sum(nodes[key]["x"] for key in near) / len(near)
        y = sum(nodes[key]["y"] for key in near) / len(near)
        first = Counter(near).most_common(1)[0][0]
        main = (nodes[first]["x"], nodes[first]["y"])
        apart = max(hypot(nodes[key]["x"] - x, nodes[key]["y"] - y) for key in near)
        return (x, y) if apart < 3 * self._spots.unit else main
