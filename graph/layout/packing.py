"""Arrange groups of nodes, each as a disc: linked discs close together, none overlapping.

Positions are complex numbers. Many maps are arranged at once: a numpy call takes about as long for
a dozen discs as for a thousand.
"""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.layout.complex_plane import both_ways, places_of, summed
from noteweave.graph.layout.wide import ASPECT, HIGH, WIDE, laid_flat, widened
from noteweave.graph.metrics.arrays import Complexes, Floats, Integers

ROUNDS = 100
"""Most rounds of attraction between linked discs, and then of removing overlaps."""
GRAVITY = 0.5
"""Attraction to the middle of the map, relative to that between linked discs."""
REUSED = 5
"""Rounds for which the list of close pairs is kept …"""
CLOSE = 1.5
"""… those that would overlap if they were this many times larger."""
FORCE_STEPS = 100
"""Steps of the force layout at the start."""
RING_SPACING = 1.8
"""Room on a ring that is not full, as a multiple of the room that its discs need."""
RING_POINTS = 1441
"""Points by which a ring is drawn."""
RAYS = 64
"""Directions in which outermost positions are looked for."""


def arrange(
    radii: Floats,
    maps: Integers,
    pairs: Integers,
    weights: Floats,
    start: Complexes | None = None,
    *,
    wide: bool = False,
) -> Complexes:
    """Return a position for each disc, relative to the middle of its map.

    Each moves towards the weighted mean of the discs it is linked with, and a little towards the
    middle of all, while overlapping discs push each other apart, the smaller one farther.

    Args:
        radii: of the discs, margins included.
        maps: the number of each disc's map; sorted.
        pairs: linked discs of the same map, one row each; sorted.
        weights: of the pairs.
        start: positions to begin with; by default a force layout.
        wide: whether the maps are wider than high, as `wide` says.
    """
    sizes = np.bincount(maps)
    places = _force_layouts(radii, maps, pairs, weights) if start is None else start.copy()
    if wide:
        places = widened(laid_flat(places, maps))
    across, along = (GRAVITY / ASPECT, GRAVITY * ASPECT) if wide else (GRAVITY, GRAVITY)
    if sizes.max(initial=0) < 2:
        return places
    rounds = min(ROUNDS, 30 + 2 * int(sizes.max()))
    discs = _Discs(places, radii, maps)
    for step in range(rounds):
        strength = 0.3 * (1 - step / rounds)
        discs.places += strength * (_attracted(discs.places, pairs, weights) - discs.places)
        discs.places.real *= 1 - across * strength
        discs.places.imag *= 1 - along * strength
        discs.push_apart(refresh=step % REUSED == 0)
    for step in range(rounds):
        if not discs.push_apart(refresh=step % REUSED == 0) and step % REUSED == 0:
            break
    return discs.places


def _force_layouts(radii: Floats, maps: Integers, pairs: Integers, weights: Floats) -> Complexes:
    """Return a force layout of each map."""
    places = np.zeros(len(radii), dtype=np.complex128)
    first = np.searchsorted(maps, np.arange(int(maps.max(initial=-1)) + 2))
    row = np.searchsorted(pairs[:, 0], first)
    for number in np.flatnonzero(np.diff(first) > 1).tolist():
        discs = slice(first[number], first[number + 1])
        linked = slice(row[number], row[number + 1])
        places[discs] = _force_layout(radii[discs], pairs[linked] - first[number], weights[linked])
    return places


def _force_layout(radii: Floats, pairs: Integers, weights: Floats) -> Complexes:
    graph = igraph.Graph(len(radii), pairs)
    strengths = np.sqrt(weights / weights.max()).tolist() if len(weights) else None
    places = places_of(graph.layout_fruchterman_reingold(weights=strengths, niter=FORCE_STEPS))
    places -= places.mean()
    spread = float(np.sqrt((np.abs(places) ** 2).mean())) or 1.0
    scaled: Complexes = places * (1.2 * np.sqrt((radii**2).sum()) / spread)
    return scaled


def _attracted(places: Complexes, pairs: Integers, weights: Floats) -> Complexes:
    """Return the mean position of the discs that each is linked with; its own if with none."""
    ways, strengths = both_ways(pairs, weights)
    one, other = ways.T
    sums = np.bincount(one, strengths, len(places))
    mean = summed(one, strengths * places[other], len(places)) / np.maximum(sums, 1e-9)
    return np.where(sums > 0, mean, places)


class _Discs:
    """Discs that push each other apart where they overlap."""

    def __init__(self, places: Complexes, radii: Floats, maps: Integers) -> None:
        self.places = places
        self.radii = radii
        self.maps = maps
        least = np.full(int(maps.max()) + 1, np.inf)
        np.minimum.at(least, maps, radii)
        self.slack = 1e-2 * least[maps]

    def push_apart(self, *, refresh: bool) -> bool:
        """Move overlapping discs apart; return whether any did overlap.

        `refresh`: find the close pairs again.
        """
        if refresh:
            self._find_close()
        a, b = self.a, self.b
        apart = self.places[a] - self.places[b]
        distance = np.abs(apart)
        overlap = self.room - distance
        overlap[overlap < self.least] = 0
        if not overlap.any():
            return False
        step = apart * (0.6 * overlap / np.maximum(distance, 1e-9))
        one, other = step * self.share, step * (1 - self.share)
        count = len(self.places)
        self.places.real += np.bincount(a, one.real, count) - np.bincount(b, other.real, count)
        self.places.imag += np.bincount(a, one.imag, count) - np.bincount(b, other.imag, count)
        return True

    def _find_close(self) -> None:
        a, b = self._sweep()
        room = self.radii[a] + self.radii[b]
        near = np.abs(self.places[a] - self.places[b]) < CLOSE * room
        self.a, self.b = a, b = a[near], b[near]
        self.room = room[near]
        self.least = self.slack[a]
        mass = self.radii**2
        self.share = mass[b] / (mass[a] + mass[b])

    def _sweep(self) -> tuple[Integers, Integers]:
        """Return pairs of discs that would overlap along x if they were `CLOSE` times larger."""
        across = self.places.real
        wide = CLOSE * self.radii
        across = across + self.maps * (float(np.ptp(across)) + 2 * float(wide.max()))
        order = np.argsort(across - wide, kind="stable")
        starts, ends = (across - wide)[order], (across + wide)[order]
        nth = np.arange(len(order))
        counts = np.searchsorted(starts, ends) - nth - 1
        one = np.repeat(nth, counts)
        other = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts) + one + 1
        return order[one], order[other]


def rings(radii: Floats, inner: float) -> Complexes:
    """Place discs on elliptic rings around the middle, in the order given.

    A ring that is not full is an arc at the bottom, with more room between its discs.

    Args:
        radii: of the discs.
        inner: the distance from the middle, as in `wide`, at which the first ring begins.
    """
    places = np.zeros(len(radii), dtype=np.complex128)
    first, outwards = 0, 0.0
    while first < len(radii):
        outwards += float(radii[first])
        ring = _ellipse(WIDE * inner + outwards, HIGH * inner + outwards)
        length = np.concatenate([[0.0], np.cumsum(np.abs(np.diff(ring)))])
        widths = 2 * radii[first:]
        count = max(1, int(np.searchsorted(np.cumsum(widths), length[-1], side="right")))
        widths = widths[:count]
        shares = (np.cumsum(widths) - widths / 2) / widths.sum() - 0.5
        arc = min(float(length[-1]), RING_SPACING * float(widths.sum()))
        along = length[-1] / 2 + arc * shares
        places[first : first + count] = np.interp(along, length, ring.real) + 1j * np.interp(
            along, length, ring.imag
        )
        outwards += float(radii[first : first + count].max())
        first += count
    return places


def _ellipse(across: float, along: float) -> Complexes:
    """Return points on an ellipse with these half axes, from the top all around."""
    angles = np.linspace(-np.pi / 2, 3 * np.pi / 2, RING_POINTS)
    points: Complexes = across * np.cos(angles) + 1j * along * np.sin(angles)
    return points


def middle(places: Complexes) -> complex:
    """Return about the middle of the smallest circle around all positions.

    Bădoiu and Clarkson ("Optimal core-sets for balls", 2008): take ever smaller steps towards the
    farthest position, which is outermost in some direction.
    """
    rays = np.exp(2j * np.pi * np.arange(RAYS) / RAYS)
    outermost = places[[int(np.argmax((places * ray).real)) for ray in rays.tolist()]]
    centre = complex(places.mean())
    for step in range(1, 100):
        away = outermost - centre
        centre += complex(away[np.argmax(np.abs(away))]) / (step + 1)
    return centre
