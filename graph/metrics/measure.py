"""Write metrics into the graph: neighbours, rank, betweenness, community, component, core."""

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
"""Decimal places of rank and betweenness; further digits differ between machines."""


def measure(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
    *,
    backend: str | None = None,
    seed: int = 0,
    links: GraphArrays | None = None,
    betweenness: bool = True,
) -> None:
    """Write the attributes of stage `measure` (see `noteweave.graph.schema`) to every node.

    Links of every kind count; their direction matters only for `rank`; self links are ignored.

    - `rank`: PageRank with damping 0.85; a link written twice has twice the weight (Brin, Page:
      "The anatomy of a large-scale hypertextual web search engine", 1998).
    - `betweenness`: Freeman's, by Brandes' algorithm; in a large graph estimated from a seeded
      sample of sources (Brandes, Pich: "Centrality estimation in large networks", 2007).
    - `core`: the largest k such that the node is in a subgraph where each node has k neighbours
      (Seidman: "Network structure and minimum degree", 1983).
    - `bridge`: a note without which its connected component would fall apart (an articulation
      point), not counting topics, tags and files with a single neighbour.

    Args:
        graph: changed in place.
        last: `positions` of the last build: communities keep their numbers, and so their colours,
            and change only where the graph has changed.
        backend: name of an installed networkx backend (`parallel`, `cugraph` …) that computes all
            it implements; igraph computes the rest, and everything if no backend is named.
        seed: of the communities and of betweenness' sample.
        links: `graph_arrays(graph)`, if the caller has it.
        betweenness: False leaves it out, because it takes longer than all the rest; see
            `add_betweenness`.

    Raises:
        UnknownNameError: no such backend is installed.
        RequestError: the backend failed.
    """
    links = links or graph_arrays(graph)
    if not links.keys:
        return
    before, changed = _last_communities(graph, links, last or {})
    metrics: IgraphMetrics
    if backend is None:
        metrics = IgraphMetrics(links, seed=seed, last=before, changed=changed)
    else:
        from noteweave.graph.metrics.networkx_metrics import NetworkxMetrics

        metrics = NetworkxMetrics(backend, links, seed=seed, last=before, changed=changed)
    _write(graph, links, metrics)
    if betweenness:
        _write_betweenness(graph, links, metrics)


def _last_communities(
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


def _write(graph: nx.MultiDiGraph[str], links: GraphArrays, metrics: IgraphMetrics) -> None:
    communities = metrics.community()
    community_names = names(graph, links, communities)
    bridges = set(metrics.bridges(_notes_and_connectors(graph, links)))
    columns = zip(
        links.keys,
        links.degrees.tolist(),
        np.round(metrics.rank(), DIGITS).tolist(),
        communities.tolist(),
        metrics.component().tolist(),
        metrics.core().tolist(),
        strict=True,
    )
    for number, (key, neighbors, rank, community, component, core) in enumerate(columns):
        node = graph.nodes[key]
        node.update(
            neighbors=neighbors,
            rank=rank,
            community=community,
            community_name=community_names[community],
            component=component,
            core=core,
            bridge=node["kind"] == NodeKind.NOTE and number in bridges,
        )


def add_betweenness(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
) -> None:
    """Write betweenness to every node of a graph that was measured without it.

    Args:
        graph: changed in place.
        last: `positions` of the last build: what it has is kept if no link was added or removed.
    """
    kept = _last_betweenness(graph, last or {})
    if kept is None:
        links = graph_arrays(graph)
        _write_betweenness(graph, links, IgraphMetrics(links))
        return
    for key, betweenness in kept.items():
        graph.nodes[key]["betweenness"] = betweenness


def _last_betweenness(
    graph: nx.MultiDiGraph[str], last: Mapping[str, SavedPosition | tuple[float, float]]
) -> dict[str, float] | None:
    """Return each node's betweenness in the last build; None if any node or link is different."""
    found = {}
    for key, place in last.items():
        if (
            key not in graph
            or not isinstance(place, SavedPosition)
            or place.betweenness is None
            or place.neighbors_hash != neighbors_hash(graph, key)
        ):
            return None
        found[key] = place.betweenness
    return found if len(found) == len(graph) else None


def _write_betweenness(
    graph: nx.MultiDiGraph[str], links: GraphArrays, metrics: IgraphMetrics
) -> None:
    values = np.round(metrics.betweenness().clip(0, 1), DIGITS).tolist()
    for key, betweenness in zip(links.keys, values, strict=True):
        graph.nodes[key]["betweenness"] = betweenness


def _notes_and_connectors(graph: nx.MultiDiGraph[str], links: GraphArrays) -> list[int]:
    """Return all notes, and the other nodes that have more than one neighbour."""
    degrees = links.degrees
    return [
        number
        for number, key in enumerate(links.keys)
        if degrees[number] > 1 or graph.nodes[key]["kind"] == NodeKind.NOTE
    ]
