"""Count the links to and from each node, and define which notes are orphans and dead ends.

The graph, the backlink report and the check all use these definitions.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from noteweave.graph.resolve.resolved_vault import ResolvedLink, TargetKind
from noteweave.graph.schema import NodeKind
from noteweave.vault.model import File, Kind

if TYPE_CHECKING:
    import networkx as nx

NOT_LINKS = frozenset({Kind.TAG, Kind.HIERARCHY, Kind.MENTION})
"""Kinds of edges that are not links: they are not counted."""
WRITTEN = frozenset({NodeKind.NOTE, NodeKind.CANVAS, NodeKind.TOPIC})
"""Kinds of nodes that somebody wrote or intends to write. Only links between them decide whether a
note is an orphan or a dead end, so that it does not matter whether files and URLs are shown."""
_WRITTEN_TARGETS = frozenset({TargetKind.NOTE, TargetKind.CANVAS})


def is_orphan(kind: str, incoming: int, outgoing: int) -> bool:
    """Return whether a node is a note without links from or to notes, canvases and topics.

    Args:
        kind: of the node.
        incoming: links to it from such nodes, without self links.
        outgoing: links from it to such nodes, without self links.
    """
    return kind == NodeKind.NOTE and not incoming and not outgoing


def is_dead_end(kind: str, incoming: int, outgoing: int) -> bool:
    """Return whether a node is a note that is linked to, but links to no note, canvas or topic.

    The arguments are those of `is_orphan`.
    """
    return kind == NodeKind.NOTE and incoming > 0 and not outgoing


def leads_on(found: ResolvedLink, files: Mapping[str, File]) -> bool:
    """Return whether a link leads to another note or canvas of the graph, or to a topic."""
    if found.target is None:
        return found.kind is TargetKind.TOPIC
    return found.kind in _WRITTEN_TARGETS and not files[found.target].excluded


class DegreeCounter:
    """Counts links while edges are added to a graph."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        """`graph` has all its nodes."""
        self._incoming = dict.fromkeys(graph, 0)
        self._outgoing = dict.fromkeys(graph, 0)
        self._linked: set[str] = set()
        self._linking: set[str] = set()
        self._written = {key for key, node in graph.nodes(data=True) if node["kind"] in WRITTEN}

    def add(self, source: str, target: str, links: int) -> None:
        """Count an edge that stands for this number of links."""
        self._outgoing[source] += links
        self._incoming[target] += links
        if source in self._written and target in self._written:
            self._linking.add(source)
            self._linked.add(target)

    def write(self, graph: nx.MultiDiGraph[str]) -> None:
        """Write `in_links`, `out_links`, `orphan` and `dead_end` of every node."""
        for key, node in graph.nodes(data=True):
            node["in_links"] = self._incoming[key]
            node["out_links"] = self._outgoing[key]
            ends = node["kind"], key in self._linked, key in self._linking
            node["orphan"] = is_orphan(*ends)
            node["dead_end"] = is_dead_end(*ends)
