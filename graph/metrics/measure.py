"""Measure every node: its neighbours, rank, betweenness, community, component, core."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from noteweave.graph.metrics.arrays import GraphArrays, Integers, graph_arrays
from noteweave.graph.metrics.communities import names
from noteweave.graph.metrics.igraph_metrics import IgraphMetrics
from noteweave.graph.saved_positions import SavedPosition, neighbors_hash
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

DIGITS = 12
"""Of rank and betweenness; what lies beyond differs from one machine to the next."""


def measure(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
    *,
    backend: str | None = None,
    seed: int = 0,
    links: GraphArrays | None = None,
) -> None:
    """Write the attributes of stage `measure` (see `noteweave.graph.schema`) to every node.

    Links count whatever their kind, and their direction only for `rank`; self links never do.

    - `rank`: PageRank with damping 0.85, a link written twice weighing twice (Brin, Page: "The
      anatomy of a large-scale hypertextual web search engine", 1998).
    - `betweenness`: Freeman's, by Brandes' algorithm; in a large graph estimated from a seeded
      sample of sources (Brandes, Pich: "Centrality estimation in large networks", 2007).
    - `core`: the largest k such that the node lies in a part where each has k neighbours (Seidman:
      "Network structure and minimum degree", 1983).
    - `bridge`: a note that holds the notes of its component together (an articulation point);
      topics, tags and files that hang on a single note are left aside.

    Args:
        graph: changed in place.
        last: what was remembered of the last build (see `positions`): communities keep the numbers,
            and so the colours, that they had, and change only where the graph has changed.
        backend: name of an installed networkx backend (`parallel`, `cugraph` …) that computes all
            it implements; the rest, and without one everything, is computed by igraph.
        seed: of the communities and of betweenness' sample.
        links: the graph as arrays, if somebody has made them.

    Raises:
        UnknownNameError: no such backend is installed.
        RequestError: the backend failed.
    """
    links = links or graph_arrays(graph)
    if not links.keys:
        return
    before, changed = _before(graph, links, last or {})
    figures: IgraphMetrics
    if backend is None:
        figures = IgraphMetrics(links, seed=seed, last=before, changed=changed)
    else:
        from noteweave.graph.metrics.networkx_metrics import NetworkxMetrics

        figures = NetworkxMetrics(backend, links, seed=seed, last=before, changed=changed)
    _write(graph, links, figures)


def _before(
    graph: nx.MultiDiGraph[str],
    links: GraphArrays,
    last: Mapping[str, SavedPosition | tuple[float, float]],
) -> tuple[Integers | None, bool]:
    """Return each node's last community, -1 for none, and whether any node's links changed."""
    known = {key: place for key, place in last.items() if isinstance(place, SavedPosition)}
    groups = [
        -1 if key not in known or (group := known[key].community) is None else group
        for key in links.keys
    ]
    if max(groups) < 0:
        return None, True
    changed = any(
        group < 0 or known[key].neighbors_hash != neighbors_hash(graph, key)
        for key, group in zip(links.keys, groups, strict=True)
    )
    return np.array(groups, dtype=np.int64), changed


def _write(graph: nx.MultiDiGraph[str], links: GraphArrays, figures: IgraphMetrics) -> None:
    communities = figures.community()
    called = names(graph, links, communities)
    bridges = set(figures.bridges(_firm(graph, links)))
    columns = zip(
        links.keys,
        links.degrees.tolist(),
        np.round(figures.rank(), DIGITS).tolist(),
        np.round(figures.betweenness().clip(0, 1), DIGITS).tolist(),
        communities.tolist(),
        figures.component().tolist(),
        figures.core().tolist(),
        strict=True,
    )
    for number, (key, neighbors, rank, betweenness, community, component, core) in enumerate(
        columns
    ):
        node = graph.nodes[key]
        node.update(
            neighbors=neighbors,
            rank=rank,
            betweenness=betweenness,
            community=community,
            community_name=called[community],
            component=component,
            core=core,
            bridge=node["kind"] == NodeKind.NOTE and number in bridges,
        )


def _firm(graph: nx.MultiDiGraph[str], links: GraphArrays) -> list[int]:
    """Return the nodes, but for those that are no notes and hang on a single neighbour."""
    degrees = links.degrees
    return [
        number
        for number, key in enumerate(links.keys)
        if degrees[number] > 1 or graph.nodes[key]["kind"] == NodeKind.NOTE
    ]
