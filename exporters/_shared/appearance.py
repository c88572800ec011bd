"""Size, color and place of every node, as tools for graphs expect them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from noteweave.exporters._shared.palette import color_of

if TYPE_CHECKING:
    import networkx as nx

SMALLEST, LARGEST = 4.0, 100.0
"""Gephi rescales sizes on import unless both are really there."""
REACH = 5000.0
"""Gephi rescales positions beyond it, from their centroid."""


class Appearance:
    """What a graph looks like; made once for a file, asked once for each node."""

    def __init__(
        self, graph: nx.MultiDiGraph[str], upwards: bool = True, spacing: float | None = None
    ) -> None:
        """Look at the whole graph.

        Args:
            graph: not changed.
            upwards: y grows upwards, as in Gephi; the schema's grows downwards.
            spacing: how far a node would be from the next if they lay on a grid, for tools that
                draw nodes at a size of their own; None leaves the map's scale, within `REACH`.
        """
        self._low, self._high = _range(graph)
        self.sized = self._high > self._low
        self.placed, self._x, self._y, reach = _frame(graph)
        limit = REACH if spacing is None else spacing * math.sqrt(len(graph)) / 2
        self._scale = limit / reach if reach and (spacing or reach > limit) else 1.0
        self.colored = any(color_of(node) for _, node in graph.nodes(data=True))
        self._down = -1.0 if upwards else 1.0

    def size(self, node: Mapping[str, Any]) -> float | None:
        """Return 4 to 100 by links to the node; None when all have the same number."""
        if not self.sized:
            return None
        share = (int(node["in_links"]) - self._low) / (self._high - self._low)
        return round(SMALLEST + (LARGEST - SMALLEST) * share, 3)

    @staticmethod
    def color(node: Mapping[str, Any]) -> str | None:
        """Return `#rrggbb` by community, if communities were measured."""
        return color_of(node)

    def position(self, node: Mapping[str, Any]) -> tuple[float, float] | None:
        """Return x and y, centered; None for all when one node has none."""
        if not self.placed:
            return None
        x = (node["x"] - self._x) * self._scale
        y = (node["y"] - self._y) * self._scale * self._down
        return round(x, 2) + 0.0, round(y, 2) + 0.0  # never -0.0


def _range(graph: nx.MultiDiGraph[str]) -> tuple[int, int]:
    """Return the fewest and the most links to a node; equal when a node does not say."""
    links: list[Any] = [node.get("in_links") for _, node in graph.nodes(data=True)]
    if not links or not all(type(n) is int for n in links):
        return 0, 0
    return min(links), max(links)


def _frame(graph: nx.MultiDiGraph[str]) -> tuple[bool, float, float, float]:
    """Return whether all nodes have a place, their centroid, and how far they reach from it."""
    xs: list[Any] = [node.get("x") for _, node in graph.nodes(data=True)]
    ys: list[Any] = [node.get("y") for _, node in graph.nodes(data=True)]
    if not xs or not all(map(_finite, xs)) or not all(map(_finite, ys)):
        return False, 0.0, 0.0, 0.0
    x, y = math.fsum(xs) / len(xs), math.fsum(ys) / len(ys)
    reach = max(max(xs) - x, x - min(xs), max(ys) - y, y - min(ys))
    return True, x, y, reach


def _finite(value: Any) -> bool:
    return type(value) in (float, int) and math.isfinite(value)
