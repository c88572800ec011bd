"""The difference between two graphs of one vault."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.history.communities import community_changes
from noteweave.graph.history.diff_records import (
    AddedNote,
    Counts,
    GraphDiff,
    Link,
    LinkChanges,
    NewNode,
    NodeChanges,
    NoteChanges,
    RecountedLink,
    RetargetedLink,
    TopicChanges,
    WrittenTopic,
)
from noteweave.graph.history.diff_sides import EdgeChanges, Sides, is_topic
from noteweave.graph.history.graph_state import EdgeName, kind_and_relation

if TYPE_CHECKING:
    import networkx as nx


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
    sides = Sides(before, after, dict(renamed or {}))
    edges = sides.edges()
    retargeted = sides.retargeted(edges.touched)
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
        links=_links(sides, edges, retargeted),
        topics=TopicChanges(sides.added("topic"), sides.removed("topic"), _written(retargeted)),
        orphaned=sides.notes_that_became(orphan=True),
        connected=sides.notes_that_became(orphan=False),
        communities=community_changes(before, after, sides.moved),
    )


def _links(sides: Sides, edges: EdgeChanges, retargeted: Sequence[RetargetedLink]) -> LinkChanges:
    def count(graph: nx.MultiDiGraph[str], name: EdgeName) -> int:
        return int(graph.edges[name]["count"])

    return LinkChanges(
        added=[_link(name, count(sides.after, name)) for name in edges.added],
        removed=[_link(name, count(sides.before, name)) for name in edges.removed],
        recounted=[
            RecountedLink(
                name[0], name[1], *kind_and_relation(name[2]), count(sides.after, name), was
            )
            for name, was in edges.recounted
        ],
        broken=[r for r in retargeted if is_topic(r.target) and not is_topic(r.was)],
        mended=[r for r in retargeted if is_topic(r.was) and not is_topic(r.target)],
    )


def _written(retargeted: Iterable[RetargetedLink]) -> list[WrittenTopic]:
    counts: defaultdict[tuple[str, str], int] = defaultdict(int)
    for link in retargeted:
        if is_topic(link.was) and not is_topic(link.target):
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
                for _, targets in graph.adjacency()
                for parallel in targets.values()
                for data in parallel.values()
                if data["kind"] not in NOT_LINKS
            )
        ),
        topics=of_kind("topic"),
        broken=pair(lambda graph: int(graph.graph["broken"])),
    )


def _link(name: EdgeName, count: int) -> Link:
    return Link(name[0], name[1], *kind_and_relation(name[2]), count)
