"""The graph's edges in a fixed order: each one, or one for each ordered pair of nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from operator import itemgetter
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    import networkx as nx


class Edge(NamedTuple):
    """One edge, or all edges from one node to another."""

    source: str
    target: str
    weight: int
    """Number of links as written, at least 1."""
    kinds: tuple[str, ...]
    """Distinct and sorted, like the relations."""
    relations: tuple[str, ...]
    lines: tuple[int, ...]
    """Lines of the source note, distinct and ascending."""
    sections: tuple[str, ...] = ()
    """The headings that the links stand under, distinct and sorted."""
    reasons: tuple[str, ...] = ()
    """Why they are linked, in the order of the links."""


def single_edges(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None = None
) -> Iterator[Edge]:
    """Yield every edge of the graph, by source, target and key (nodes in the order given)."""
    for source, target, parallel in linked_pairs(graph, order):
        for _, data in parallel:
            yield _edge(source, target, data)


def paired_edges(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None = None
) -> Iterator[Edge]:
    """Yield one edge for each ordered pair of nodes that are linked, weights added up."""
    for source, target, parallel in linked_pairs(graph, order):
        edges = [_edge(source, target, data) for _, data in parallel]
        yield edges[0] if len(edges) == 1 else _merged(edges)


def linked_pairs(
    graph: nx.MultiDiGraph[str], order: Callable[[str], str] | None = None
) -> Iterator[tuple[str, str, list[tuple[str, Mapping[str, Any]]]]]:
    """Yield source, target, and the key and attributes of each edge between them, by key."""
    successors = dict(graph.adjacency())
    for source in sorted(successors, key=order):
        targets = successors[source]
        for target in sorted(targets, key=order):
            edges = [(str(key), data) for key, data in targets[target].items()]
            edges.sort(key=itemgetter(0))
            yield source, target, edges


def _edge(source: str, target: str, data: Mapping[str, Any]) -> Edge:
    count, relation = data.get("count"), data.get("relation")
    places = data.get("places") or ()
    lines = [place[0] for place in places]
    sections = {place[3] for place in places if len(place) > 3 and place[3]}
    reasons = dict.fromkeys(place[4] for place in places if len(place) > 4 and place[4])
    return Edge(
        source,
        target,
        count if isinstance(count, int) and count > 0 else 1,
        (data.get("kind") or "link",),
        (relation,) if relation else (),
        tuple(lines if len(lines) < 2 else sorted(set(lines))),
        tuple(sorted(sections)),
        tuple(reasons),
    )


def _merged(edges: list[Edge]) -> Edge:
    return Edge(
        edges[0].source,
        edges[0].target,
        sum(edge.weight for edge in edges),
        _distinct(edge.kinds for edge in edges),
        _distinct(edge.relations for edge in edges),
        _distinct(edge.lines for edge in edges),
        _distinct(edge.sections for edge in edges),
        tuple(dict.fromkeys(reason for edge in edges for reason in edge.reasons)),
    )


def _distinct(groups: Iterable[tuple[Any, ...]]) -> tuple[Any, ...]:
    return tuple(sorted(set().union(*groups)))
