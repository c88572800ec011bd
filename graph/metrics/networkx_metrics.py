"""Compute metrics with a networkx backend that uses many cores or a GPU.

`nx-parallel` computes betweenness on all cores of one machine; `nx-cugraph` computes rank,
betweenness, communities, components and cores on an NVIDIA GPU. igraph computes what a backend
does not implement.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

import networkx as nx
import numpy as np

from noteweave.graph.metrics.arrays import Floats, GraphArrays, Integers, by_size
from noteweave.graph.metrics.communities import renumbered
from noteweave.graph.metrics.igraph_metrics import DAMPING, TOLERANCE, IgraphMetrics
from noteweave.vault.errors import RequestError, UnknownNameError


class NetworkxMetrics(IgraphMetrics):
    """Metrics from an installed networkx backend, for all that it implements.

    Raises:
        UnknownNameError: no such backend is installed.
        RequestError: from any method: the backend itself failed.
    """

    def __init__(
        self,
        backend: str,
        links: GraphArrays,
        *,
        seed: int = 0,
        last: Integers | None = None,
        changed: bool = True,
    ) -> None:
        super().__init__(links, seed=seed, last=last, changed=changed)
        installed = sorted({"networkx", *nx.config.backends})
        if backend not in installed:
            raise UnknownNameError(
                f"{backend}: no such networkx backend is installed",
                f"there is {', '.join(installed)}; others are packages, such as nx-parallel",
            )
        self.backend = backend
        self.undirected: nx.Graph[int] = nx.Graph()
        self.directed: nx.DiGraph[int] = nx.DiGraph()
        self.undirected.add_nodes_from(range(len(links.keys)))
        self.directed.add_nodes_from(range(len(links.keys)))
        self.undirected.add_weighted_edges_from(
            zip(*links.ends.T.tolist(), links.weights.tolist(), strict=True), weight="weight"
        )
        self.directed.add_weighted_edges_from(
            zip(links.sources.tolist(), links.targets.tolist(), links.counts.tolist(), strict=True),
            weight="count",
        )

    def rank(self) -> Floats:
        if not self._implements(nx.pagerank) or self.backend == "networkx":  # that needs scipy
            return super().rank()
        # networkx multiplies the tolerance by the number of nodes, and stops after 100 iterations.
        tolerance = TOLERANCE / max(1, len(self.links.keys))
        return self._column(
            self._call(
                nx.pagerank,
                self.directed,
                alpha=DAMPING,
                weight="count",
                tol=tolerance,
                max_iter=1000,
            )
        )

    def betweenness(self) -> Floats:
        if not self._implements(nx.betweenness_centrality):
            return super().betweenness()
        sources = self.sources()
        size = None if sources is None else len(sources)
        return self._column(
            self._call(nx.betweenness_centrality, self.undirected, k=size, seed=self.seed)
        )

    def community(self) -> Integers:
        louvain = nx.community.louvain_communities
        if not self._implements(louvain) or (self.last is not None and not self.changed):
            return super().community()
        labels = self._labels(self._call(louvain, self.undirected, weight="weight", seed=self.seed))
        return by_size(labels) if self.last is None else renumbered(labels, self.last)

    def component(self) -> Integers:
        if not self._implements(nx.connected_components):
            return super().component()
        return by_size(self._labels(self._call(nx.connected_components, self.undirected)))

    def core(self) -> Integers:
        if not self._implements(nx.core_number):
            return super().core()
        return self._column(self._call(nx.core_number, self.undirected)).astype(np.int64)

    def bridges(self, among: list[int]) -> list[int]:
        if not self._implements(nx.articulation_points):
            return super().bridges(among)
        return list(self._call(nx.articulation_points, self.undirected.subgraph(among).copy()))

    def _implements(self, function: Callable[..., Any]) -> bool:
        return self.backend == "networkx" or self.backend in getattr(function, "backends", ())

    def _call(self, function: Callable[..., Any], *args: Any, **settings: Any) -> Any:
        try:
            answer = function(*args, **settings, backend=self.backend)
            return answer if isinstance(answer, Mapping) else list(answer)
        except Exception as error:  # a third-party package may raise anything
            raise RequestError(
                f"the networkx backend {self.backend} failed: {type(error).__name__}: {error}",
                f"it may not fit networkx {nx.__version__}; without a backend, igraph computes",
            ) from error

    def _column(self, values: Mapping[int, float]) -> Floats:
        return np.array([values[node] for node in range(len(self.links.keys))], dtype=np.float64)

    def _labels(self, groups: Iterable[Iterable[int]]) -> Integers:
        labels = np.empty(len(self.links.keys), dtype=np.int64)
        for label, members in enumerate(groups):
            labels[list(members)] = label
        return labels
