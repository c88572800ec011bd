"""The graph's edges in a fixed order: as they are, or one for each ordered pair of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import networkx as nx


class Edge(NamedTuple):
    """One edge, or all edges from one node to another."""

    source: str
    target: str
    weight: int
    """How many links are written, at least 1."""
    kinds: tuple[str, ...]
    """Without repetition, sorted."""
    relations: tuple[str, ...]
    lines: tuple[int, ...]
    """Where in the source note, in order; a line with two links once."""
    key: str = ""
    """The edge's key in the graph, when it is one edge."""


def single_edges(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None = None
) -> Iterator[Edge]:
    """Yield every edge of the graph, by source, target and key (nodes in the order given)."""
    for source, target, parallel in _pairs(graph, order):
        for key in sorted(parallel, key=str):
            yield _joined(source, target, [parallel[key]])._replace(key=str(key))


def paired_edges(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None = None
) -> Iterator[Edge]:
    """Yield one edge for each ordered pair of nodes that are linked, weights added up."""
    for source, target, parallel in _pairs(graph, order):
        yield _joined(source, target, list(parallel.values()))


def _pairs(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None
) -> Iterator[tuple[str, str, Mapping[Any, Mapping[str, Any]]]]:
    successors = dict(graph.adjacency())
    for source in sorted(successors, key=order):
        targets = successors[source]
        for target in sorted(targets, key=order):
            yield source, target, targets[target]


def _joined(source: str, target: str, parallel: list[Mapping[str, Any]]) -> Edge:
    if len(parallel) == 1:  # as nearly always: nothing to put together
        (data,) = parallel
        count, relation = data.get("count"), data.get("relation")
        found = [place[0] for place in data.get("places") or ()]
        return Edge(
            source,
            target,
            count if isinstance(count, int) and count > 0 else 1,
            (data.get("kind") or "link",),
            (relation,) if relation else (),
            tuple(found if len(found) < 2 else sorted(set(found))),
        )
    weight = 0
    kinds, relations, lines = set(), set(), set()
    for data in parallel:
        count = data.get("count")
        weight += count if isinstance(count, int) and count > 0 else 1
        kinds.add(data.get("kind") or "link")
        if relation := data.get("relation"):
            relations.add(relation)
        lines.update([place[0] for place in data.get("places") or ()])
    return Edge(
        source,
        target,
        weight,
        tuple(sorted(kinds)),
        tuple(sorted(relations)),
        tuple(sorted(lines)),
    )
