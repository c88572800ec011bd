"""The graph as arrays, sorted by key, for libraries that count in C."""

from __future__ import annotations

from array import array
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from math import log2
from random import Random
from typing import TYPE_CHECKING, Any

import igraph
import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    import networkx as nx

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]

WEAK = frozenset({"tag", "hierarchy", "mention"})
"""Kinds of edges that nobody drew by hand from one note to another."""


@dataclass(frozen=True)
class Compact:
    """Nodes as numbers in the order of their keys, and their links; self links are left out.

    Sorted, so that whatever is computed from it does not depend on the order in which notes were
    read or nodes were added.
    """

    keys: tuple[str, ...]
    sources: Integers
    """With `targets`: the distinct ordered pairs, sorted."""
    targets: Integers
    counts: Floats
    """How often the links of each ordered pair are written."""
    ends: Integers
    """The distinct unordered pairs, one row each, the smaller number first; sorted."""
    pulls: Floats
    """How strongly each unordered pair holds together: see `_pull`."""

    @cached_property
    def directed(self) -> igraph.Graph:
        """A simple directed graph of igraph; edges in the order of `sources`."""
        edges = np.column_stack([self.sources, self.targets])
        return igraph.Graph(len(self.keys), edges, directed=True)

    @cached_property
    def undirected(self) -> igraph.Graph:
        """A simple undirected graph of igraph; edges in the order of `ends`, with their `pull`."""
        made = igraph.Graph(len(self.keys), self.ends, directed=False)
        made.es["pull"] = self.pulls.tolist()
        return made

    @cached_property
    def degrees(self) -> Integers:
        """The number of distinct neighbours of each node."""
        return np.bincount(self.ends.ravel(), minlength=len(self.keys))


def compact(graph: nx.MultiDiGraph[str]) -> Compact:
    """Return the graph as arrays."""
    keys = tuple(sorted(graph))
    number = {key: n for n, key in enumerate(keys)}
    # flat arrays of numbers: with a list of rows Python's garbage collector walks the whole graph
    ends, counts, pulls = array("q"), array("d"), array("d")
    for source, targets in graph.adjacency():
        for target, edges in targets.items():
            if source != target:
                ends.extend((number[source], number[target]))
                counts.append(sum(edge.get("count", 1) for edge in edges.values()))
                pulls.append(sum(map(_pull, edges.values())))
    drawn = np.array(ends, dtype=np.int64).reshape(-1, 2)
    pairs, summed = _summed(drawn, np.array(counts), len(keys))
    either, held = _summed(np.sort(drawn), np.array(pulls), len(keys))
    return Compact(keys, pairs[:, 0], pairs[:, 1], summed, either, held)


def _pull(edge: dict[str, Any]) -> float:
    """Return how strongly an edge holds its ends together.

    A link written ten times is not ten times as strong as one written once, and a shared tag says
    less than a link from one note to another.
    """
    count = edge.get("count", 1)
    strength = 1 + log2(count) if count > 1 else 1.0
    return strength / 4 if edge.get("kind") in WEAK else strength


def _summed(pairs: Integers, values: Floats, size: int) -> tuple[Integers, Floats]:
    """Merge equal pairs and add their values; the result is sorted."""
    flat = pairs[:, 0] * size + pairs[:, 1]
    distinct, place = np.unique(flat, return_inverse=True)
    # added in sorted order: the last digit of a sum must not depend on the order of the edges
    order = np.lexsort((values, place))
    sums = np.zeros(len(distinct))
    np.add.at(sums, place[order], values[order])
    return np.column_stack(np.divmod(distinct, max(1, size))), sums


@contextmanager
def seeded(seed: int) -> Iterator[None]:
    """Let igraph draw its random numbers from `seed` inside the block. Not to be nested."""
    import random

    igraph.set_random_number_generator(Random(seed))
    try:
        yield
    finally:
        igraph.set_random_number_generator(random)
