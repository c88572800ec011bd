"""Arrange connected components on the map by their real outlines: small ones in bays of large ones.

Freivalds, Dogrusoz and Kikusts ("Disconnected graph layout and the polyomino packing approach",
2001): each component is the set of grid cells that its nodes touch, and goes to the free place
nearest to the middle, the largest component first. Positions are complex numbers.
"""

from __future__ import annotations

import numpy as np
from numpy.lib.stride_tricks import sliding_window_view

from noteweave.graph.layout.wide import HIGH, WIDE
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, Integers

CELLS = 110
"""Cells of the grid along a square with the area of all nodes."""
LEAST_CELL = 0.5
"""Width of the smallest cells, in units: about a third of the distance between neighbours."""
MARGIN = 1
"""Cells around a component that stay free."""
CHUNK = 200_000
"""Cells that are compared at once."""


def packed(places: Complexes, components: Integers, count: int) -> Complexes:
    """Return a position for the middle of each of the first `count` components.

    Args:
        places: of the nodes, relative to the middle of their component; one node per unit of area.
        components: of each node; the first ones are packed first.
        count: components to be packed.
    """
    centres = np.zeros(count, dtype=np.complex128)
    inside = np.flatnonzero(components < count)
    if not len(inside):
        return centres
    cell = max(LEAST_CELL, float(np.sqrt(len(inside))) / CELLS)
    order = inside[np.argsort(components[inside], kind="stable")]
    ends = np.cumsum(np.bincount(components[inside], minlength=count))
    members = np.split(places[order], ends[:-1])
    grid = _Grid(members, cell)
    for number, nodes in enumerate(members):
        centres[number] = grid.place(nodes)
    return centres


class _Grid:
    """The cells of the map, and which of them are taken."""

    def __init__(self, members: list[Complexes], cell: float) -> None:
        self.cell = cell
        reach = [float(np.abs(nodes).max()) for nodes in members]
        area = sum((one / cell + 2 * MARGIN + 2) ** 2 for one in reach[1:])
        half = int(WIDE * (reach[0] / cell + 2 * np.sqrt(area)) + max(reach) / cell) + 12
        self.half = half
        self.taken = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.bool_)
        row, column = np.divmod(np.arange(self.taken.size), self.taken.shape[1])
        x, y = column - half, row - half
        away: Floats = np.hypot(x / WIDE, y / HIGH)
        room = int(max(reach) / cell) + 2 * MARGIN + 3
        tries = (np.abs(x) < half - room) & (np.abs(y) < half - room)
        order = np.lexsort((x, -y, away))
        self.tries = order[tries[order]]

    def place(self, nodes: Complexes) -> complex:
        """Find a place for a component, and take it; return its middle."""
        box = np.array([nodes.real.min(), nodes.real.max(), nodes.imag.min(), nodes.imag.max()])
        origin = complex(box[:2].mean(), box[2:].mean())
        outline = _outline((nodes - origin) / self.cell)
        rows, columns = np.nonzero(outline)
        middle = outline.shape[0] // 2
        cells = (rows - middle) * self.taken.shape[1] + columns - middle
        flat = self.taken.ravel()
        free = self.tries[~flat[self.tries]]
        step = max(1, min(512, CHUNK // len(cells)))
        for first in range(0, len(free), step):
            some = free[first : first + step]
            fits = ~flat[some[:, None] + cells].any(axis=1)
            if fits.any():
                spot = int(some[np.argmax(fits)])
                flat[spot + cells] = True
                row, column = divmod(spot, self.taken.shape[1])
                return complex(column - self.half, row - self.half) * self.cell - origin
        raise AssertionError("the grid has room for all components side by side")


def _outline(nodes: Complexes) -> Booleans:
    """Return the cells of a component, the middle one its origin: filled, and with a margin."""
    x = np.rint(nodes.real).astype(np.int64)
    y = np.rint(nodes.imag).astype(np.int64)
    half = int(max(np.abs(x).max(), np.abs(y).max())) + MARGIN + 1
    cells = np.zeros((2 * half + 1, 2 * half + 1), dtype=np.bool_)
    cells[y + half, x + half] = True
    cells[half, half] = True
    filled = _between(cells) & _between(cells.T).T
    return _with_margin(filled | cells)


def _between(cells: Booleans) -> Booleans:
    """Return the cells between the first and the last one of each row."""
    from_left = np.logical_or.accumulate(cells, axis=1)
    from_right = np.logical_or.accumulate(cells[:, ::-1], axis=1)[:, ::-1]
    return from_left & from_right


def _with_margin(cells: Booleans) -> Booleans:
    padded = np.pad(cells, MARGIN)
    size = 2 * MARGIN + 1
    result: Booleans = np.any(sliding_window_view(padded, (size, size)), axis=(2, 3))
    return result
