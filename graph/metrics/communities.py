"""Communities: which notes belong together, and what to call each such group."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from noteweave.graph.metrics.arrays import GraphArrays, Integers, by_size, seeded
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

NEARLY = 0.8
"""A second note this nearly as central as the first lends its name too …"""
BRIEF = 40
"""… if both names together have no more characters."""


def communities(
    links: GraphArrays, *, seed: int = 0, last: Integers | None = None, changed: bool = True
) -> Integers:
    """Return the community of each node; a node without links is one of its own.

    Found by the Leiden algorithm, which maximises modularity (Traag, Waltman, van Eck: "From
    Louvain to Leiden: guaranteeing well-connected communities", 2019).

    Args:
        links: the graph.
        seed: of the algorithm.
        last: each node's community the last time, -1 where it had none. With it the search begins
            there, and communities keep their numbers; without, 0 is the largest.
        changed: whether there is anything to search for; if not, communities stay as they were.
    """
    if last is not None and not changed:
        return renumbered(last, last)
    start = None if last is None else _dense(last).tolist()
    with seeded(seed):
        found = links.undirected.community_leiden(
            objective_function="modularity",
            weights="weight",
            n_iterations=4,
            initial_membership=start,
        )
    labels = np.array(found.membership, dtype=np.int64)
    if last is None:
        return by_size(labels)
    parts = labels * (len(labels) + 1) + links.components
    return renumbered(parts, last)  # what was cut off is cut off


def _dense(last: Integers) -> Integers:
    """Number groups from 0 without gaps; each node that was in none is a group of its own."""
    labels = last.copy()
    new = np.flatnonzero(last < 0)
    labels[new] = last.max(initial=0) + 1 + np.arange(len(new))
    return np.unique(labels, return_inverse=True)[1]


def renumbered(labels: Integers, last: Integers) -> Integers:
    """Number groups from 0 without gaps: each like the last one it has most nodes in common with.

    What is new takes the numbers that are left, the largest group first.
    """
    labels = by_size(labels)
    count = int(labels.max(initial=-1)) + 1
    known = (last >= 0) & (last < count)
    flat, common = np.unique(labels[known] * count + last[known], return_counts=True)
    number: dict[int, int] = {}
    left = set(range(count))
    for pair in flat[np.lexsort((flat, -common))].tolist():
        group, old = divmod(pair, count)
        if group not in number and old in left:
            number[group] = old
            left.remove(old)
    rest = iter(sorted(left))
    numbers = [number[g] if g in number else next(rest) for g in range(count)]
    return np.array(numbers, dtype=np.int64)[labels]


def names(graph: nx.MultiDiGraph[str], links: GraphArrays, community: Integers) -> dict[int, str]:
    """Name each community after its most central note; after two where they are nearly equal.

    Central here means: linked with the most distinct members. Notes come before anything else, and
    a daily note or a hidden one lends its name only where there is no other. No two communities
    of several members share a name unless they have no more notes to tell them apart.
    """
    inside = community[links.ends[:, 0]] == community[links.ends[:, 1]]
    degrees = np.bincount(links.ends[inside].ravel(), minlength=len(links.keys))
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(community.tolist()):
        members[group].append(node)
    taken: set[str] = set()
    result = {}
    for group in sorted(members):
        ranked = _ranked(graph, links.keys, degrees, members[group])
        result[group] = _name(ranked, taken)
        taken.add(result[group])
    return result


def _ranked(
    graph: nx.MultiDiGraph[str], keys: Sequence[str], degrees: Integers, members: Iterable[int]
) -> list[tuple[str, int]]:
    """Return label and degree of the first few members, the best name first."""
    order = sorted(members, key=lambda n: (_reluctance(graph.nodes[keys[n]]), -degrees[n], keys[n]))
    best = _reluctance(graph.nodes[keys[order[0]]])
    return [
        (str(graph.nodes[keys[n]].get("label", keys[n])), int(degrees[n]))
        for n in order[:4]
        if _reluctance(graph.nodes[keys[n]]) == best
    ]


def _reluctance(node: Mapping[str, Any]) -> int:
    if node.get("kind") != NodeKind.NOTE:
        return 2
    return 1 if node.get("journal") or node.get("hidden") else 0


def _name(ranked: Sequence[tuple[str, int]], taken: set[str]) -> str:
    (first, most), *rest = ranked
    if rest and most > 1 and rest[0][1] >= NEARLY * most:
        second, _ = rest.pop(0)
        if second != first and len(first) + len(second) <= BRIEF:
            first = f"{first}, {second}"
    while first in taken and rest:
        first = f"{first}, {rest.pop(0)[0]}"
    return first
