"""Arrange groups of nodes, each as a disc: tied ones near each other, none on top of another."""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.compact import Floats, Integers

ROUNDS = 150
"""How often every disc is drawn towards its partners before overlaps alone are settled."""


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
    for step in range(ROUNDS):
        strength = 0.3 * (1 - step / ROUNDS)
        places += strength * (pull @ places - places)
        places -= 0.05 * strength * places
        _push(places, radii)
    for _ in range(2 * ROUNDS):
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
    apart = places[:, None] - places[None]
    distance = np.sqrt((apart**2).sum(axis=2))
    np.fill_diagonal(distance, np.inf)
    overlap = radii[:, None] + radii[None] - distance
    touching = overlap > 1e-3 * radii.min()
    if not touching.any():
        return False
    masses = radii**2
    share = masses[None] / (masses[:, None] + masses[None])
    step = np.where(touching, overlap, 0) * share / np.maximum(distance, 1e-9)
    places += 0.6 * (apart * step[:, :, None]).sum(axis=1)
    return True


def rings(radii: Floats, inner: float) -> Floats:
    """Place discs on rings around the middle, from `inner` outwards, in the order given."""
    places = np.zeros((len(radii), 2))
    first, edge = 0, inner
    while first < len(radii):
        last, middle = _full_ring(radii, first, edge)
        taken = radii[first:last]
        angles = np.cumsum(2 * taken) - taken
        angles *= 2 * np.pi / max(2 * taken.sum(), 2 * np.pi * middle * _share(radii, last))
        places[first:last] = middle * np.column_stack([np.sin(angles), -np.cos(angles)])
        edge = middle + taken.max()
        first = last
    return places


def _full_ring(radii: Floats, first: int, edge: float) -> tuple[int, float]:
    """Return where a ring ends that begins with disc `first`, and its radius."""
    middle = edge + radii[first : first + 1].max()
    filled = np.cumsum(2 * radii[first:])
    return first + max(1, int(np.searchsorted(filled, 2 * np.pi * middle, side="right"))), middle


def _share(radii: Floats, last: int) -> float:
    """A full ring is spread all round; so is the last one."""
    return 1.0 if last <= len(radii) else 0.0
