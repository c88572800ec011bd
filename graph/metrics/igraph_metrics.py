"""Compute metrics with igraph: rank, betweenness, communities, components, cores, bridges."""

from __future__ import annotations

from random import Random

import numpy as np

from noteweave.graph.metrics.arrays import Floats, GraphArrays, Integers
from noteweave.graph.metrics.communities import communities

STEPS = 60_000_000
"""Edges that betweenness may traverse: enough for all nodes of some 4,000 notes; in a larger graph
it is estimated from a sample of nodes."""

DAMPING = 0.85
TOLERANCE = 1e-13
"""PageRank has converged when the sum of all changes is at most this."""


class IgraphMetrics:
    """Each method returns one value per node, in the order of the keys."""

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
        """PageRank by power iteration (Brin, Page 1998, section 2.1.1).

        igraph's own differs in the last digits from call to call if the graph is large.
        """
        nodes, sources, targets = len(self.links.keys), self.links.sources, self.links.targets
        written = np.bincount(sources, self.links.counts, nodes)
        share = DAMPING * self.links.counts / written[sources]
        rank = np.full(nodes, 1 / nodes)
        change = 1.0
        while change > TOLERANCE:  # shrinks at least by the factor DAMPING each time
            before = rank
            rank = np.bincount(targets, share * before[sources], nodes)
            rank = rank + (1 - rank.sum()) / nodes  # the rest is distributed evenly
            change = float(np.abs(rank - before).sum())
        return rank

    def betweenness(self) -> Floats:
        """Share of the shortest paths between other nodes that lead through a node, 0 to 1."""
        nodes = len(self.links.keys)
        sources = self.sources()
        paths = np.array(self.links.undirected.betweenness(directed=False, sources=sources))
        pairs = (nodes - 1) * (nodes - 2) / 2
        share = 1.0 if sources is None else len(sources) / nodes
        return paths / (share * pairs) if pairs else paths

    def sources(self) -> list[int] | None:
        """Return the nodes from which betweenness is estimated; None for all."""
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
        """Articulation points of the subgraph of the nodes `among`."""
        part = self.links.undirected.induced_subgraph(among)
        return [among[n] for n in part.articulation_points()]
