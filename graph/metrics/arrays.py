"""The graph as numpy arrays, sorted by key: the input of metrics and layout."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from random import Random
from typing import TYPE_CHECKING

import igraph
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Complexes = NDArray[np.complex128]
Booleans = NDArray[np.bool_]

WEAK = frozenset({"tag", "hierarchy", "mention"})
"""Kinds of edges that are not links written from one note to another."""


COMMON = 0.05
"""Share of all nodes: links to a node that more than this link to have less weight …"""
MIN_COMMON = 50
"""… if they are at least this many."""


@dataclass(frozen=True)
class GraphArrays:
    """Nodes, numbered in the order of their keys, and their links without self links.

    Sorted, so that no result depends on the order in which notes were read or nodes were added.
    """

    keys: tuple[str, ...]
    sources: Integers
    """With `targets`: the distinct ordered pairs, sorted."""
    targets: Integers
    counts: Floats
    """How often the links of each ordered pair are written."""
    ends: Integers
    """The distinct unordered pairs, one row each, the smaller number first; sorted."""
    weights: Floats
    """Of each unordered pair: see `_weights`."""

    @cached_property
    def undirected(self) -> igraph.Graph:
        """An igraph graph without directions; edges in the order of `ends`, with a `weight`."""
        made = igraph.Graph(len(self.keys), self.ends, directed=False)
        made.es["weight"] = self.weights.tolist()
        return made

    @cached_property
    def components(self) -> Integers:
        """The number of each node's connected component: 0 the largest; see `by_size`."""
        return components(self.undirected)

    @cached_property
    def degrees(self) -> Integers:
        """The number of distinct neighbours of each node."""
        return np.bincount(self.ends.ravel(), minlength=len(self.keys))


def components(graph: igraph.Graph) -> Integers:
    """Return the number of each node's connected component: 0 the largest; see `by_size`."""
    return by_size(np.array(graph.connected_components().membership, dtype=np.int64))


def by_size(labels: Integers) -> Integers:
    """Renumber groups by size: 0 is the largest; of equal ones, the one with the first node."""
    _, first, group, sizes = np.unique(
        labels, return_index=True, return_inverse=True, return_counts=True
    )
    rank = np.empty(len(sizes), dtype=np.int64)
    rank[np.lexsort((first, -sizes))] = np.arange(len(sizes))
    return rank[group]


def graph_arrays(graph: nx.MultiDiGraph[str]) -> GraphArrays:
    """Return the graph as arrays."""
    keys = tuple(sorted(graph))
    number = {key: n for n, key in enumerate(keys)}
    # flat arrays of numbers: a list of tuples would be traversed by the garbage collector
    sources, targets, counts, weak = array("q"), array("q"), array("d"), array("b")
    for source, linked in graph.adjacency():
        one = number[source]
        for target, edges in linked.items():
            other = number[target]
            for edge in edges.values():
                sources.append(one)
                targets.append(other)
                counts.append(edge.get("count", 1))
                weak.append(edge.get("kind") in WEAK)
    drawn = np.array((sources, targets), dtype=np.int64).T
    between = drawn[:, 0] != drawn[:, 1]
    ends, written = drawn[between], np.array(counts)[between]
    pairs, summed = _summed(ends, written, len(keys))
    rarity = _rarity(pairs[:, 1], len(keys))[ends[:, 1]]
    weights = _weights(written, np.array(weak, dtype=np.bool_)[between]) * rarity
    either, held = _summed(np.sort(ends), weights, len(keys))
    return GraphArrays(keys, pairs[:, 0], pairs[:, 1], summed, either, held)


def _rarity(targets: Integers, size: int) -> Floats:
    """Return the factor for links to each node: 1, or less if very many nodes link to it.

    A topic that two thirds of a vault link to says nothing about which notes belong together, but
    would pull all of them to one place: links to a node that more than a share `COMMON` of all
    nodes (and at least `MIN_COMMON`) link to weigh less, in inverse proportion to their number.
    """
    linking = np.bincount(targets, minlength=size)
    factor: Floats = np.minimum(1, max(MIN_COMMON, COMMON * size) / np.maximum(linking, 1))
    return factor


def _weights(counts: Floats, weak: Booleans) -> Floats:
    """Return the weight of each edge.

    A link written ten times is not ten times as strong as one written once, and an edge to a tag
    is weaker than a link from one note to another.
    """
    strength = 1 + np.log2(np.maximum(counts, 1))
    return np.where(weak, strength / 4, strength)


def _summed(pairs: Integers, values: Floats, size: int) -> tuple[Integers, Floats]:
    """Merge equal pairs and add their values; the result is sorted."""
    flat = pairs[:, 0] * size + pairs[:, 1]
    # added in sorted order, so that the last digit of a sum does not depend on the edges' order
    order = np.lexsort((values, flat))
    flat = flat[order]
    first = np.flatnonzero(np.diff(flat, prepend=-1))
    sums = np.add.reduceat(values[order], first) if len(first) else np.zeros(0)
    return np.column_stack(np.divmod(flat[first], max(1, size))), sums


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Seed igraph's random numbers inside the block. Must not be nested."""
    import random

    igraph.set_random_number_generator(Random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
