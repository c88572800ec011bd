"""Turn what is drawn so that it fits what lies around it; places are complex numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from noteweave.graph.layout.complex_plane import summed
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, Integers

ROUNDS = 4
"""How often each disc is turned towards the others."""


class Turns(NamedTuple):
    """How each of many discs is turned around its middle."""

    factors: Complexes
    """Of length 1: to multiply by one is to rotate."""
    mirrored: Booleans
    """Whether a place is conjugated before."""

    def of(self, places: Complexes, discs: Integers) -> Complexes:
        """Return the places, of nodes of these discs, when they are turned."""
        return np.where(self.mirrored[discs], places.conj(), places) * self.factors[discs]


def turned(
    places: Complexes, discs: Integers, centres: Complexes, ways: Integers, weights: Floats
) -> Complexes:
    """Turn, and where it helps mirror, each disc so that links to others are short.

    Args:
        places: of the nodes, around the middle of their disc.
        discs: the disc of each node.
        centres: of the discs.
        ways: links that leave a disc that may turn, one row each: the node within, that without.
        weights: of these links.

    Returns:
        Where the nodes are on the map.
    """
    inner, outer = ways.T
    odd = discs[inner] % 2 == 1
    for _ in range(ROUNDS):
        for side in (~odd, odd):  # not both at a time: two that are tied would pass each other
            near, disc = inner[side], discs[inner[side]]
            far = (places + centres[discs])[outer[side]] - centres[disc]
            best = best_turns(places[near] * weights[side], far, disc, len(centres))
            places = best.of(places, discs)
    return places + centres[discs]


def best_turns(near: Complexes, far: Complexes, discs: Integers, count: int) -> Turns:
    """Return how to turn each disc so that `near` comes closest to `far`.

    The orthogonal Procrustes problem (Schönemann, 1966), which in the plane is two sums: their
    directions are the best rotation and the best reflection, and the longer one wins.

    Args:
        near: places around the middle of their disc; a weight may be multiplied into each.
        far: where each would be best, from the same middle.
        discs: the disc of each.
        count: of the discs; one without any such places stays as it is.
    """
    rotation = summed(discs, near.conj() * far, count)
    reflection = summed(discs, near * far, count)
    mirrored = np.abs(reflection) > 1.000001 * np.abs(rotation)  # a single link leaves the choice
    best = np.where(mirrored, reflection, rotation)
    length = np.abs(best)
    return Turns(np.where(length > 0, best / np.maximum(length, 1e-300), 1), mirrored)
