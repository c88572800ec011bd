"""The map: structure is visible in it, and it stays where it was."""

from __future__ import annotations

import networkx as nx
import numpy as np
from graphs import archipelago, woven

from noteweave.graph.layout import lay_out


def places(graph: nx.MultiDiGraph[str]) -> dict[str, tuple[float, float]]:
    return {key: (node["x"], node["y"]) for key, node in graph.nodes(data=True)}


def test_the_map_is_centred_and_within_its_bounds() -> None:
    graph = archipelago(400)
    lay_out(graph)
    where = np.array(list(places(graph).values()))
    assert np.abs(where).max() <= 5000
    assert np.abs(where).max() > 2500
    assert np.abs(where.mean(axis=0)).max() <= 0.1


def test_the_order_of_nodes_and_links_moves_nothing() -> None:
    graph = archipelago(400)
    reversed_: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    reversed_.add_nodes_from((k, dict(n)) for k, n in reversed(list(graph.nodes(data=True))))
    reversed_.add_edges_from(reversed(list(graph.edges(keys=True, data=True))))
    lay_out(graph)
    lay_out(reversed_)
    assert places(graph) == places(reversed_)


def test_hardly_any_graph_has_a_map_too() -> None:
    for graph in (nx.MultiDiGraph(), woven(alone=("A",)), woven("A -> A"), woven("A -> B")):
        lay_out(graph)
        assert len(set(places(graph).values())) == len(graph)
