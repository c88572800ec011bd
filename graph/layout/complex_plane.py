"""Positions as complex numbers, so that rotating is multiplying; sums over many groups at once."""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.metrics.arrays import Complexes, Floats, Integers


def places_of(layout: igraph.Layout) -> Complexes:
    """Return the positions of an igraph layout."""
    places: Complexes = np.array(layout.coords).view(np.complex128)[:, 0]
    return places


def rows(places: Complexes) -> Floats:
    """Return x and y of each position, one row each."""
    return np.column_stack([places.real, places.imag])


def both_ways(ends: Integers, weights: Floats) -> tuple[Integers, Floats]:
    """Return each link twice: once from either end."""
    return np.concatenate([ends, ends[:, ::-1]]), np.concatenate([weights, weights])


def summed(groups: Integers, places: Complexes, count: int) -> Complexes:
    """Return the sum of the positions in each of `count` groups."""
    x, y = np.bincount(groups, places.real, count), np.bincount(groups, places.imag, count)
    both: Complexes = x + 1j * y
    return both


def centred(places: Complexes, groups: Integers) -> Complexes:
    """Move each group so that the mean of its positions is 0."""
    sizes = np.bincount(groups)
    return places - (summed(groups, places, len(sizes)) / sizes)[groups]


def reaches(places: Complexes, groups: Integers) -> Floats:
    """Return the radius of the disc that holds 94 % of each group's nodes."""
    distance = np.abs(places)
    ranked = distance[np.lexsort((distance, groups))]
    sizes = np.bincount(groups)
    first = np.cumsum(sizes) - sizes
    at = 0.94 * (sizes - 1)
    low = at.astype(np.int64)
    near, far = ranked[first + low], ranked[first + np.minimum(low + 1, sizes - 1)]
    reach: Floats = near + (at - low) * (far - near)
    return reach
