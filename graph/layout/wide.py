"""The shape of the map: an ellipse that is wider than high, as windows are.

Positions are complex numbers. The distance of a position from the middle is measured so that all
positions on the rim of the ellipse have the same one.
"""

from __future__ import annotations

from math import atan2, cos, hypot, sin, sqrt

import numpy as np

from noteweave.graph.layout.complex_plane import summed
from noteweave.graph.metrics.arrays import Complexes, Integers

ASPECT = 1.45
"""Width of the map divided by its height."""
WIDE, HIGH = sqrt(ASPECT), 1 / sqrt(ASPECT)
"""Half axes of the ellipse whose positions have distance 1."""


def rounded(places: Complexes) -> Complexes:
    """Return positions with the ellipse pressed into a circle of the same area."""
    result: Complexes = places.real / WIDE + 1j * places.imag / HIGH
    return result


def widened(places: Complexes) -> Complexes:
    """Return positions with a circle pressed into the ellipse of the same area."""
    result: Complexes = places.real * WIDE + 1j * places.imag * HIGH
    return result


def elliptic_distance(dx: float, dy: float) -> float:
    """Return the distance from the middle of a position (dx, dy) relative to it."""
    return hypot(dx / WIDE, dy / HIGH)


def elliptic_direction(dx: float, dy: float) -> float:
    """Return the angle with which `on_ellipse` gives a position in this direction."""
    return atan2(dy / HIGH, dx / WIDE)


def on_ellipse(angle: float, distance: float) -> tuple[float, float]:
    """Return the position on the ellipse of this distance."""
    return distance * WIDE * cos(angle), distance * HIGH * sin(angle)


def laid_flat(places: Complexes, groups: Integers) -> Complexes:
    """Rotate each group, whose mean is 0, so that its longest extent is from left to right."""
    squares = summed(groups, places**2, int(groups.max(initial=0)) + 1)
    result: Complexes = places * np.exp(-0.5j * np.angle(squares))[groups]
    return result
