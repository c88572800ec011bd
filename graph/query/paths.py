"""The shortest chains of links from one note to another."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING

from noteweave.graph.query.select import neighbors

if TYPE_CHECKING:
    import networkx as nx


def shortest_paths(
    graph: nx.MultiDiGraph[str], source: str, target: str, *, forward: bool = False, limit: int = 5
) -> list[list[str]]:
    """Return shortest chains of nodes from one to another, both included; none if they are apart.

    Several are as short more often than not; they come in the order of their keys.

    Args:
        graph: not changed.
        source: the key where a chain begins.
        target: the key where it ends.
        forward: follow links only from the note they are written in; otherwise either way.
        limit: how many chains at most.
    """
    around: Callable[[str], Iterable[str]]
    around = graph.predecessors if forward else lambda key: neighbors(graph, key)
    away = _distances(around, target, source)
    if source not in away:
        return []
    onward = graph.successors if forward else around
    return list(islice(_descend(away, onward, [source]), limit))


def _distances(around: Callable[[str], Iterable[str]], start: str, wanted: str) -> dict[str, int]:
    """Return how many links each node is away from `start`, as far as `wanted`."""
    away = {start: 0}
    frontier = [start]
    while frontier and wanted not in away:
        reached = []
        for key in frontier:
            for other in around(key):
                if other not in away:
                    away[other] = away[key] + 1
                    reached.append(other)
        frontier = reached
    return away


def _descend(
    away: dict[str, int], onward: Callable[[str], Iterable[str]], chain: list[str]
) -> Iterator[list[str]]:
    """Yield every chain that comes one nearer with each step."""
    left = away[chain[-1]]
    if not left:
        yield chain
        return
    for other in sorted(set(onward(chain[-1]))):
        if away.get(other) == left - 1:
            yield from _descend(away, onward, [*chain, other])
