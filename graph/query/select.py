"""Select a part of the graph: a folder, a tag, a kind, a time, or what is near a note."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from noteweave.graph import names
from noteweave.graph.query.lookup import find

if TYPE_CHECKING:
    import networkx as nx

Fits = Callable[[Mapping[str, Any]], bool]


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
    """Return the part of a graph that fits all that is asked, as a graph of its own.

    The measures of its nodes stay those of the whole graph; `measure` it for its own.

    Args:
        graph: not changed.
        folders: in one of these folders, or below; "" is the top.
        tags: with one of these tags, or one nested in it, with or without `#`.
        kinds: of one of these kinds, such as `note`.
        since: created on this day or later: an ISO date, or the beginning of one (`2024-05`).
        until: created on this day or before; `2024` is all of that year.
        around: only what is near this note: a name as in a link.
        depth: how near: how many links away, either way.

    Raises:
        UnknownNameError: there is no note by the name `around`, or there are several.
    """
    near = graph if around is None else distances(graph, find(graph, around), depth)
    asked: list[tuple[object, Fits]] = [
        (folders, lambda node: any(_lies_in(node["folder"], folder) for folder in folders)),
        (tags, lambda node: any(_is_tagged(node["tags"], tag) for tag in tags)),
        (kinds, lambda node: node["kind"] in kinds),
        (since, lambda node: node["created"] >= since),
        (until, lambda node: "" < node["created"][: len(until)] <= until),
    ]
    tests = [test for given, test in asked if given]
    chosen = (key for key, node in graph.nodes(data=True) if all(test(node) for test in tests))
    return graph.subgraph([key for key in chosen if key in near]).copy()


def distances(graph: nx.MultiDiGraph[str], key: str, depth: int) -> dict[str, int]:
    """Return the nodes at most `depth` links away from a node, either way, with their distance.

    In the order of distance, then of keys.
    """
    found = {key: 0}
    frontier = [key]
    for distance in range(1, depth + 1):
        around = {other for one in frontier for other in neighbors(graph, one)}
        frontier = sorted(around.difference(found))
        found.update(dict.fromkeys(frontier, distance))
    return found


def neighbors(graph: nx.MultiDiGraph[str], key: str) -> Iterator[str]:
    """Yield what a node is linked with, either way; what links back comes twice."""
    yield from graph.successors(key)
    yield from graph.predecessors(key)


def _lies_in(folder: str, wanted: str) -> bool:
    folder, wanted = names.key(folder), names.key(wanted.strip("/"))
    return folder == wanted or folder.startswith(f"{wanted}/") or not wanted


def _is_tagged(tags: Sequence[str], wanted: str) -> bool:
    """A nested tag is found by its parent, as in Obsidian's search."""
    wanted = names.key(wanted.removeprefix("#"))
    return any(tag == wanted or tag.startswith(f"{wanted}/") for tag in map(names.key, tags))
