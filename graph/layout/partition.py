"""Groups within groups: islands, their communities, the communities of those."""

from __future__ import annotations

from typing import NamedTuple

import igraph
import numpy as np

from noteweave.graph.metrics.arrays import Booleans, Floats, Integers

CLUSTER = 80
"""Up to so many nodes are drawn as one; more are divided into communities."""
DEPTH = 3
"""How often communities are divided into smaller ones."""
WHOLE = 0.9
"""A group is not divided when one part would have a larger share of it."""


class WeightedGraph(NamedTuple):
    """Nodes, as numbers, and how strongly they hold together."""

    size: int
    ends: Integers
    """Distinct unordered pairs, one row each."""
    weights: Floats
    """Of each pair."""


def divided(
    web: WeightedGraph, islands: Integers, community: Integers | None = None
) -> list[Integers]:
    """Return the group of each node, level by level: each group lies within one of the last level.

    Groups are numbered from 0 without gaps, those within the same group one after the other. What
    is small enough, or falls into no parts, is a group of its own on the next level too.

    Args:
        web: the nodes.
        islands: the first level.
        community: divides the larger ones first; without, they are looked for here.
    """
    levels = [islands]
    if community is not None:
        large = np.bincount(islands)[islands] > CLUSTER
        levels.append(_within(islands, np.where(large, community, 0)))
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
    """Find the communities of all large groups in one go; the rest is one part each.

    Modularity counts a pair as its pull, less what chance would give it: the product of the two
    nodes' weights by the sum of all. With the sum of the group in its place, and no links between
    groups, the best division of all is the best one of each.
    """
    a, b = web.ends.T
    inside = large[a] & (groups[a] == groups[b])
    row = np.cumsum(large) - 1
    ends, weights = row[web.ends[inside]], web.weights[inside]
    group = groups[large]
    pulled = np.bincount(ends.ravel(), np.repeat(weights, 2), minlength=len(group))
    sums = np.bincount(group, pulled)
    graph = igraph.Graph(len(group), ends)
    found = graph.community_leiden(
        objective_function="CPM",
        weights=weights.tolist(),
        node_weights=(pulled / np.sqrt(np.maximum(sums[group], 1e-9))).tolist(),
        resolution=1,
        n_iterations=2,
    )
    label = np.array(found.membership, dtype=np.int64)
    parts = np.zeros(len(groups), dtype=np.int64)
    parts[large] = np.where(_falls_apart(group, label)[group], label, 0)
    return parts


def _falls_apart(group: Integers, label: Integers) -> Booleans:
    """Return for each group whether none of its parts is nearly all of it."""
    count = int(label.max()) + 1
    flat, sizes = np.unique(group * count + label, return_counts=True)
    largest = np.zeros(int(group.max()) + 1, dtype=np.int64)
    np.maximum.at(largest, flat // count, sizes)
    apart: Booleans = largest <= WHOLE * np.bincount(group)
    return apart
