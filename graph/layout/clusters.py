"""Draw groups of a few dozen nodes, each around its own middle; positions are complex numbers."""

from __future__ import annotations

import igraph
import numpy as np

from noteweave.graph.layout.complex_plane import centred, places_of
from noteweave.graph.layout.partition import CLUSTER, WeightedGraph
from noteweave.graph.metrics.arrays import Complexes, Integers


def clusters(web: WeightedGraph, groups: Integers) -> Complexes:
    """Return each node's position relative to the middle of its group; one node per unit area."""
    sizes = np.bincount(groups)
    order = np.argsort(groups, kind="stable")
    last = np.cumsum(sizes)
    row = np.empty(web.size, dtype=np.int64)
    row[order] = np.arange(web.size) - np.repeat(last - sizes, sizes)
    owner = groups[web.ends[:, 0]]
    inside = np.flatnonzero(owner == groups[web.ends[:, 1]])
    inside = inside[np.argsort(owner[inside], kind="stable")]
    ends = row[web.ends[inside]]
    bounds = np.searchsorted(owner[inside], np.arange(len(sizes) + 1))
    places = np.zeros(web.size, dtype=np.complex128)
    for group in np.flatnonzero(sizes > 1).tolist():
        size = int(sizes[group])
        links = ends[bounds[group] : bounds[group + 1]]
        places[order[last[group] - size : last[group]]] = _force_layout(size, links)
    return _with_even_density(places, groups, sizes)


def _force_layout(size: int, ends: Integers) -> Complexes:
    graph = igraph.Graph(size, ends)
    if size <= 2 * CLUSTER:
        drawn = graph.layout_kamada_kawai(maxiter=10 * size)
    else:
        drawn = graph.layout_fruchterman_reingold(niter=200, grid="grid")
    return places_of(drawn)


def _with_even_density(places: Complexes, groups: Integers, sizes: Integers) -> Complexes:
    """Move each node half way to where the density would be the same everywhere in its disc."""
    places = centred(places, groups)
    distance = np.abs(places)
    spread = np.sqrt(np.bincount(groups, distance**2) / sizes)
    radius = np.sqrt(sizes / np.pi)
    scaled = distance * (radius / np.sqrt(2) / np.maximum(1e-9, spread))[groups]
    even = np.empty(len(places))
    first = np.cumsum(sizes) - sizes
    order = np.lexsort((distance, groups))
    nth = np.arange(len(places)) - np.repeat(first, sizes)
    even[order] = np.repeat(radius, sizes) * np.sqrt((nth + 0.5) / np.repeat(sizes, sizes))
    spread_out: Complexes = places * ((0.5 * scaled + 0.5 * even) / np.maximum(distance, 1e-9))
    return spread_out
