"""The graph of a vault whose files change: a piece for each note, put together on demand."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import TYPE_CHECKING, Any

from noteweave.graph.build.degrees import NOT_LINKS, WRITTEN, is_dead_end, is_orphan
from noteweave.graph.build.graph import (
    GraphBuilder,
    Show,
    kind_and_relation,
    place_attributes,
    usual_name,
)
from noteweave.graph.living.delta import Delta, Edge
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.graph.schema import Occurrence

if TYPE_CHECKING:
    import networkx as nx

_Nodes = dict[str, dict[str, Any]]
_Edges = dict[Edge, dict[str, Any]]


class Drawing:
    """What each note adds to the graph, and the nodes and edges that all of it makes.

    Edges of a hierarchy depend on all nodes; only `graph` has them, and no delta.
    """

    def __init__(self, resolved: ResolvedVault, show: Show) -> None:
        self._resolved = resolved
        self._show = show
        self._pieces: dict[str, GraphBuilder] = {}
        self._drawn_by: defaultdict[str, set[str]] = defaultdict(set)
        """The notes whose pieces have a node."""
        self._written: defaultdict[Edge, dict[str, tuple[Occurrence, ...]]] = defaultdict(dict)
        """The places of each edge, by the note or canvas that adds them."""
        self._incoming: defaultdict[str, set[Edge]] = defaultdict(set)
        self._outgoing: defaultdict[str, set[Edge]] = defaultdict(set)
        self._nodes: _Nodes = {}
        self._edges: _Edges = {}
        self._touched_nodes: set[str] = set()
        self._touched_edges: set[Edge] = set()

    def draw(self, path: str) -> None:
        """Draw a note again."""
        piece = GraphBuilder(self._resolved, self._show)
        piece.add_note(self._resolved.vault.notes[path])
        self._touched_nodes |= _different(self._pieces.get(path), piece)
        self._remove(path)
        self._pieces[path] = piece
        for key in piece.nodes:
            self._drawn_by[key].add(path)
        for edge, places in _edges(piece):
            known = self._written[edge].get(path, ())
            self._written[edge][path] = (*known, *places)
            self._incoming[edge[1]].add(edge)
            self._outgoing[edge[0]].add(edge)
            self._touched_edges.add(edge)

    def drop(self, path: str) -> None:
        """Remove what a note adds."""
        self._touched_nodes |= _different(self._pieces.get(path), None)
        self._remove(path)

    def _remove(self, path: str) -> None:
        piece = self._pieces.pop(path, None)
        if piece is None:
            return
        for key in piece.nodes:
            self._drawn_by[key].discard(path)
            if not self._drawn_by[key]:
                del self._drawn_by[key]
        for edge in {edge for edge, _ in _edges(piece)}:
            self._touched_edges.add(edge)
            del self._written[edge][path]
            if not self._written[edge]:
                del self._written[edge]
                self._incoming[edge[1]].discard(edge)
                self._outgoing[edge[0]].discard(edge)

    def graph(self) -> nx.MultiDiGraph[str]:
        """Put the graph together."""
        whole = GraphBuilder(self._resolved, self._show)
        for path in sorted(self._pieces):
            whole.add_piece(self._pieces[path])
        return whole.finish()

    def take(self, delta: Delta) -> Delta:
        """Return a delta with the nodes and edges that are different since the last call."""
        edges = {edge: self._edge(edge) for edge in self._touched_edges}
        for edge, now in edges.items():
            if self._edges.get(edge, {}).get("count") != now.get("count"):
                self._touched_nodes.update(edge[:2])
        kinds = {key: self._kind(key) for key in self._touched_nodes}
        for key, kind in kinds.items():
            if kind != self._nodes.get(key, {}).get("kind"):  # its neighbours' degrees may differ
                self._touched_nodes = self._touched_nodes | set(self._neighbors(key))
        nodes = {key: self._node(key) for key in self._touched_nodes}
        self._touched_nodes, self._touched_edges = set(), set()
        found = replace(
            delta,
            nodes_gone=tuple(sorted(k for k, now in nodes.items() if not now and k in self._nodes)),
            nodes_new={k: now for k, now in sorted(nodes.items()) if now and k not in self._nodes},
            nodes_changed={
                k: now
                for k, now in sorted(nodes.items())
                if now and k in self._nodes and self._nodes[k] != now
            },
            edges_gone=tuple(sorted(e for e, now in edges.items() if not now and e in self._edges)),
            edges_new={e: now for e, now in sorted(edges.items()) if now and e not in self._edges},
            edges_changed={
                e: now
                for e, now in sorted(edges.items())
                if now and e in self._edges and self._edges[e] != now
            },
        )
        _keep(self._nodes, nodes)
        _keep(self._edges, edges)
        return found

    def _neighbors(self, key: str) -> Iterator[str]:
        for edge in self._incoming[key] | self._outgoing[key]:
            yield from edge[:2]

    def _kind(self, key: str) -> str | None:
        paths = self._drawn_by.get(key)
        return str(self._pieces[min(paths)].nodes[key]["kind"]) if paths else None

    def _edge(self, edge: Edge) -> dict[str, Any]:
        by_path = self._written.get(edge)
        if not by_path:
            return {}
        places = tuple(place for path in sorted(by_path) for place in by_path[path])
        return {**kind_and_relation(edge[2]), **place_attributes(places)}

    def _node(self, key: str) -> dict[str, Any]:
        paths = self._drawn_by.get(key)
        if not paths:
            return {}
        own = self._pieces[min(paths)].nodes[key]
        attributes = dict(own)
        spellings: Counter[str] = Counter()
        for path in sorted(paths):
            spellings.update(self._pieces[path].spellings.get(key, {}))
        if spellings:
            attributes |= usual_name(key, spellings)
        incoming, linked = self._count(self._incoming.get(key, ()), key)
        outgoing, linking = self._count(self._outgoing.get(key, ()), key)
        attributes["in_links"], attributes["out_links"] = incoming, outgoing
        attributes["orphan"] = is_orphan(own["kind"], linked, linking)
        attributes["dead_end"] = is_dead_end(own["kind"], linked, linking)
        return attributes

    def _count(self, edges: Iterable[Edge], key: str) -> tuple[int, int]:
        """Return the number of links that edges stand for, and of those between written nodes."""
        links = written = 0
        is_written = self._kind(key) in WRITTEN
        for edge in edges:
            if kind_and_relation(edge[2])["kind"] in NOT_LINKS:
                continue
            links += sum(map(len, self._written[edge].values()))
            other = edge[0] if edge[1] == key else edge[1]
            written += is_written and self._kind(other) in WRITTEN
        return links, written


def _different(before: GraphBuilder | None, now: GraphBuilder | None) -> set[str]:
    """Return the nodes that two pieces of one note describe differently."""
    old, new = (
        {
            key: (node, list(piece.spellings.get(key, {}).items()))
            for key, node in piece.nodes.items()
        }
        if piece
        else {}
        for piece in (before, now)
    )
    return {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}


def _edges(piece: GraphBuilder) -> Iterator[tuple[Edge, list[Occurrence]]]:
    for source, edges in piece.edges:
        for (target, key), places in edges:
            yield (source, target, key), places


def _keep(known: dict[Any, dict[str, Any]], now: dict[Any, dict[str, Any]]) -> None:
    for key, attributes in now.items():
        if attributes:
            known[key] = attributes
        else:
            known.pop(key, None)
