"""Arrange groups of nodes, each as a disc: tied ones near each other, none on top of another."""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.compact import Floats, Integers

ROUNDS = 100
"""How often, at most, every disc is drawn towards its partners, and then overlaps are settled."""
GRAVITY = 0.5
"""How strongly all are drawn to the middle of the map, in proportion to the partners."""

AIRY = 1.8
"""How much more room than they need discs get on a ring that they do not fill."""


def arrange(radii: Floats, pairs: Integers, ties: Floats, start: Floats | None = None) -> Floats:
    """Return a place for each disc.

    Each is drawn to the weighted middle of those it is tied to, and a little to the middle of all,
    while overlapping discs push each other apart, the smaller one giving way.

    Args:
        radii: of the discs, room around them included.
        pairs: tied discs, one row each, by number.
        ties: how strongly; same length as `pairs`.
        start: places to begin with; without, a force layout of the ties.
    """
    if len(radii) < 2:
        return np.zeros((len(radii), 2))
    places = _sketch(radii, pairs, ties) if start is None else start.copy()
    pull = _pulls(len(radii), pairs, ties)
    rounds = min(ROUNDS, 30 + 2 * len(radii))
    for step in range(rounds):
        strength = 0.3 * (1 - step / rounds)
        places += strength * (pull @ places - places)
        places -= GRAVITY * strength * places
        _push(places, radii)
    for _ in range(rounds):
        if not _push(places, radii):
            break
    return places


def _sketch(radii: Floats, pairs: Integers, ties: Floats) -> Floats:
    graph = igraph.Graph(len(radii), pairs)
    weights = np.sqrt(ties / ties.max()).tolist() if len(ties) else None
    drawn = np.array(graph.layout_fruchterman_reingold(weights=weights, niter=300).coords)
    drawn -= drawn.mean(axis=0)
    spread = float(np.sqrt((drawn**2).sum(axis=1).mean())) or 1.0
    sketch: Floats = drawn * (1.2 * np.sqrt((radii**2).sum()) / spread)
    return sketch


def _pulls(size: int, pairs: Integers, ties: Floats) -> Floats:
    """Return the matrix whose rows say where each disc wants to be, as shares of the others."""
    matrix = np.zeros((size, size))
    matrix[pairs[:, 0], pairs[:, 1]] = matrix[pairs[:, 1], pairs[:, 0]] = ties
    sums = matrix.sum(axis=1)
    alone = sums == 0
    matrix[alone, alone] = sums[alone] = 1
    shares: Floats = matrix / sums[:, None]
    return shares


def _push(places: Floats, radii: Floats) -> bool:
    """Move overlapping discs apart, in place; False when nothing overlaps."""
    x, y = places.T
    across, down = x[:, None] - x, y[:, None] - y
    distance = np.sqrt(across**2 + down**2)
    overlap = radii[:, None] + radii - distance
    np.fill_diagonal(overlap, 0)
    overlap[overlap < 1e-2 * radii.min()] = 0
    if not overlap.any():
        return False
    masses = radii**2
    step = 0.6 * overlap * masses / ((masses[:, None] + masses) * np.maximum(distance, 1e-9))
    places += np.column_stack([(across * step).sum(axis=1), (down * step).sum(axis=1)])
    return True


def rings(radii: Floats, inner: float) -> Floats:
    """Place discs on rings around the middle, from `inner` outwards, in the order given.

    A ring that they do not fill is an arc at the bottom, with some more room between them.
    """
    places = np.zeros((len(radii), 2))
    first, edge = 0, inner
    while first < len(radii):
        middle = edge + radii[first]
        widths = 2 * radii[first:]
        count = max(1, int(np.searchsorted(np.cumsum(widths), 2 * np.pi * middle, side="right")))
        widths = widths[:count]
        turns = (np.cumsum(widths) - widths / 2) / widths.sum() - 0.5
        arc = min(2 * np.pi, AIRY * float(widths.sum()) / max(middle, 1e-9))
        across, down = -np.sin(arc * turns), np.cos(arc * turns)
        places[first : first + count] = middle * np.column_stack([across, down])
        edge = middle + radii[first : first + count].max()
        first += count
    return places


def middle(points: Floats) -> Floats:
    """Return about the middle of the smallest circle around all points.

    Bădoiu and Clarkson ("Optimal core-sets for balls", 2008): go ever smaller steps towards the
    farthest.
    """
    centre: Floats = points.mean(axis=0)
    for step in range(1, 100):
        away = points - centre
        centre = centre + away[np.argmax((away**2).sum(axis=1))] / (step + 1)
    return centre
