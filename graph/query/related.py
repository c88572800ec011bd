"""Find the notes related to a note by the neighbours they share, whether or not they are linked."""

from __future__ import annotations

from collections import defaultdict
from math import log
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.query.select import neighbors
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx


class Related(NamedTuple):
    """One note, how strongly it is related to the given one, and why."""

    key: str
    adamic_adar: float
    """Sum over the shared neighbours of 1 / log(number of neighbours of that neighbour)."""
    shared: tuple[str, ...]
    """Those neighbours, the one with the fewest neighbours first."""
    cited_together: tuple[str, ...]
    """Notes that link to both, the one with the fewest links first."""
    linked: bool
    """Whether one of the two already links to the other."""


def related(graph: nx.MultiDiGraph[str], key: str) -> list[Related]:
    """Return the notes and topics that share a neighbour with a node, most related first.

    `adamic_adar` is Adamic and Adar's measure ("Friends and neighbors on the Web", 2003): sharing
    a neighbour with few links counts more than sharing one with many. `cited_together` is
    co-citation (Small: "Co-citation in the scientific literature", 1973). Daily notes and tags
    count as neighbours; only notes, topics and canvases are returned.
    """
    own = set(neighbors(graph, key)) - {key}
    shared: defaultdict[str, list[str]] = defaultdict(list)
    degrees = {}
    for between in sorted(own):
        around = set(neighbors(graph, between)) - {between}
        degrees[between] = len(around)
        for other in around - {key}:
            shared[other].append(between)
    found = [
        _related(graph, key, other, between, degrees, other in own)
        for other, between in shared.items()
        if graph.nodes[other]["kind"] in (NodeKind.NOTE, NodeKind.TOPIC, NodeKind.CANVAS)
    ]
    return sorted(found, key=lambda one: (-one.adamic_adar, -len(one.cited_together), one.key))


def _related(
    graph: nx.MultiDiGraph[str],
    key: str,
    other: str,
    shared: list[str],
    degrees: dict[str, int],
    linked: bool,
) -> Related:
    shared.sort(key=lambda between: (degrees[between], between))
    together = [b for b in shared if graph.has_edge(b, key) and graph.has_edge(b, other)]
    together.sort(key=lambda between: (graph.out_degree(between), between))
    score = sum(1 / log(degrees[between]) for between in shared)
    return Related(other, score, tuple(shared), tuple(together), linked)
