"""What is different between two graphs of a vault."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, TypeVar

from noteweave.graph.living.delta import Delta

if TYPE_CHECKING:
    import networkx as nx

K = TypeVar("K", str, tuple[str, str, str])


def with_graphs(delta: Delta, before: nx.MultiDiGraph[str], now: nx.MultiDiGraph[str]) -> Delta:
    """Return a delta with the nodes and edges that are different in two graphs."""
    old, new = _nodes(before), _nodes(now)
    old_edges, new_edges = _edges(before), _edges(now)
    return replace(
        delta,
        nodes_gone=tuple(sorted(old.keys() - new.keys())),
        nodes_new={key: new[key] for key in sorted(new.keys() - old.keys())},
        nodes_changed=_changed(old, new),
        edges_gone=tuple(sorted(old_edges.keys() - new_edges.keys())),
        edges_new={key: new_edges[key] for key in sorted(new_edges.keys() - old_edges.keys())},
        edges_changed=_changed(old_edges, new_edges),
    )


def _nodes(graph: nx.MultiDiGraph[str]) -> dict[str, dict[str, Any]]:
    return {key: data for key, data in graph.nodes(data=True)}  # noqa: C416  # for mypy


def _edges(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], dict[str, Any]]:
    found = graph.edges(keys=True, data=True)
    return {(source, target, key): data for source, target, key, data in found}


def _changed(old: Mapping[K, Any], new: Mapping[K, Any]) -> dict[K, Any]:
    return {key: new[key] for key in sorted(old.keys() & new.keys()) if old[key] != new[key]}
