"""Arrange groups of nodes, each as a disc: tied ones near each other, none on top of another.

Places are complex numbers. Many maps are arranged at a time: what numpy is asked costs the same for
a dozen discs as for a thousand.
"""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.layout.complex_plane import both_ways, places_of, summed
from noteweave.graph.metrics.arrays import Complexes, Floats, Integers

ROUNDS = 100
"""How often, at most, every disc is drawn towards its partners, and then overlaps are settled."""
GRAVITY = 0.5
"""How strongly all are drawn to the middle of the map, in proportion to the partners."""
STILL = 5
"""For so many rounds the same discs are taken to be near each other …"""
NEAR = 1.5
"""… which are those that would overlap if they were so many times larger."""
SKETCHED = 100
"""Steps of the force layout to begin with."""
AIRY = 1.8
"""How much more room than they need discs get on a ring that they do not fill."""
RAYS = 64
"""Directions in which the outermost places are looked for."""


def arrange(
    radii: Floats, maps: Integers, pairs: Integers, ties: Floats, start: Complexes | None = None
) -> Complexes:
    """Return a place for each disc, around the middle of its map.

    Each is drawn to the weighted middle of those it is tied to, and a little to the middle of all,
    while overlapping discs push each other apart, the smaller one giving way.

    Args:
        radii: of the discs, room around them included.
        maps: the map of each disc, by number; in order.
        pairs: tied discs of the same map, one row each, by number; sorted.
        ties: how strongly; same length as `pairs`.
        start: places to begin with; without, a force layout of the ties.
    """
    sizes = np.bincount(maps)
    places = _sketched(radii, maps, pairs, ties) if start is None else start.copy()
    if sizes.max(initial=0) < 2:
        return places
    rounds = min(ROUNDS, 30 + 2 * int(sizes.max()))
    crowd = _Crowd(places, radii, maps)
    for step in range(rounds):
        strength = 0.3 * (1 - step / rounds)
        drawn = _pulled(crowd.places, pairs, ties)
        crowd.places += strength * (drawn - crowd.places)
        crowd.places *= 1 - GRAVITY * strength
        crowd.push(again=step % STILL == 0)
    for step in range(rounds):
        if not crowd.push(again=step % STILL == 0) and step % STILL == 0:
            break
    return crowd.places


def _sketched(radii: Floats, maps: Integers, pairs: Integers, ties: Floats) -> Complexes:
    """Begin with a force layout of the ties of each map."""
    places = np.zeros(len(radii), dtype=np.complex128)
    first = np.searchsorted(maps, np.arange(int(maps.max(initial=-1)) + 2))
    row = np.searchsorted(pairs[:, 0], first)
    for number in np.flatnonzero(np.diff(first) > 1).tolist():
        discs = slice(first[number], first[number + 1])
        tied = slice(row[number], row[number + 1])
        places[discs] = _sketch(radii[discs], pairs[tied] - first[number], ties[tied])
    return places


def _sketch(radii: Floats, pairs: Integers, ties: Floats) -> Complexes:
    graph = igraph.Graph(len(radii), pairs)
    weights = np.sqrt(ties / ties.max()).tolist() if len(ties) else None
    drawn = graph.layout_fruchterman_reingold(weights=weights, niter=SKETCHED)
    places = places_of(drawn)
    places -= places.mean()
    spread = float(np.sqrt((np.abs(places) ** 2).mean())) or 1.0
    sketch: Complexes = places * (1.2 * np.sqrt((radii**2).sum()) / spread)
    return sketch


def _pulled(places: Complexes, pairs: Integers, ties: Floats) -> Complexes:
    """Return where each disc wants to be: amid those it is tied to, or where it is."""
    ways, held = both_ways(pairs, ties)
    one, other = ways.T
    sums = np.bincount(one, held, len(places))
    amid = summed(one, held * places[other], len(places)) / np.maximum(sums, 1e-9)
    return np.where(sums > 0, amid, places)


class _Crowd:
    """Discs that push each other apart where they overlap."""

    def __init__(self, places: Complexes, radii: Floats, maps: Integers) -> None:
        self.places = places
        self.radii = radii
        self.maps = maps
        least = np.full(int(maps.max()) + 1, np.inf)
        np.minimum.at(least, maps, radii)
        self.slack = 1e-2 * least[maps]

    def push(self, *, again: bool) -> bool:
        """Move overlapping discs apart; False when nothing overlaps.

        `again`: see anew which are near each other.
        """
        if again:
            self._look()
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

    def _look(self) -> None:
        a, b = self._beside()
        room = self.radii[a] + self.radii[b]
        near = np.abs(self.places[a] - self.places[b]) < NEAR * room
        self.a, self.b = a, b = a[near], b[near]
        self.room = room[near]
        self.least = self.slack[a]
        mass = self.radii**2
        self.share = mass[b] / (mass[a] + mass[b])

    def _beside(self) -> tuple[Integers, Integers]:
        """Return pairs of discs that, `NEAR` times larger, would lie above each other: a sweep."""
        across = self.places.real
        wide = NEAR * self.radii
        across = across + self.maps * (float(np.ptp(across)) + 2 * float(wide.max()))
        order = np.argsort(across - wide, kind="stable")
        starts, ends = (across - wide)[order], (across + wide)[order]
        nth = np.arange(len(order))
        counts = np.searchsorted(starts, ends) - nth - 1
        one = np.repeat(nth, counts)
        other = np.arange(len(one)) - np.repeat(np.cumsum(counts) - counts, counts) + one + 1
        return order[one], order[other]


def rings(radii: Floats, inner: float) -> Complexes:
    """Place discs on rings around the middle, from `inner` outwards, in the order given.

    A ring that they do not fill is an arc at the bottom, with some more room between them.
    """
    places = np.zeros(len(radii), dtype=np.complex128)
    first, edge = 0, inner
    while first < len(radii):
        middle = edge + radii[first]
        widths = 2 * radii[first:]
        count = max(1, int(np.searchsorted(np.cumsum(widths), 2 * np.pi * middle, side="right")))
        widths = widths[:count]
        turns = (np.cumsum(widths) - widths / 2) / widths.sum() - 0.5
        arc = min(2 * np.pi, AIRY * float(widths.sum()) / max(middle, 1e-9))
        places[first : first + count] = middle * 1j * np.exp(1j * arc * turns)
        edge = middle + radii[first : first + count].max()
        first += count
    return places


def middle(places: Complexes) -> complex:
    """Return about the middle of the smallest circle around all places.

    Bădoiu and Clarkson ("Optimal core-sets for balls", 2008): go ever smaller steps towards the
    farthest, which is one of those that are outermost in some direction.
    """
    rays = np.exp(2j * np.pi * np.arange(RAYS) / RAYS)
    outermost = places[[int(np.argmax((places * ray).real)) for ray in rays.tolist()]]
    centre = complex(places.mean())
    for step in range(1, 100):
        away = outermost - centre
        centre += complex(away[np.argmax(np.abs(away))]) / (step + 1)
    return centre
