"""Where each node lies on the map: communities first, then inside each, and where it lay before.

`scratch` draws a fresh map: `groups` divides, `clusters` draws the smallest, `discs` and `turning`
put them together. `keep` completes the last map on its `ground`; `grow` does after an import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

import numpy as np

from noteweave.graph.layout.complex_plane import rows
from noteweave.graph.layout.extend import grown
from noteweave.graph.layout.fresh import from_scratch
from noteweave.graph.layout.rotation import best_turns
from noteweave.graph.layout.update import kept
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

EDGE = 0.9 * LIMIT
"""A fresh map reaches so far from its middle, and may grow until `LIMIT`."""
DRIFT = 0.01 * LIMIT
"""A map is centred anew when its middle has moved so far."""


def lay_out(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, SavedPosition | tuple[float, float]] | None = None,
    *,
    seed: int = 0,
    links: GraphArrays | None = None,
) -> None:
    """Write x and y to every node: centred, within ±5000, y growing downwards.

    Without `last` a fresh map is drawn: communities are arranged by their ties, the notes inside
    each around its hubs; islands lie apart, and what is linked with nothing on quiet rings
    outside. With `last`, what is on it stays where it is, unless all its neighbours have gone
    elsewhere, and what is new is set beside its neighbours, or outside if it is a lot. With the
    same graph, nothing moves.

    The order of nodes and edges does not matter.

    Args:
        graph: changed in place. Communities are taken from `measure` if it has been there.
        last: the last map, from `positions` or `read_positions`; x and y alone do as well.
        seed: of communities and of the fresh map.
        links: the graph as arrays, if somebody has made them.
    """
    links = links or graph_arrays(graph)
    if not links.keys:
        return
    before = {key: SavedPosition(*place) for key, place in (last or {}).items() if key in graph}
    hashes = [neighbors_hash(graph, key) for key in links.keys] if before else []
    with seeded(seed):
        places = kept(links, hashes, before) if before else None
    if places is None:
        places = _drawn(links, hashes, before, _communities(graph, links, seed), seed)
    nodes = graph.nodes
    for key, x, y in zip(links.keys, *_fitted(places).T.tolist(), strict=True):
        node = nodes[key]
        node["x"], node["y"] = x, y


def _drawn(
    links: GraphArrays,
    hashes: Sequence[int],
    before: Mapping[str, SavedPosition],
    community: Integers,
    seed: int,
) -> Floats:
    """Draw a fresh map, unless the last one can be grown."""
    with seeded(seed):
        fresh = _turned_like(from_scratch(links, community), links, before)
        places = grown(links, hashes, before, community, fresh) if before else None
    if places is not None:
        return places
    drawn = rows(fresh)
    return drawn * (EDGE / max(1e-9, float(np.abs(drawn).max())))


def _communities(graph: nx.MultiDiGraph[str], links: GraphArrays, seed: int) -> Integers:
    measured = [graph.nodes[key].get("community") for key in links.keys]
    if None in measured:
        return communities(links, seed=seed)
    return np.array(measured, dtype=np.int64)


def _turned_like(
    places: Complexes, links: GraphArrays, last: Mapping[str, SavedPosition]
) -> Complexes:
    """Centre a fresh map, and turn it so that what is known lies about where it lay."""
    places = places - places.mean()
    common = [n for n, key in enumerate(links.keys) if key in last]
    if len(common) < 3:
        return places
    before = np.array([complex(*last[links.keys[n]][:2]) for n in common])
    one = np.zeros(len(places), dtype=np.int64)
    turn = best_turns(places[common], before - before.mean(), one[common], 1)
    return turn.of(places, one)


def _fitted(places: Floats) -> Floats:
    """Centre a map that has drifted, shrink one that has outgrown its limits, and round.

    What has been fitted once is not changed by fitting it again.
    """
    if np.hypot(*places.mean(axis=0)) > DRIFT:
        places = places - places.mean(axis=0)
    if np.abs(places).max() > LIMIT:
        places = places - places.mean(axis=0)
        places *= EDGE / np.abs(places).max()
    return np.round(places, DECIMALS) + 0.0  # no -0.0
