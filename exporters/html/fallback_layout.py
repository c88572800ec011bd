"""Where nodes go that no layout has placed: communities as sunflowers, themselves in a sunflower.

Only a stand-in for `graph/layout/`, so that a graph made by hand has a picture too.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby

GOLDEN = math.pi * (3 - math.sqrt(5))
"""The angle between two seeds of a sunflower, in radians."""
STEP = 26.0
"""The distance of two neighbouring nodes."""


def seed(index: float, step: float) -> tuple[float, float]:
    """Return the place of one seed of a sunflower. Vogel, Math. Biosciences 44 (1979), 179."""
    radius, angle = step * math.sqrt(index), index * GOLDEN
    return radius * math.cos(angle), radius * math.sin(angle)


def place(communities: Sequence[int]) -> list[tuple[float, float]]:
    """Return a place for every node, given the community of each, most important node first."""
    positions = [(0.0, 0.0)] * len(communities)
    by_community = sorted(range(len(communities)), key=lambda i: (communities[i], i))
    placed = 0
    for _, members in groupby(by_community, key=communities.__getitem__):
        nodes = list(members)
        # A disc of n seeds covers as much as n seeds of the whole: discs never pile up.
        middle = seed(placed + len(nodes) / 2 if placed else 0, STEP * 1.5)
        for rank, node in enumerate(nodes):
            dx, dy = seed(rank, STEP)
            positions[node] = (middle[0] + dx, middle[1] + dy)
        placed += len(nodes)
    return positions
