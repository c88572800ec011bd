"""Compute each node's position on the map: communities first, then the notes inside each.

`fresh` draws a map from nothing: `partition` divides the graph, `clusters` draws the smallest
groups, `packing` and `rotation` arrange them, `components` puts what is not connected side by side.
`wide` is the shape of the map. `update` completes the last map after an edit;
`extend` does so after an import of many notes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from noteweave.graph.layout.complex_plane import rows
from noteweave.graph.layout.extend import extended_layout
from noteweave.graph.layout.fresh import fresh_layout
from noteweave.graph.layout.rotation import best_rotations
from noteweave.graph.layout.update import updated_layout
from noteweave.graph.metrics.arrays import (
    Complexes,
    Floats,
    GraphArrays,
    Integers,
    graph_arrays,
    seeded,
)
from noteweave.graph.metrics.communities import communities
from noteweave.graph.saved_positions import (
    DECIMALS,
    LIMIT,
    SavedPosition,
    neighbors_hash,
    positions,
    read_positions,
)

if TYPE_CHECKING:
    import networkx as nx

__all__ = ["SavedPosition", "lay_out", "positions", "read_positions"]

EDGE = 0.8 * LIMIT
"""Largest coordinate of a fresh map; updates may go beyond it, up to `LIMIT`."""
DRIFT = 0.01 * LIMIT
"""A map is centred again when the mean of its positions is farther than this from 0."""


def lay_out(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
    *,
    seed: int = 0,
    links: GraphArrays | None = None,
) -> None:
    """Write x and y to every node: centred, within ±5000, y extended downwards.

    Without `last` a fresh map is drawn: communities are arranged by the links between them, the
    notes inside each around its hubs; connected components are packed side by side, and nodes
    without links are on rings outside. With `last`, known nodes keep their positions unless all
    their neighbours have moved elsewhere; new nodes are placed beside their neighbours, or outside
    if they are many. With the same graph, nothing moves.

    The order of nodes and edges does not matter.

    Args:
        graph: changed in place. Uses the communities that `measure` has written, if any.
        last: the last map, from `positions` or `read_positions`; pairs (x, y) will do.
        seed: of communities and of the fresh map.
        links: `graph_arrays(graph)`, if the caller has it.
    """
    links = links or graph_arrays(graph)
    if not links.keys:
        return
    before = {key: SavedPosition(*place) for key, place in (last or {}).items() if key in graph}
    hashes = [neighbors_hash(graph, key) for key in links.keys] if before else []
    with seeded(seed):
        places = updated_layout(links, hashes, before) if before else None
    if places is None:
        places = _fresh_or_extended(links, hashes, before, _communities(graph, links, seed), seed)
    nodes = graph.nodes
    for key, x, y in zip(links.keys, *_fitted(places).T.tolist(), strict=True):
        node = nodes[key]
        node["x"], node["y"] = x, y


def _fresh_or_extended(
    links: GraphArrays,
    hashes: Sequence[int],
    before: Mapping[str, SavedPosition],
    community: Integers,
    seed: int,
) -> Floats:
    """Extend the last map if it is good enough, else draw a fresh one."""
    with seeded(seed):
        fresh = _rotated_to_match(fresh_layout(links, community), links, before)
        places = extended_layout(links, hashes, before, community, fresh) if before else None
    if places is not None:
        return places
    places = rows(fresh)
    return places * (EDGE / max(1e-9, float(np.abs(places).max())))


def _communities(graph: nx.MultiDiGraph[str], links: GraphArrays, seed: int) -> Integers:
    measured = [graph.nodes[key].get("community") for key in links.keys]
    if None in measured:
        return communities(links, seed=seed)
    return np.array(measured, dtype=np.int64)


def _rotated_to_match(
    places: Complexes, links: GraphArrays, last: Mapping[str, SavedPosition]
) -> Complexes:
    """Centre a fresh map, and rotate it so that known nodes are close to their last positions."""
    places = places - places.mean()
    common = [n for n, key in enumerate(links.keys) if key in last]
    if len(common) < 3:
        return places
    before = np.array([complex(*last[links.keys[n]][:2]) for n in common])
    one = np.zeros(len(places), dtype=np.int64)
    rotation = best_rotations(places[common], before - before.mean(), one[common], 1)
    return rotation.apply(places, one)


def _fitted(places: Floats) -> Floats:
    """Centre a map that has drifted, shrink one that exceeds the limits, and round.

    Idempotent.
    """
    if np.hypot(*places.mean(axis=0)) > DRIFT:
        places = places - places.mean(axis=0)
    if np.abs(places).max() > LIMIT:
        places = places - places.mean(axis=0)
        places *= EDGE / np.abs(places).max()
    return np.round(places, DECIMALS) + 0.0  # no -0.0
