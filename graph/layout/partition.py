"""Divide a graph into components, these into communities, and those into smaller communities."""

from __future__ import annotations

from typing import NamedTuple

import igraph
import numpy as np

from noteweave.graph.metrics.arrays import Booleans, Floats, GraphArrays, Integers

CLUSTER = 80
"""Largest group that is drawn as one; larger ones are divided into communities."""
DEPTH = 3
"""How often communities are divided into smaller ones."""
MAX_PART = 0.9
"""A group is not divided if one part would hold a larger share of it."""


class WeightedGraph(NamedTuple):
    """A simple undirected graph; its nodes are the numbers below `size`."""

    size: int
    ends: Integers
    """Distinct unordered pairs, one row each."""
    weights: Floats
    """Of each pair."""

    @staticmethod
    def part(links: GraphArrays, nodes: Integers) -> WeightedGraph:
        """Return the part of a graph that consists of some nodes, numbered in their order."""
        row = np.full(len(links.keys), -1)
        row[nodes] = np.arange(len(nodes))
        inside = (row[links.ends] >= 0).all(axis=1)
        return WeightedGraph(len(nodes), row[links.ends[inside]], links.weights[inside])


def divided(
    web: WeightedGraph, components: Integers, community: Integers | None = None
) -> list[Integers]:
    """Return the group of each node, level by level; each group is part of one of the last level.

    Groups are numbered from 0 without gaps, the parts of one group one after the other. A group
    that is small enough, or has no parts, is a group on the next level too.

    Args:
        web: the graph.
        components: the first level: the connected component of each node.
        community: of each node, to divide large components; by default they are computed.
    """
    levels = [components]
    if community is not None:
        large = np.bincount(components)[components] > CLUSTER
        levels.append(_within(components, np.where(large, community, 0)))
    for _ in range(DEPTH):
        large = np.bincount(levels[-1])[levels[-1]] > CLUSTER
        if not large.any():
            break
        levels.append(_within(levels[-1], _parts(web, levels[-1], large)))
    return levels


def _within(groups: Integers, parts: Integers) -> Integers:
    """Number the parts of each group."""
    flat = groups * (int(parts.max(initial=0)) + 1) + parts
    numbered: Integers = np.unique(flat, return_inverse=True)[1]
    return numbered


def _parts(web: WeightedGraph, groups: Integers, large: Booleans) -> Integers:
    """Find the communities of all large groups in one call; the others are one part each.

    Modularity counts a pair as its weight, less the weight expected by chance: the product of the
    two nodes' weights divided by the sum of all. With the sum of the group instead, and no links
    between groups, the best division of the whole is the best division of each group.
    """
    a, b = web.ends.T
    inside = large[a] & (groups[a] == groups[b])
    row = np.cumsum(large) - 1
    ends, weights = row[web.ends[inside]], web.weights[inside]
    group = groups[large]
    of_node = np.bincount(ends.ravel(), np.repeat(weights, 2), minlength=len(group))
    sums = np.bincount(group, of_node)
    graph = igraph.Graph(len(group), ends)
    found = graph.community_leiden(
        objective_function="CPM",
        weights=weights.tolist(),
        node_weights=(of_node / np.sqrt(np.maximum(sums[group], 1e-9))).tolist(),
        resolution=1,
        n_iterations=2,
    )
    label = np.array(found.membership, dtype=np.int64)
    parts = np.zeros(len(groups), dtype=np.int64)
    parts[large] = np.where(_splits(group, label)[group], label, 0)
    return parts


def _splits(group: Integers, label: Integers) -> Booleans:
    """Return for each group whether it has no part larger than `MAX_PART` of it."""
    count = int(label.max()) + 1
    flat, sizes = np.unique(group * count + label, return_counts=True)
    largest = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.maximum.at(largest, flat // count, sizes)
    splits: Booleans = largest <= MAX_PART * np.bincount(group)
    return splits
