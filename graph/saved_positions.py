"""What is remembered of each node from one build to the next: where it lay, and with whom."""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    import networkx as nx

LIMIT = 5000.0
"""No coordinate lies farther out."""
DECIMALS = 1
"""Of a coordinate, so that what is written is what is read."""


class SavedPosition(NamedTuple):
    """Where a node lies; made so that `json` writes and reads it as it is."""

    x: float
    y: float
    ties: int | None = None
    """Stands for the set of its neighbours; 0: it has none; None: not known, taken as unchanged."""
    community: int | None = None
    """The number of its community, if communities were looked for."""


def positions(graph: nx.MultiDiGraph[str]) -> dict[str, SavedPosition]:
    """Return the map of a graph that is laid out, sorted: what next time is wanted as `last`.

    >>> json.dumps(positions(graph))  # doctest: +SKIP
    '{"Tea.md": [12.5, -80.0, 2843711034, 3], ...}'
    """
    nodes = graph.nodes
    return {
        key: SavedPosition(
            nodes[key]["x"], nodes[key]["y"], ties(graph, key), nodes[key].get("community")
        )
        for key in sorted(graph)
    }


def remembered(value: object) -> dict[str, SavedPosition]:
    """Return a map from what `json.load` gives, if `json.dump` was given `positions(graph)`.

    Entries that make no sense are left out: a map that somebody edited is still a map.
    """
    if not isinstance(value, Mapping):
        return {}
    return {
        key: SavedPosition(float(x), float(y), _number(ties), _number(community))
        for key, entry in value.items()
        if isinstance(key, str) and isinstance(entry, list | tuple) and len(entry) >= 2
        for x, y, ties, community in [(*entry, None, None)[:4]]
        if _is_coordinate(x) and _is_coordinate(y)
    }


def _number(value: object) -> int | None:
    return value if type(value) is int and value >= 0 else None


def _is_coordinate(value: object) -> bool:
    return isinstance(value, int | float) and -LIMIT <= value <= LIMIT


def ties(graph: nx.MultiDiGraph[str], key: str) -> int:
    """Return a number that stands for the set of a node's neighbours; 0 for the empty set."""
    neighbors = {*graph.successors(key), *graph.predecessors(key)}
    neighbors.discard(key)
    if not neighbors:
        return 0
    return zlib.crc32("\n".join(sorted(neighbors)).encode("utf-8", "surrogatepass")) or 1
