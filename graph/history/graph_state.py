"""The nodes and edges of a graph at one time, and how a difference is applied to them."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.history.diff_records import GraphDiff, Link, RecountedLink
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

EdgeName = tuple[str, str, str]
"""Source node, target node, and the edge's key: its kind, and `:relation` where it has one."""


class State(NamedTuple):
    """Nodes and edges of a graph, as far as a diff speaks of them."""

    nodes: dict[str, str]
    """Key -> kind."""
    edges: dict[EdgeName, int]
    """Edge -> how often the link is written."""


def state_of(graph: nx.MultiDiGraph[str]) -> State:
    """Return the nodes and edges of a graph."""
    nodes = {key: str(data["kind"]) for key, data in graph.nodes(data=True)}
    edges = {
        (source, target, key): int(data["count"])
        for source, target, key, data in graph.edges(keys=True, data=True)
    }
    return State(nodes, edges)


def apply(diff: GraphDiff, before: State) -> State:
    """Return the state after a diff.

    Args:
        diff: of two graphs.
        before: the state of the first.

    Raises:
        KeyError: `before` is not the state that the diff was made from.
    """
    moved = {r.was: r.id for r in (*diff.notes.renamed, *diff.files.renamed)}
    gone = {*diff.notes.removed, *diff.files.removed, *diff.topics.gone}
    nodes = {moved.get(key, key): kind for key, kind in before.nodes.items() if key not in gone}
    nodes |= {note.id: str(NodeKind.NOTE) for note in diff.notes.added}
    nodes |= {topic: str(NodeKind.TOPIC) for topic in diff.topics.new}
    nodes |= {node.id: node.kind for node in diff.files.added}
    removed = {edge_name(link) for link in diff.links.removed}
    edges = {
        (moved.get(source, source), moved.get(target, target), key): count
        for (source, target, key), count in before.edges.items()
        if (source, target, key) not in removed
    }
    for recounted in diff.links.recounted:
        if edges[edge_name(recounted)] != recounted.was:
            raise KeyError(edge_name(recounted))
        edges[edge_name(recounted)] = recounted.count
    for link in diff.links.added:
        edges[edge_name(link)] = link.count
    return State(nodes, edges)


def edge_name(link: Link | RecountedLink) -> EdgeName:
    """Return the name of a link's edge."""
    key = f"{link.kind}:{link.relation}" if link.relation else link.kind
    return link.source, link.target, key


def kind_and_relation(key: str) -> tuple[str, str]:
    """Return what the key of an edge says; the relation is "" where it has none."""
    kind, _, relation = key.partition(":")
    return kind, relation
