"""Positions for a graph without a layout: each community is a spiral, and so are all together.

Only for graphs that `graph/layout` has not seen, such as graphs made by hand.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

GOLDEN = math.pi * (3 - math.sqrt(5))
"""The golden angle, in radians: consecutive seeds of a sunflower."""
STEP = 26.0
"""Distance between neighbouring nodes."""


def seed(index: float, step: float) -> tuple[float, float]:
    """Return the position of one seed of a sunflower. Vogel, Math. Biosciences 44 (1979), 179."""
    radius, angle = step * math.sqrt(index), index * GOLDEN
    return radius * math.cos(angle), radius * math.sin(angle)


def place(communities: Sequence[int]) -> list[tuple[float, float]]:
    """Return a position for every node, given the community of each, most important node first."""
    positions = [(0.0, 0.0)] * len(communities)
    by_community = sorted(range(len(communities)), key=lambda i: (communities[i], i))
    placed = 0
    for _, members in groupby(by_community, key=communities.__getitem__):
        nodes = list(members)
        # A disc of n seeds covers the area of n seeds of the whole, so discs do not overlap.
        middle = seed(placed + len(nodes) / 2 if placed else 0, STEP * 1.5)
        for rank, node in enumerate(nodes):
            dx, dy = seed(rank, STEP)
            positions[node] = (middle[0] + dx, middle[1] + dy)
        placed += len(nodes)
    return positions
