"""Divide a graph into communities, number them and name them."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np

from noteweave.graph.metrics.arrays import GraphArrays, Integers, by_size, seeded
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

SECOND_NAME = 0.8
"""A community is named after two notes if the second has this share of the first one's degree …"""
MAX_NAME = 40
"""… and both names together have at most this many characters."""


TOPIC_SHARE = 0.25
"""Share of a community's notes that must link to the topic it is named after …"""
MIN_NOTES = 3
"""… and their least number."""
PRIOR = 20.0
"""Links that the prior counts for, in the proportions of the whole graph."""


def communities(
    links: GraphArrays, *, seed: int = 0, last: Integers | None = None, changed: bool = True
) -> Integers:
    """Return the community of each node; a node without links is one of its own.

    Found by the Leiden algorithm, which maximises modularity (Traag, Waltman, van Eck: "From
    Louvain to Leiden: guaranteeing well-connected communities", 2019).

    Args:
        links: the graph.
        seed: of the algorithm.
        last: each node's community in the last build, -1 where it had none. If given, the search
            starts from it and communities keep their numbers; otherwise 0 is the largest.
        changed: whether the graph has changed; if not, the communities are those of `last`.
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
    separate = labels * (len(labels) + 1) + links.components  # Leiden may keep parts together
    return renumbered(separate, last)


def _dense(last: Integers) -> Integers:
    """Number groups from 0 without gaps; each node without one becomes a group of its own."""
    labels = last.copy()
    new = np.flatnonzero(last < 0)
    labels[new] = last.max(initial=0) + 1 + np.arange(len(new))
    return np.unique(labels, return_inverse=True)[1]


def renumbered(labels: Integers, last: Integers) -> Integers:
    """Number groups from 0 without gaps: each as the last group that shares most nodes with it.

    New groups take the remaining numbers, the largest group first.
    """
    labels = by_size(labels)
    count = int(labels.max(initial=-1)) + 1
    known = (last >= 0) & (last < count)
    flat, common = np.unique(labels[known] * count + last[known], return_counts=True)
    number: dict[int, int] = {}
    unused = set(range(count))
    for pair in flat[np.lexsort((flat, -common))].tolist():
        group, old = divmod(pair, count)
        if group not in number and old in unused:
            number[group] = old
            unused.remove(old)
    rest = iter(sorted(unused))
    numbers = [number[g] if g in number else next(rest) for g in range(count)]
    return np.array(numbers, dtype=np.int64)[labels]


def names(graph: nx.MultiDiGraph[str], links: GraphArrays, community: Integers) -> dict[int, str]:
    """Name each community after its most distinctive topic, else after its most central note.

    A topic names a community if `TOPIC_SHARE` of its notes link to it; see `_distinctive`. Without
    such a topic it is the most central note, or two if they are nearly equal.

    The most central node is the one linked with most members. Notes are preferred to other nodes,
    and daily or hidden notes are used only if there are no others. Two communities share a name
    only if they have no other notes to tell them apart.
    """
    inside = community[links.ends[:, 0]] == community[links.ends[:, 1]]
    degrees = np.bincount(links.ends[inside].ravel(), minlength=len(links.keys))
    members: defaultdict[int, list[int]] = defaultdict(list)
    for node, group in enumerate(community.tolist()):
        members[group].append(node)
    taken: set[str] = set()
    result = {}
    topics = _distinctive(graph, links, community)
    for group in sorted(members):
        ranked = _ranked(graph, links.keys, degrees, members[group])
        topic = next((name for name in topics.get(group, ()) if name not in taken), "")
        result[group] = topic or _name(ranked, taken)
        taken.add(result[group])
    return result


def _distinctive(
    graph: nx.MultiDiGraph[str], links: GraphArrays, community: Integers
) -> dict[int, list[str]]:
    """Return the topics that are linked by enough notes of each community, the best name first.

    They are ordered by how much more often the notes of a community link to a topic than all
    others do: the z-score of the log-odds ratio with an informative Dirichlet prior (Monroe,
    Colaresi, Quinn: "Fightin' Words", 2008, section 3.5). A topic that most of the vault links to
    is frequent everywhere and distinctive nowhere.
    """
    nodes = [graph.nodes[key] for key in links.keys]
    is_topic = np.array([bool(node.get("topic")) for node in nodes], dtype=np.bool_)
    is_note = np.array([node.get("kind") == NodeKind.NOTE for node in nodes]) & ~is_topic
    if not is_topic.any() or not is_note.any():
        return {}
    ends = np.column_stack((links.sources, links.targets))
    ends = ends[is_note[ends[:, 0]] & is_topic[ends[:, 1]]]
    pairs, uses = np.unique(community[ends[:, 0]] * len(nodes) + ends[:, 1], return_counts=True)
    groups, topics = np.divmod(pairs, len(nodes))
    notes = np.bincount(community[is_note], minlength=int(community.max()) + 1)
    total = len(ends)
    of_group = np.bincount(groups, uses, len(notes))[groups]
    of_topic = np.bincount(topics, uses, len(nodes))[topics]
    prior = of_topic * (PRIOR / max(1, total))
    here, rest = uses + prior, of_topic - uses + prior
    odds = np.log(here / np.maximum(of_group + PRIOR - here, 1e-9))
    odds -= np.log(rest / np.maximum(total - of_group + PRIOR - rest, 1e-9))
    scores = odds / np.sqrt(1 / here + 1 / rest)
    found: defaultdict[int, list[str]] = defaultdict(list)
    for n in np.lexsort((topics, -scores)).tolist():
        group = int(groups[n])
        if scores[n] > 0 and uses[n] >= max(MIN_NOTES, TOPIC_SHARE * notes[group]):
            found[group].append(str(nodes[int(topics[n])].get("label") or links.keys[topics[n]]))
    return found


def _ranked(
    graph: nx.MultiDiGraph[str], keys: Sequence[str], degrees: Integers, members: Iterable[int]
) -> list[tuple[str, int]]:
    """Return label and degree of the first few members, the best name first."""
    order = sorted(members, key=lambda n: (_preference(graph.nodes[keys[n]]), -degrees[n], keys[n]))
    best = _preference(graph.nodes[keys[order[0]]])
    return [
        (str(graph.nodes[keys[n]].get("label", keys[n])), int(degrees[n]))
        for n in order[:4]
        if _preference(graph.nodes[keys[n]]) == best
    ]


def _preference(node: Mapping[str, Any]) -> int:
    """Return how well a node is suited to name its community: 0 best, 2 worst."""
    if node.get("kind") != NodeKind.NOTE:
        return 2
    return 1 if node.get("journal") or node.get("hidden") else 0


def _name(ranked: Sequence[tuple[str, int]], taken: set[str]) -> str:
    (first, most), *rest = ranked
    if rest and most > 1 and rest[0][1] >= SECOND_NAME * most:
        second, _ = rest.pop(0)
        if second != first and len(first) + len(second) <= MAX_NAME:
            first = f"{first}, {second}"
    while first in taken and rest:
        first = f"{first}, {rest.pop(0)[0]}"
    return first
