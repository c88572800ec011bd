"""Where each node lies on the map."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import numpy as np

from noteweave.graph.compact import compact, seeded
from noteweave.graph.layout.scratch import from_scratch

if TYPE_CHECKING:
    import networkx as nx

EDGE = 4500.0
"""A fresh map reaches so far from its middle; it may grow to 5000."""


def lay_out(
    graph: nx.MultiDiGraph[str],
    last: Mapping[str, tuple[float, float]] | None = None,
    *,
    seed: int = 0,
) -> None:
    """Write x and y."""
    links = compact(graph)
    if not links.keys:
        return
    with seeded(seed):
        places = from_scratch(links)
    places -= places.mean(axis=0)
    places *= EDGE / max(1e-9, float(np.abs(places).max()))
    for key, (x, y) in zip(links.keys, np.round(places, 1).tolist(), strict=True):
        graph.nodes[key].update(x=x + 0.0, y=y + 0.0)
