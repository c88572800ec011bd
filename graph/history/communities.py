"""Which communities came together or fell apart between two graphs.

Communities are compared by their members, since their numbers and names may change with any link.
The second graph should be measured with the communities of the first as a start (`last` of
`measure`), else one new link may move hundreds of notes from one community to another.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping
from typing import TYPE_CHECKING

import msgspec

from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

SMALLEST = 5
"""Notes of the smallest community that is spoken of."""


class JoinedCommunities(msgspec.Struct, frozen=True):
    """Most of a community went to another one."""

    community: str
    """The name it had."""
    into: str
    """The name of the community where most of its notes are now."""
    notes: int
    """How many of its notes went there."""


class SplitCommunity(msgspec.Struct, frozen=True):
    """A good part of a community left it, and is a community of its own now."""

    community: str
    off: str
    """The name of the part that left."""
    notes: int


class CommunityChanges(msgspec.Struct, frozen=True):
    """What happened to communities of at least `SMALLEST` notes; empty where none was measured."""

    joined: list[JoinedCommunities]
    split: list[SplitCommunity]
    moved: int
    """Notes of both graphs that are in another community than most of their old one."""


def community_changes(
    before: nx.MultiDiGraph[str], after: nx.MultiDiGraph[str], moved: Mapping[str, str]
) -> CommunityChanges:
    """Compare the communities of two graphs.

    Args:
        before: measured, or without communities (then nothing changed).
        after: the same.
        moved: old key -> new key of renamed nodes.
    """
    flows: defaultdict[int, Counter[int]] = defaultdict(Counter)
    old_names, new_names, origins = {}, {}, defaultdict[int, Counter[int]](Counter)
    for old, there in before.nodes(data=True):
        here = after.nodes.get(moved.get(old, old))
        if here is None or there["kind"] != NodeKind.NOTE or here["kind"] != NodeKind.NOTE:
            continue
        if "community" not in there or "community" not in here:
            return CommunityChanges([], [], 0)
        one, other = there["community"], here["community"]
        flows[one][other] += 1
        origins[other][one] += 1
        old_names[one], new_names[other] = there["community_name"], here["community_name"]
    heirs = {one: _most(flow) for one, flow in flows.items()}
    joined, split = [], []
    for one, flow in sorted(flows.items()):
        size = sum(flow.values())
        heir = heirs[one]
        main = _most(origins[heir])
        if size >= SMALLEST and main != one and 2 * flow[heir] > size:
            joined.append(JoinedCommunities(old_names[one], new_names[heir], flow[heir]))
        for other, count in sorted(flow.items()):
            if other != heir and count >= SMALLEST and _most(origins[other]) == one:
                split.append(SplitCommunity(old_names[one], new_names[other], count))
    strayed = sum(sum(flow.values()) - flow[heirs[one]] for one, flow in flows.items())
    return CommunityChanges(joined, split, strayed)


def _most(counts: Counter[int]) -> int:
    return min(counts, key=lambda number: (-counts[number], number))
