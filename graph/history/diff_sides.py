"""Two graphs of one vault under the names of the second: which nodes and links are in both.

A renamed note is one note under two paths: its links are compared under the new path, so a rename
that takes its links along adds and removes none.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.history.diff_records import Renamed, RetargetedLink
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
        self.moved = {old: new for old, new in moved.items() if self._is_one(old, new)}
        """Old key -> new key of nodes that are in both graphs. A note that became a picture is
        another node."""
        self._were = {new: old for old, new in self.moved.items()}

    def _is_one(self, old: str, new: str) -> bool:
        there, here = self.before.nodes, self.after.nodes
        return old in there and new in here and there[old]["kind"] == here[new]["kind"]

    def now(self, key: str) -> str:
        """Return the new key of an old node."""
        return self.moved.get(key, key)

    def stays(self, old: str) -> bool:
        """Return whether an old node is in the second graph, too, under its new key."""
        new = self.now(old)
        taken = self._were.get(new, old) != old  # another file has this path now
        return not taken and self._is_one(old, new)

    def added(self, kind: str) -> list[str]:
        """Return the keys of new nodes of a kind; "" for what is neither note nor topic."""
        here = (key for key in self.after if _is(self.after, key, kind))
        return sorted(key for key in here if not self._was_there(key))

    def _was_there(self, key: str) -> bool:
        old = self._were.get(key, key)
        return self.now(old) == key and self._is_one(old, key)

    def removed(self, kind: str) -> list[str]:
        """Return the keys of old nodes that are gone."""
        there = (key for key in self.before if _is(self.before, key, kind))
        return sorted(key for key in there if not self.stays(key))

    def renamed(self, kind: str) -> list[Renamed]:
        """Return the nodes with another path."""
        found = [Renamed(new, old) for old, new in self.moved.items() if _is(self.after, new, kind)]
        return sorted(found, key=lambda renamed: renamed.id)

    def notes_that_became(self, *, orphan: bool) -> list[str]:
        """Return the notes of both graphs that are orphans only in the second (or the first)."""
        found = []
        for old, node in self.before.nodes(data=True):
            if node["kind"] == NodeKind.NOTE and self.stays(old):
                now = bool(self.after.nodes[self.now(old)]["orphan"])
                if now is orphan and bool(node["orphan"]) is not orphan:
                    found.append(self.now(old))
        return sorted(found)

    def retargeted(self) -> list[RetargetedLink]:
        """Return the links whose text stayed and which lead to another node."""
        old_ends = {
            (self.now(source), key, raw): (self.now(target), line)
            for (source, key, raw), (target, line) in _ends(self.before).items()
            if self.stays(source)
        }
        found = []
        for place, (target, line) in _ends(self.after).items():
            was, _ = old_ends.get(place, (target, line))
            if was != target:
                source, _, raw = place
                why = self._why(was, target)
                found.append(RetargetedLink(source, line, raw, was, target, why))
        return sorted(found, key=lambda link: (link.source, link.line, link.raw))

    def _why(self, was: str, target: str) -> str:
        if is_topic(was):
            return "written" if was not in self.after else "other"
        if was in self._were:
            return "renamed"
        return "other" if was in self.after else "deleted"


def _is(graph: nx.MultiDiGraph[str], key: str, kind: str) -> bool:
    found = str(graph.nodes[key]["kind"])
    return found == kind if kind else found not in (NodeKind.NOTE, NodeKind.TOPIC)


def _ends(graph: nx.MultiDiGraph[str]) -> dict[tuple[str, str, str], tuple[str, int]]:
    """Return where each text of a link leads: (source, edge key, raw) -> (target, line)."""
    ends: dict[tuple[str, str, str], tuple[str, int]] = {}
    for source, target, key, data in graph.edges(keys=True, data=True):
        if data["kind"] not in NOT_LINKS:
            for place in data["places"]:
                ends.setdefault((source, key, place.raw), (target, place.line))
    return ends


def is_topic(key: str) -> bool:
    """Whether a node is a topic that nobody has written a note for."""
    return key.startswith("topic:")
