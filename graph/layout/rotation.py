"""Rotate discs of nodes so that links between them are short; positions are complex numbers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np

from noteweave.graph.layout.complex_plane import summed
from noteweave.graph.metrics.arrays import Booleans, Complexes, Floats, Integers

ROUNDS = 4
"""How often each disc is rotated towards the others."""


class Rotations(NamedTuple):
    """The rotation of each of many discs around its middle."""

    factors: Complexes
    """Of absolute value 1: multiplying by one rotates."""
    mirrored: Booleans
    """Whether positions are conjugated before."""

    def apply(self, places: Complexes, discs: Integers) -> Complexes:
        """Return rotated positions; `discs` is the disc of each."""
        return np.where(self.mirrored[discs], places.conj(), places) * self.factors[discs]


def rotate_discs(
    places: Complexes, discs: Integers, centres: Complexes, ways: Integers, weights: Floats
) -> Complexes:
    """Rotate each disc, or mirror and rotate it, so that links to others are short.

    Args:
        places: of the nodes, relative to the middle of their disc.
        discs: the disc of each node.
        centres: of the discs.
        ways: links that leave a disc that may be rotated, one row each: inner node, outer node.
        weights: of these links.

    Returns:
        The positions of the nodes on the map.
    """
    inner, outer = ways.T
    odd = discs[inner] % 2 == 1
    for _ in range(ROUNDS):
        for side in (~odd, odd):  # not both at once: two linked discs would miss each other
            near, disc = inner[side], discs[inner[side]]
            far = (places + centres[discs])[outer[side]] - centres[disc]
            best = best_rotations(places[near] * weights[side], far, disc, len(centres))
            places = best.apply(places, discs)
    return places + centres[discs]


def best_rotations(near: Complexes, far: Complexes, discs: Integers, count: int) -> Rotations:
    """Return the rotation of each disc that brings `near` closest to `far`.

    The orthogonal Procrustes problem (Schönemann, 1966), which in the plane is two sums: their
    directions are the best rotation and the best reflection, and the longer one is better.

    Args:
        near: positions relative to the middle of their disc, each multiplied by its weight.
        far: the position that would be best for each, relative to the same middle.
        discs: the disc of each.
        count: of the discs; one without such positions is not rotated.
    """
    rotation = summed(discs, near.conj() * far, count)
    reflection = summed(discs, near * far, count)
    mirrored = np.abs(reflection) > 1.000001 * np.abs(rotation)  # equal for a single link
    best = np.where(mirrored, reflection, rotation)
    length = np.abs(best)
    return Rotations(np.where(length > 0, best / np.maximum(length, 1e-300), 1), mirrored)
