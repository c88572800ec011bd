"""Two states of a graph as one: the newer one with what is gone from the older, for a map of both.

Attributes that only this graph has: nodes and edges carry `state`, a `State`; an edge that is gone
has the kind `gone` and names its own kind in `was`. The columns of the page are made of them.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from noteweave.graph.history.diff_records import GraphDiff, Link, RecountedLink
from noteweave.graph.history.graph_state import edge_name

if TYPE_CHECKING:
    import networkx as nx

GONE = "gone"
"""The kind of an edge that the newer graph does not have."""


class State(IntEnum):
    """What happened to a node or an edge."""

    SAME = 0
    NEW = 1
    GONE = 2
    CHANGED = 3


class Union:
    """The two graphs as one, and the key that each node of the older one has in it."""

    def __init__(
        self, before: nx.MultiDiGraph[str], after: nx.MultiDiGraph[str], diff: GraphDiff
    ) -> None:
        """Unite two graphs.

        Args:
            before: the older graph.
            after: the newer graph; it is copied.
            diff: what differs between them.
        """
        self.graph = after.copy()
        self._moved = {r.was: r.id for r in (*diff.notes.renamed, *diff.files.renamed)}
        gone = [*diff.notes.removed, *diff.files.removed, *diff.topics.gone]
        self._gone = {key: self._free_key(key) for key in gone}
        for old, key in self._gone.items():
            self.graph.add_node(key, **before.nodes[old], state=State.GONE)
        new = [note.id for note in diff.notes.added] + [node.id for node in diff.files.added]
        self._mark([*new, *diff.topics.new], State.NEW)
        self._mark([*diff.notes.edited, *self._moved.values()], State.CHANGED)
        self._edges(diff.links.added, State.NEW)
        self._edges(diff.links.recounted, State.CHANGED)
        for link in diff.links.removed:
            source, target, name = edge_name(link)
            self._add_gone(self.key(source), self.key(target), before.edges[source, target, name])

    def key(self, old: str) -> str:
        """Return the key that a node of the older graph has in this one."""
        return self._gone.get(old) or self._moved.get(old, old)

    def _free_key(self, key: str) -> str:
        """Return a key for a node that is gone: its own, unless another file has its path now."""
        return key if key not in self.graph else f"{GONE}:{key}"

    def _mark(self, keys: Iterable[str], state: State) -> None:
        for key in keys:
            self.graph.nodes[key].setdefault("state", state)

    def _edges(self, links: Iterable[Link | RecountedLink], state: State) -> None:
        for link in links:
            self.graph.edges[edge_name(link)]["state"] = state

    def _add_gone(self, source: str, target: str, data: Mapping[str, Any]) -> None:
        add_gone_edge(
            self.graph, source, target, str(data["kind"]), data["relation"], data["count"],
            [place._replace(line=-place.line) for place in data["places"]],
        )  # fmt: skip


def add_gone_edge(
    graph: nx.MultiDiGraph[str],
    source: str,
    target: str,
    kind: str,
    relation: str,
    count: int = 1,
    places: Iterable[object] = (),
) -> dict[str, Any]:
    """Add an edge that is not there any more, and return its attributes.

    Args:
        graph: changed in place.
        source: where the link was written.
        target: where it led.
        kind: the kind that the edge had.
        relation: its relation, or "".
        count: how often the link was written.
        places: where, with negative lines: those of the older text, which are no lines of the
            newer one.
    """
    name = f"{GONE}:{kind}:{relation}"
    graph.add_edge(
        source, target, name, kind=GONE, was=kind, relation=relation, count=count,
        places=list(places), state=State.GONE,
    )  # fmt: skip
    attributes: dict[str, Any] = graph.edges[source, target, name]
    return attributes
