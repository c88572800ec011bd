"""The ground of a map on which some nodes lie already: finds free spots between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from math import atan2, ceil, cos, floor, hypot, pi, sin, sqrt

import numpy as np

from noteweave.graph.metrics.arrays import Floats

Spot = tuple[float, float]

GAP = 0.6
"""A new node comes no nearer to others, in units."""
TRIES = 400
"""After so many spots that are taken a node is set down all the same."""
GOLDEN = pi * (3 - sqrt(5))


class FreeSpots:
    """Which spots are taken, in cells as wide as a unit: the usual room of one node."""

    def __init__(self, taken: Mapping[int, Spot], unit: float) -> None:
        self.unit = unit
        self.at = dict[int, Spot]()
        self.cells = dict[tuple[int, int], list[Spot]]()
        for node, spot in taken.items():
            self.take(node, spot)

    def take(self, node: int, spot: Spot) -> None:
        """Set a node down."""
        self.at[node] = spot
        self.cells.setdefault(self._cell(spot), []).append(spot)

    def is_free(self, spot: Spot, radius: float) -> bool:
        """Whether no node lies within `radius` of the spot."""
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
        """Return the free spot that a spiral around `spot` meets first."""
        x, y = spot
        found = spot
        for turn in range(TRIES):
            away = 0.5 * self.unit * sqrt(turn)
            found = x + away * cos(turn * GOLDEN), y + away * sin(turn * GOLDEN)
            if self.is_free(found, GAP * self.unit):
                break
        return found

    def around(self, centre: Spot, distance: float, start: Spot, radius: float) -> Spot:
        """Return a free disc at least so far from the centre, first in the direction of `start`."""
        first = atan2(start[1] - centre[1], start[0] - centre[0])
        while True:
            step = 2 * max(radius, 0.5 * self.unit) / max(distance, self.unit)
            for angle in _fan(first, step):
                found = centre[0] + distance * cos(angle), centre[1] + distance * sin(angle)
                if self.is_free(found, 2 * radius):
                    return found
            distance += self.unit

    def _cell(self, spot: Spot) -> tuple[int, int]:
        return floor(spot[0] / self.unit), floor(spot[1] / self.unit)


def _fan(first: float, step: float) -> Iterator[float]:
    """Yield directions all the way round, nearest to `first` first."""
    yield first
    for turn in range(1, int(pi / step)):
        yield first + turn * step
        yield first - turn * step


def usual_room(where: Floats) -> float:
    """Return the unit of a map: about the distance at which the next node lies."""
    sample = where[:: max(1, len(where) // 300)]
    nearest = [np.partition(np.hypot(*(where - spot).T), 1)[1] for spot in sample if len(where) > 1]
    return max(1.0, float(np.median(nearest)) / 0.7) if nearest else 100.0
