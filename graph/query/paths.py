"""Find the shortest paths from one note to another."""

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
    """Return shortest paths as lists of nodes, both ends included; [] if there is no path.

    Paths of the same length are in the order of their keys. (`nx.all_shortest_paths` would have to
    list every path before the first ones in this order are known.)

    Args:
        graph: not changed.
        source: the key of the first node.
        target: the key of the last node.
        forward: follow links only from source to target; otherwise in both directions.
        limit: the largest number of paths.
    """
    around: Callable[[str], Iterable[str]]
    around = graph.predecessors if forward else lambda key: neighbors(graph, key)
    distance = _distances(around, target, source)
    if source not in distance:
        return []
    onward = graph.successors if forward else around
    return list(islice(_descend(distance, onward, [source]), limit))


def _distances(around: Callable[[str], Iterable[str]], start: str, wanted: str) -> dict[str, int]:
    """Return each node's distance from `start`, for all nodes as close as `wanted`."""
    distance = {start: 0}
    frontier = [start]
    while frontier and wanted not in distance:
        reached = []
        for key in frontier:
            for other in around(key):
                if other not in distance:
                    distance[other] = distance[key] + 1
                    reached.append(other)
        frontier = reached
    return distance


def _descend(
    distance: dict[str, int], onward: Callable[[str], Iterable[str]], path: list[str]
) -> Iterator[list[str]]:
    """Yield every path on which each step reduces the distance by one."""
    left = distance[path[-1]]
    if not left:
        yield path
        return
    for other in sorted(set(onward(path[-1]))):
        if distance.get(other) == left - 1:
            yield from _descend(distance, onward, [*path, other])
