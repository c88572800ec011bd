"""Select a part of the graph: a folder, a tag, a kind, a time, or the surroundings of a note."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from noteweave.graph import names
from noteweave.graph.query.lookup import find

if TYPE_CHECKING:
    import networkx as nx

Condition = Callable[[Mapping[str, Any]], bool]


def select(
    graph: nx.MultiDiGraph[str],
    *,
    folders: Sequence[str] = (),
    tags: Sequence[str] = (),
    kinds: Collection[str] = (),
    since: str = "",
    until: str = "",
    around: str | None = None,
    depth: int = 1,
) -> nx.MultiDiGraph[str]:
    """Return the part of a graph that meets all conditions, as a graph of its own.

    The metrics of its nodes remain those of the whole graph; use `measure` to compute new ones.

    Args:
        graph: not changed.
        folders: in one of these folders or below; "" is the top.
        tags: with one of these tags, or one nested in it, with or without `#`.
        kinds: of one of these kinds, such as `note`.
        since: created on this day or later: an ISO date, or the beginning of one (`2024-05`).
        until: created on this day or before; `2024` is all of that year.
        around: only nodes close to this note, named as in a link.
        depth: the largest number of links, in either direction, from that note.

    Raises:
        UnknownNameError: no note has the name `around`, or more than one has.
    """
    near = graph if around is None else distances(graph, find(graph, around), depth)
    conditions: list[tuple[object, Condition]] = [
        (folders, lambda node: any(_is_below(node["folder"], folder) for folder in folders)),
        (tags, lambda node: any(_is_tagged(node["tags"], tag) for tag in tags)),
        (kinds, lambda node: node["kind"] in kinds),
        (since, lambda node: node["created"] >= since),
        (until, lambda node: "" < node["created"][: len(until)] <= until),
    ]
    tests = [test for given, test in conditions if given]
    return _part(
        graph,
        {
            key: node
            for key, node in graph.nodes(data=True)
            if key in near and all(test(node) for test in tests)
        },
    )


def _part(
    graph: nx.MultiDiGraph[str], nodes: Mapping[str, Mapping[str, Any]]
) -> nx.MultiDiGraph[str]:
    """Return the graph of some nodes, in its order: that of `subgraph` is the order of a set."""
    part = graph.__class__()
    part.graph.update(graph.graph)
    for key, node in nodes.items():
        part.add_node(key, **node)
    for source in nodes:
        for target, edges in graph.adj[source].items():
            if target in nodes:
                for key, edge in edges.items():
                    part.add_edge(source, target, key, **edge)
    return part


def distances(graph: nx.MultiDiGraph[str], key: str, depth: int) -> dict[str, int]:
    """Return the distance of each node at most `depth` links away, in either direction.

    Sorted by distance, then by key.
    """
    found = {key: 0}
    frontier = [key]
    for distance in range(1, depth + 1):
        around = {other for one in frontier for other in neighbors(graph, one)}
        frontier = sorted(around.difference(found))
        found.update(dict.fromkeys(frontier, distance))
    return found


def neighbors(graph: nx.MultiDiGraph[str], key: str) -> Iterator[str]:
    """Yield the nodes that a node is linked with; twice if both link to each other."""
    yield from graph.successors(key)
    yield from graph.predecessors(key)


def _is_below(folder: str, wanted: str) -> bool:
    folder, wanted = names.key(folder), names.key(wanted.strip("/"))
    return folder == wanted or folder.startswith(f"{wanted}/") or not wanted


def _is_tagged(tags: Sequence[str], wanted: str) -> bool:
    """Return whether one of the tags is the wanted one or nested in it, as in Obsidian's search."""
    wanted = names.key(wanted.removeprefix("#"))
    return any(tag == wanted or tag.startswith(f"{wanted}/") for tag in map(names.key, tags))
