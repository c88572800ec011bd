"""The difference between two graphs of one vault, and how to apply it.

The lists of nodes and links are complete: applied to the first graph they give the second (see
`apply`). What is told beside them (broken and mended links, orphans, written topics, communities)
is derived from the two graphs and repeats nothing that could not be derived again.

A renamed note is one note under two paths: its links are compared under the new path, so a rename
that takes its links along adds and removes none.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.history.communities import CommunityChanges, community_changes
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx

EdgeName = tuple[str, str, str]
"""Source node, target node, and the edge's key: its kind, and `:relation` where it has one."""


class Renamed(msgspec.Struct, frozen=True):
    """A file with another path than before."""

    id: str
    was: str


class AddedNote(msgspec.Struct, frozen=True, rename={"in_links": "in", "out_links": "out"}):
    """A new note, with the number of links to it and from it."""

    id: str
    in_links: int
    out_links: int


class NewNode(msgspec.Struct, frozen=True):
    """A new node that is no note."""

    id: str
    kind: str


class Link(msgspec.Struct, frozen=True):
    """An edge: all links of one kind and relation from one node to another."""

    source: str
    target: str
    kind: str
    relation: str
    count: int


class RecountedLink(msgspec.Struct, frozen=True):
    """An edge that is written more often, or less often, than before."""

    source: str
    target: str
    kind: str
    relation: str
    count: int
    was: int


class RetargetedLink(msgspec.Struct, frozen=True):
    """A link whose text did not change and which leads elsewhere: it broke, or it works again."""

    source: str
    line: int
    raw: str
    """The link as it is written."""
    was: str
    """The node it led to."""
    target: str
    """The node it leads to now."""
    why: str
    """What happened to the file at its end: `deleted`, `renamed`, `written` or `other`."""


class WrittenTopic(msgspec.Struct, frozen=True):
    """A topic that has become a note."""

    topic: str
    note: str
    links: int
    """How many links to the topic lead to the note now."""


class Counts(msgspec.Struct, frozen=True):
    """Totals before and after."""

    notes: tuple[int, int]
    links: tuple[int, int]
    topics: tuple[int, int]
    broken: tuple[int, int]


class NoteChanges(msgspec.Struct, frozen=True):
    """What happened to notes; `edited` are those whose text is another, renamed or not."""

    added: list[AddedNote]
    removed: list[str]
    renamed: list[Renamed]
    edited: list[str]


class NodeChanges(msgspec.Struct, frozen=True):
    """What happened to nodes that are no notes: attachments, canvases, tags and so on."""

    added: list[NewNode]
    removed: list[str]
    renamed: list[Renamed]


class LinkChanges(msgspec.Struct, frozen=True):
    """What happened to links. `added`, `removed` and `recounted` are complete.

    Ends are named as in the second graph; those of `removed` as in the first, where they were.
    """

    added: list[Link]
    removed: list[Link]
    recounted: list[RecountedLink]
    broken: list[RetargetedLink]
    mended: list[RetargetedLink]


class TopicChanges(msgspec.Struct, frozen=True):
    """What happened to topics that nobody has written a note for."""

    new: list[str]
    gone: list[str]
    written: list[WrittenTopic]


class GraphDiff(msgspec.Struct, frozen=True):
    """Everything that differs between two graphs, each list sorted."""

    counts: Counts
    notes: NoteChanges
    files: NodeChanges
    links: LinkChanges
    topics: TopicChanges
    orphaned: list[str]
    """Notes of both graphs that no link joins with another any more."""
    connected: list[str]
    """Notes of both graphs that were orphans."""
    communities: CommunityChanges

    @property
    def empty(self) -> bool:
        """Whether the two graphs have the same nodes and links, and no note was edited."""
        nodes, files, links = self.notes, self.files, self.links
        return not any(
            (
                *(nodes.added, nodes.removed, nodes.renamed, nodes.edited),
                *(files.added, files.removed, files.renamed),
                *(links.added, links.removed, links.recounted),
                *(self.topics.new, self.topics.gone),
            )
        )


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
    removed = {_name(link) for link in diff.links.removed}
    edges = {
        (moved.get(source, source), moved.get(target, target), key): count
        for (source, target, key), count in before.edges.items()
        if (source, target, key) not in removed
    }
    for recounted in diff.links.recounted:
        if edges[_name(recounted)] != recounted.was:
            raise KeyError(_name(recounted))
        edges[_name(recounted)] = recounted.count
    for link in diff.links.added:
        edges[_name(link)] = link.count
    return State(nodes, edges)


def diff_graphs(
    before: nx.MultiDiGraph[str],
    after: nx.MultiDiGraph[str],
    renamed: Mapping[str, str] | None = None,
    edited: Iterable[str] = (),
) -> GraphDiff:
    """Return what differs between two graphs of one vault.

    Args:
        before: the older graph; with attribute `community_name` where communities are compared.
        after: the newer graph.
        renamed: old path -> new path, of files that are in both graphs.
        edited: paths (the new ones) of notes of both graphs whose content differs.
    """
    sides = _Sides(before, after, dict(renamed or {}))
    retargeted = sides.retargeted()
    nodes = sides.after.nodes
    return GraphDiff(
        counts=_counts(before, after),
        notes=NoteChanges(
            [
                AddedNote(k, nodes[k]["in_links"], nodes[k]["out_links"])
                for k in sides.added("note")
            ],
            sides.removed("note"),
            sides.renamed("note"),
            sorted(path for path in edited if path in sides.after),
        ),
        files=NodeChanges(
            [NewNode(key, str(nodes[key]["kind"])) for key in sides.added("")],
            sides.removed(""),
            sides.renamed(""),
        ),
        links=_links(sides, retargeted),
        topics=TopicChanges(sides.added("topic"), sides.removed("topic"), _written(retargeted)),
        orphaned=sides.notes_that_became(orphan=True),
        connected=sides.notes_that_became(orphan=False),
        communities=community_changes(before, after, sides.moved),
    )


class _Sides:
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
        if _is_topic(was):
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


def _links(sides: _Sides, retargeted: Sequence[RetargetedLink]) -> LinkChanges:
    old: dict[EdgeName, int] = {}
    removed: list[Link] = []
    new = state_of(sides.after).edges
    for name, count in sorted(state_of(sides.before).edges.items()):
        source, target, key = name
        kept = (sides.now(source), sides.now(target), key)
        if sides.stays(source) and sides.stays(target) and kept in new:
            old[kept] = count
        else:
            removed.append(_link(name, count))
    return LinkChanges(
        added=[_link(name, new[name]) for name in sorted(new.keys() - old.keys())],
        removed=removed,
        recounted=[
            RecountedLink(name[0], name[1], *_meaning(name[2]), new[name], old[name])
            for name in sorted(old)
            if new[name] != old[name]
        ],
        broken=[r for r in retargeted if _is_topic(r.target) and not _is_topic(r.was)],
        mended=[r for r in retargeted if _is_topic(r.was) and not _is_topic(r.target)],
    )


def _written(retargeted: Iterable[RetargetedLink]) -> list[WrittenTopic]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for link in retargeted:
        if _is_topic(link.was) and not _is_topic(link.target):
            counts[link.was, link.target] += 1
    return [WrittenTopic(topic, note, count) for (topic, note), count in sorted(counts.items())]


def _counts(before: nx.MultiDiGraph[str], after: nx.MultiDiGraph[str]) -> Counts:
    def pair(count: Any) -> tuple[int, int]:
        return count(before), count(after)

    def of_kind(kind: str) -> tuple[int, int]:
        return pair(lambda graph: sum(1 for _, k in graph.nodes(data="kind") if k == kind))

    return Counts(
        notes=of_kind("note"),
        links=pair(
            lambda graph: sum(
                data["count"]
                for _, _, data in graph.edges(data=True)
                if data["kind"] not in NOT_LINKS
            )
        ),
        topics=of_kind("topic"),
        broken=pair(lambda graph: int(graph.graph["broken"])),
    )


def _link(name: EdgeName, count: int) -> Link:
    return Link(name[0], name[1], *_meaning(name[2]), count)


def _name(link: Link | RecountedLink) -> EdgeName:
    key = f"{link.kind}:{link.relation}" if link.relation else link.kind
    return link.source, link.target, key


def _meaning(key: str) -> tuple[str, str]:
    kind, _, relation = key.partition(":")
    return kind, relation


def _is_topic(key: str) -> bool:
    return key.startswith("topic:")
