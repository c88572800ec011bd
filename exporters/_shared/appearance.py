"""Size, color and position of every node, in the ranges that graph tools expect."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from noteweave.exporters._shared.palette import color_of

if TYPE_CHECKING:
    import networkx as nx

SMALLEST, LARGEST = 4.0, 100.0
"""Gephi rescales sizes on import unless both of these occur."""
REACH = 5000.0
"""Gephi rescales positions if one is farther than this from their centroid."""


class Appearance:
    """Sizes, colors and positions for one file; computed from the whole graph."""

    def __init__(
        self, graph: nx.MultiDiGraph[str], upwards: bool = True, spacing: float | None = None
    ) -> None:
        """Find the ranges of sizes and positions.

        Args:
            graph: not changed.
            upwards: y grows upwards, as in Gephi; the schema's grows downwards.
            spacing: distance between neighbors if the nodes formed a square grid, for tools that
                draw nodes at a size of their own; None keeps the map's scale, within `REACH`.
        """
        self._low, self._high = _range(graph)
        self.sized = self._high > self._low
        self.placed, self._x, self._y, reach = _frame(graph)
        limit = REACH if spacing is None else spacing * math.sqrt(len(graph)) / 2
        self._scale = limit / reach if reach and (spacing or reach > limit) else 1.0
        self.colored = any(color_of(node) for _, node in graph.nodes(data=True))
        self._down = -1.0 if upwards else 1.0

    def size(self, node: Mapping[str, Any]) -> float | None:
        """Return 4 to 100 by links to the node; None if all nodes have the same number."""
        if not self.sized:
            return None
        share = (int(node["in_links"]) - self._low) / (self._high - self._low)
        return round(SMALLEST + (LARGEST - SMALLEST) * share, 3)

    @staticmethod
    def color(node: Mapping[str, Any]) -> str | None:
        """Return `#rrggbb` by community; None if no communities were computed."""
        return color_of(node)

    def position(self, node: Mapping[str, Any]) -> tuple[float, float] | None:
        """Return x and y, centered; None for every node if one has no position."""
        if not self.placed:
            return None
        x = (node["x"] - self._x) * self._scale
        y = (node["y"] - self._y) * self._scale * self._down
        return round(x, 2) + 0.0, round(y, 2) + 0.0  # never -0.0


def _range(graph: nx.MultiDiGraph[str]) -> tuple[int, int]:
    """Return the fewest and the most links to a node; both 0 if a node has no number."""
    links: list[Any] = [node.get("in_links") for _, node in graph.nodes(data=True)]
    if not links or not all(type(n) is int for n in links):
        return 0, 0
    return min(links), max(links)


def _frame(graph: nx.MultiDiGraph[str]) -> tuple[bool, float, float, float]:
    """Return whether all nodes have a position, the centroid, and the largest distance from it."""
    xs: list[Any] = [node.get("x") for _, node in graph.nodes(data=True)]
    ys: list[Any] = [node.get("y") for _, node in graph.nodes(data=True)]
    if not xs or not all(map(_finite, xs)) or not all(map(_finite, ys)):
        return False, 0.0, 0.0, 0.0
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    reach = max(max(xs) - x, x - min(xs), max(ys) - y, y - min(ys))
    return True, x, y, reach


def _finite(value: Any) -> bool:
    return type(value) in (float, int) and math.isfinite(value)
