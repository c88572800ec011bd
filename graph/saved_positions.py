"""What one build keeps of each node for the next one: its position, neighbours and community."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 5000.0
"""The largest absolute value of a coordinate."""
DECIMALS = 1
"""Decimal places of a coordinate, so that reading what was written gives the same number."""


class SavedPosition(NamedTuple):
    """A node's position; `json` can write it and read it back."""

    x: float
    y: float
    neighbors_hash: int | None = None
    """Stands for the set of its neighbours; 0: it has none; None: unknown, taken as unchanged."""
    community: int | None = None
    """The number of its community, if communities were computed."""
    betweenness: float | None = None
    """Its share of shortest paths, if that was computed."""


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, SavedPosition]:
    """Return the positions of a graph that is laid out, sorted: the next build's `last`.

    >>> json.dumps(positions(graph))  # doctest: +SKIP
    '{"Tea.md": [12.5, -80.0, 2843711034, 3], ...}'
    """
    nodes = graph.nodes
    return {
        key: SavedPosition(
            nodes[key]["x"],
            nodes[key]["y"],
            neighbors_hash(graph, key),
            nodes[key].get("community"),
            nodes[key].get("betweenness"),
        )
        for key in sorted(graph)
    }


def read_positions(value: object) -> dict[str, SavedPosition]:
    """Return the positions in the value that `json.load` gives for a dump of `positions(graph)`.

    Entries that are malformed are left out: a file that somebody edited is still of use.
    """
    if not isinstance(value, Mapping):
        return {}
    return {
        key: SavedPosition(
            float(x), float(y), _number(hashed), _number(community), _share(betweenness)
        )
        for key, entry in value.items()
        if isinstance(key, str) and isinstance(entry, list | tuple) and len(entry) >= 2
        for x, y, hashed, community, betweenness in [(*entry, None, None, None)[:5]]
        if _is_coordinate(x) and _is_coordinate(y)
    }


def _number(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _share(value: object) -> float | None:
    return float(value) if isinstance(value, int | float) and 0 <= value <= 1 else None


def _is_coordinate(value: object) -> bool:
    return isinstance(value, int | float) and -LIMIT <= value <= LIMIT


def neighbors_hash(graph: nx.MultiDiGraph[str], key: str) -> int:
    """Return a number that stands for the set of a node's neighbours; 0 for the empty set."""
    neighbors = {*graph.successors(key), *graph.predecessors(key)}
    neighbors.discard(key)
    if not neighbors:
        return 0
    return zlib.crc32("\n".join(sorted(neighbors)).encode("utf-8", "surrogatepass")) or 1
