"""Find free spots between the nodes that are already on a map."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import ceil, cos, floor, hypot, pi, sin, sqrt

import numpy as np

from noteweave.graph.layout.wide import elliptic_direction, on_ellipse
from noteweave.graph.metrics.arrays import Floats

Spot = tuple[float, float]

MIN_GAP = 0.6
"""Least distance of a new node from others, in units."""
TRIES = 400
"""Spots tried before a node is placed on top of others."""
GOLDEN = pi * (3 - sqrt(5))
"""The golden angle: points of a spiral that turns by it are spread evenly."""


class FreeSpots:
    """A grid of the spots that are taken; its cells are one unit wide: `usual_distance`."""

    def __init__(self, taken: Mapping[int, Spot], unit: float) -> None:
        self.unit = unit
        self.at = dict[int, Spot]()
        self.cells = dict[tuple[int, int], list[Spot]]()
        for node, spot in taken.items():
            self.take(node, spot)

    def take(self, node: int, spot: Spot) -> None:
        """Place a node."""
        self.at[node] = spot
        self.cells.setdefault(self._cell(spot), []).append(spot)

    def is_free(self, spot: Spot, radius: float) -> bool:
        """Whether no node is within `radius` of the spot."""
        x, y = spot
        column, row = self._cell(spot)
        reach = ceil(radius / self.unit)
        return not any(
            hypot(x - a, y - b) < radius
            for i in range(column - reach, column + reach + 1)
            for j in range(row - reach, row + reach + 1)
            for a, b in self.cells.get((i, j), ())
        )

    def beside(self, spot: Spot) -> Spot:
        """Return the first free spot on a spiral around `spot`."""
        x, y = spot
        found = spot
        for step in range(TRIES):
            away = 0.5 * self.unit * sqrt(step)
            found = x + away * cos(step * GOLDEN), y + away * sin(step * GOLDEN)
            if self.is_free(found, MIN_GAP * self.unit):
                break
        return found

    def around(self, centre: Spot, distance: float, start: Spot, radius: float) -> Spot:
        """Return a free disc at least this far (as in `wide`) from the centre, close to `start`."""
        first = elliptic_direction(start[0] - centre[0], start[1] - centre[1])
        while True:
            step = 2 * max(radius, 0.5 * self.unit) / max(distance, self.unit)
            for angle in _fan(first, step):
                dx, dy = on_ellipse(angle, distance)
                found = centre[0] + dx, centre[1] + dy
                if self.is_free(found, 2 * radius):
                    return found
            distance += self.unit

    def _cell(self, spot: Spot) -> tuple[int, int]:
        return floor(spot[0] / self.unit), floor(spot[1] / self.unit)


def _fan(first: float, step: float) -> Iterator[float]:
    """Yield all directions, those closest to `first` first."""
    yield first
    for n in range(1, int(pi / step)):
        yield first + n * step
        yield first - n * step


def usual_distance(where: Floats) -> float:
    """Return the unit of a map: about the distance from a node to the nearest other one."""
    sample = where[:: max(1, len(where) // 300)]
    nearest = [np.partition(np.hypot(*(where - spot).T), 1)[1] for spot in sample if len(where) > 1]
    return max(1.0, float(np.median(nearest)) / 0.7) if nearest else 100.0
