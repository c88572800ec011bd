"""Figures computed from links alone, one a node: rank, betweenness, components, cores, bridges."""

from __future__ import annotations

from random import Random

import numpy as np

from noteweave.graph.metrics.arrays import Floats, GraphArrays, Integers
from noteweave.graph.metrics.communities import communities

STEPS = 60_000_000
"""Edges that betweenness may walk over: from all nodes of a vault up to some 4,000 notes, then
from a sample."""

DAMPING = 0.85
SETTLED = 1e-13
"""Change of all ranks together that is none."""


class IgraphMetrics:
    """Each method returns one value a node, in the order of the keys; computed by igraph, in C."""

    def __init__(
        self,
        links: GraphArrays,
        *,
        seed: int = 0,
        last: Integers | None = None,
        changed: bool = True,
    ) -> None:
        self.links = links
        self.seed = seed
        self.last = last
        self.changed = changed

    def rank(self) -> Floats:
        """PageRank, by walking until nothing changes (Brin, Page 1998, section 2.1.1).

        Not igraph's, which has other last digits from call to call where a graph is large.
        """
        nodes, sources, targets = len(self.links.keys), self.links.sources, self.links.targets
        written = np.bincount(sources, self.links.counts, nodes)
        share = DAMPING * self.links.counts / written[sources]
        rank = np.full(nodes, 1 / nodes)
        change = 1.0
        while change > SETTLED:  # each time by the damping at least
            before = rank
            rank = np.bincount(targets, share * before[sources], nodes)
            rank = rank + (1 - rank.sum()) / nodes  # what was not passed on comes to all alike
            change = float(np.abs(rank - before).sum())
        return rank

    def betweenness(self) -> Floats:
        """Share of the shortest paths between others that lead through a node, 0 to 1."""
        nodes = len(self.links.keys)
        sources = self.sources()
        paths = np.array(self.links.undirected.betweenness(directed=False, sources=sources))
        pairs = (nodes - 1) * (nodes - 2) / 2
        share = 1.0 if sources is None else len(sources) / nodes
        return paths / (share * pairs) if pairs else paths

    def sources(self) -> list[int] | None:
        """Return the nodes from which betweenness walks; None for all of them."""
        nodes = len(self.links.keys)
        size = max(64, STEPS // (nodes + 2 * len(self.links.ends) + 1))
        return None if size >= nodes else sorted(Random(self.seed).sample(range(nodes), size))

    def community(self) -> Integers:
        """Communities; see `communities`."""
        return communities(self.links, seed=self.seed, last=self.last, changed=self.changed)

    def component(self) -> Integers:
        """The number of the connected component, 0 the largest."""
        return self.links.components

    def core(self) -> Integers:
        """The k-core number."""
        return np.array(self.links.undirected.coreness(), dtype=np.int64)

    def bridges(self, among: list[int]) -> list[int]:
        """Articulation points of the part that consists of the nodes `among`."""
        part = self.links.undirected.induced_subgraph(among)
        return [among[n] for n in part.articulation_points()]
