"""How many links come to each node and leave it, and which notes are orphans."""

from __future__ import annotations

from typing import TYPE_CHECKING

from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx


class DegreeCounter:
    """How often each node is linked and links, counted while the edges are drawn."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        """`graph` has all its nodes."""
        self._incoming = dict.fromkeys(graph, 0)
        self._outgoing = dict.fromkeys(graph, 0)
        self._linked: set[str] = set()
        self._no_company = {
            key
            for key, node in graph.nodes(data=True)
            if node["kind"] in (NodeKind.ATTACHMENT, NodeKind.EXTERNAL)
        }

    def add(self, source: str, target: str, links: int) -> None:
        """Count an edge, written so many times."""
        self._outgoing[source] += links
        self._incoming[target] += links
        if target not in self._no_company:
            self._linked.add(source)
            self._linked.add(target)

    def write(self, graph: nx.MultiDiGraph[str]) -> None:
        """Write `in_links`, `out_links` and `orphan` of every node."""
        for key, node in graph.nodes(data=True):
            node["in_links"] = self._incoming[key]
            node["out_links"] = self._outgoing[key]
            node["orphan"] = node["kind"] == NodeKind.NOTE and key not in self._linked
