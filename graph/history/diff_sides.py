"""Two graphs of one vault under the names of the second: which nodes and links are in both.

A renamed note is one note under two paths: its links are compared under the new path, so a rename
that takes its links along adds and removes none.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.history.diff_records import Renamed, RetargetedLink
from noteweave.graph.history.graph_state import EdgeName
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx


class Sides:
    """Two graphs under the names of the second."""

    def __init__(
        self,
        before: nx.MultiDiGraph[str],
        after: nx.MultiDiGraph[str],
        moved: Mapping[str, str],
    ) -> None:
        self.before = before
        self.after = after
        self._old_kinds = {key: str(node["kind"]) for key, node in before.nodes(data=True)}
        self._new_kinds = {key: str(node["kind"]) for key, node in after.nodes(data=True)}
        self.moved = {old: new for old, new in moved.items() if self._is_one(old, new)}
        """Old key -> new key of nodes that are in both graphs. A note that became a picture is
        another node."""
        self._were = {new: old for old, new in self.moved.items()}
        self.kept = {
            old: new
            for old in before
            for new in [self.moved.get(old, old)]
            if self._were.get(new, old) == old  # else another file has this path now
            and self._is_one(old, new)
        }
        """Old key -> new key of all nodes that are in both graphs."""
        self.came_from = {new: old for old, new in self.kept.items()}

    def _is_one(self, old: str, new: str) -> bool:
        kind = self._old_kinds.get(old)
        return kind is not None and kind == self._new_kinds.get(new)

    def added(self, kind: str) -> list[str]:
        """Return the keys of new nodes of a kind; "" for what is neither note nor topic."""
        return sorted(
            key
            for key, found in self._new_kinds.items()
            if _fits(found, kind) and key not in self.came_from
        )

    def removed(self, kind: str) -> list[str]:
        """Return the keys of old nodes that are gone."""
        return sorted(
            key
            for key, found in self._old_kinds.items()
            if _fits(found, kind) and key not in self.kept
        )

    def renamed(self, kind: str) -> list[Renamed]:
        """Return the nodes with another path."""
        found = [
            Renamed(new, old)
            for old, new in self.moved.items()
            if _fits(self._new_kinds[new], kind)
        ]
        return sorted(found, key=lambda renamed: renamed.id)

    def notes_that_became(self, *, orphan: bool) -> list[str]:
        """Return the notes of both graphs that are orphans only in the second (or the first)."""
        found = []
        for old, node in self.before.nodes(data=True):
            if node["kind"] == NodeKind.NOTE and old in self.kept:
                now = bool(self.after.nodes[self.kept[old]]["orphan"])
                if now is orphan and bool(node["orphan"]) is not orphan:
                    found.append(self.kept[old])
        return sorted(found)

    def edges(self) -> EdgeChanges:
        """Compare the edges of both graphs."""
        found = EdgeChanges([], [], [], set())
        there, here = self.before.adj, self.after.adj
        for source, target, key, data in _all_edges(self.after):
            a, b = self.came_from.get(source), self.came_from.get(target)
            was = None if a is None or b is None else there[a].get(b, {}).get(key)
            if was is None:
                found.added.append((source, target, key))
            elif was["count"] != data["count"]:
                found.recounted.append(((source, target, key), was["count"]))
            elif was["places"] == data["places"]:
                continue
            found.touched.add(source)
        for source, target, key, _ in _all_edges(self.before):
            a, b = self.kept.get(source), self.kept.get(target)
            if a is None or b is None or key not in here[a].get(b, {}):
                found.removed.append((source, target, key))
                found.touched.add(a or source)
        for names in (found.added, found.removed):
            names.sort()
        found.recounted.sort()
        return found

    def retargeted(self, sources: Iterable[str]) -> list[RetargetedLink]:
        """Return the links of some new nodes whose text stayed and which lead to another node."""
        found = []
        for source in sources:
            old = self.came_from.get(source)
            if old is None:
                continue
            were = _ends(self.before, old)
            for (key, raw), (target, line) in _ends(self.after, source).items():
                if (key, raw) in were:
                    was = were[key, raw][0]
                    was = self.moved.get(was, was)
                    if was != target:
                        why = self._why(was, target)
                        found.append(RetargetedLink(source, line, raw, was, target, why))
        return sorted(found, key=lambda link: (link.source, link.line, link.raw))

    def _why(self, was: str, target: str) -> str:
        if is_topic(was):
            return "written" if was not in self.after else "other"
        if was in self._were:
            return "renamed"
        return "other" if was in self.after else "deleted"


class EdgeChanges(NamedTuple):
    """How the edges differ; the lists are sorted."""

    added: list[EdgeName]
    removed: list[EdgeName]
    """Under the old names."""
    recounted: list[tuple[EdgeName, int]]
    """With the old count."""
    touched: set[str]
    """The new keys of all nodes with a link that is written elsewhere or leads elsewhere."""


def _fits(found: str, kind: str) -> bool:
    return found == kind if kind else found not in (NodeKind.NOTE, NodeKind.TOPIC)


def _all_edges(
    graph: nx.MultiDiGraph[str],
) -> Iterator[tuple[str, str, str, Mapping[str, Any]]]:
    """Yield source, target, key and data: twice as fast as networkx's own view."""
    for source, targets in graph.adjacency():
        for target, parallel in targets.items():
            for key, data in parallel.items():
                yield source, target, key, data


def _ends(graph: nx.MultiDiGraph[str], source: str) -> dict[tuple[str, str], tuple[str, int]]:
    """Return where each text of a node's links leads: (edge key, raw) -> (target, line)."""
    ends: dict[tuple[str, str], tuple[str, int]] = {}
    for target, parallel in graph.adj[source].items():
        for key, data in parallel.items():
            if data["kind"] not in NOT_LINKS:
                for place in data["places"]:
                    ends.setdefault((key, place.raw), (target, place.line))
    return ends


def is_topic(key: str) -> bool:
    """Whether a node is a topic that nobody has written a note for."""
    return key.startswith("topic:")
