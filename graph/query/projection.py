"""Project a graph onto its topics or its notes: two are linked if they have more in common than by
chance."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from noteweave.graph.query.topics import MIN_TOGETHER, npmi, topics
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx

COMMON = 0.1
"""Topics that a larger share of the notes links to are left out between notes: almost every note
has them, and the number of pairs grows with the square of their notes."""
MIN_SHARED = 2
"""Topics that two notes must have in common."""


def project(graph: nx.MultiDiGraph[str], onto: Literal["topics", "notes"]) -> nx.MultiDiGraph[str]:
    """Return the graph of the topics, or of the notes that link to topics.

    Notes and topics form a bipartite graph; the projection is that of
    `networkx.bipartite.generic_weighted_projected_graph` with the normalised pointwise mutual
    information as weight (see `noteweave.graph.query.topics.npmi`). Only pairs with a positive
    weight are linked, from the smaller key to the larger: kind `shared`, `count` the weight in
    hundredths, and `reason` how many notes or topics they share. `measure` and `lay_out` have to
    be called again.

    Raises:
        RequestError: the graph has no topics.
    """
    import networkx as nx
    from networkx.algorithms import bipartite

    found = topics(graph)
    linked = {key: topic.notes for key, topic in found.topics.items() if topic.notes}
    if not linked:
        raise RequestError(
            "there is nothing to project: no note links to a topic",
            "topics are targets without a note, and the notes in [topics] folders",
        )
    of_notes = onto == "notes"
    kept = set(linked) if of_notes else set().union(*linked.values())
    if of_notes:
        most = max(MIN_TOGETHER, COMMON * found.notes)
        linked = {key: notes for key, notes in linked.items() if len(notes) <= most}
    pairs: nx.Graph[str] = nx.Graph()
    pairs.add_edges_from((key, note) for key, notes in linked.items() for note in notes)
    nodes = sorted(set(pairs) - kept if of_notes else linked)
    total, least = (len(linked), MIN_SHARED) if of_notes else (found.notes, MIN_TOGETHER)

    def weight(both: nx.Graph[str], one: str, other: str) -> tuple[int, float]:
        ends = both.adj[one], both.adj[other]
        shared = len(ends[0].keys() & ends[1].keys())
        if shared < least:
            return shared, 0.0
        return shared, npmi(shared, len(ends[0]), len(ends[1]), total)

    joined = bipartite.generic_weighted_projected_graph(pairs, nodes, weight_function=weight)
    return _linked(graph, nodes, joined, "topics" if of_notes else "notes")


def _linked(
    graph: nx.MultiDiGraph[str], nodes: list[str], joined: nx.Graph[str], what: str
) -> nx.MultiDiGraph[str]:
    """Return a graph like the first one, with the pairs of a projection as its edges."""
    result = graph.__class__()
    result.graph.update(graph.graph)
    result.add_nodes_from((key, graph.nodes[key]) for key in nodes)
    weights: dict[tuple[str, str], tuple[int, float]] = {
        (min(one, other), max(one, other)): data["weight"]
        for one, other, data in joined.edges(data=True)
    }
    for (source, target), (shared, value) in sorted(weights.items()):
        if value > 0:
            result.add_edge(
                source,
                target,
                "shared",
                kind="shared",
                relation="",
                section="",
                reason=f"{shared} {what} in common",
                count=max(1, round(100 * value)),
                places=(),
            )
    return result
