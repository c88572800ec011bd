"""Who links to what: the backlinks of a note or topic, and the lists worth reading first.

Nothing here opens a file: the words around each link come from elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.schema import NodeKind, Place
from noteweave.vault.model import Kind

if TYPE_CHECKING:
    import networkx as nx

SUBJECTS = (NodeKind.NOTE, NodeKind.CANVAS, NodeKind.TOPIC)
"""What a report has an entry for."""
_UNWRITTEN = (Kind.MENTION, Kind.HIERARCHY)
"""Edges that nobody has written as a link."""


class Backlink(NamedTuple):
    """One link, seen from its target."""

    source: str
    """The node it is written in."""
    kind: str
    relation: str
    place: Place


class Weight(NamedTuple):
    """How much a note or topic is linked to: the order of every list here."""

    notes: int
    """Distinct notes that link to it, itself left out."""
    links: int
    """Every occurrence."""


class Pair(NamedTuple):
    """Two notes that link to each other."""

    one: str
    other: str
    links: int


@dataclass(frozen=True, slots=True)
class Overview:
    """The lists at the top of a report; each in its own order, all of them whole."""

    weights: dict[str, Weight]
    """Of every note, canvas and topic, linked or not, in the order of the report."""
    most_linked: list[str]
    most_wanted: list[str]
    orphans: list[str]
    """Notes without a link in or out."""
    dead_ends: list[str]
    """Notes that are linked to, but link nowhere."""
    pairs: list[Pair]
    islands: list[list[str]]
    """Groups with at least two notes that no chain of links joins to the largest group."""
    recent: list[tuple[str, str]]
    """ISO date of the newest note that links to it (by the notes' own dates), and the node."""

    @property
    def links(self) -> int:
        return sum(weight.links for weight in self.weights.values())


def backlinks(graph: nx.MultiDiGraph[str], key: str) -> Iterator[Backlink]:
    """Yield the links to a node, its own left out: by source path, then by place."""
    for source in sorted(graph.predecessors(key)):
        if source != key:
            yield from links_from(graph, source, key)


def links_from(
    graph: nx.MultiDiGraph[str], source: str, target: str, *, mentions: bool = False
) -> list[Backlink]:
    """Return the links from one node to another, by place; if asked, the mere mentions too."""
    unwritten = _UNWRITTEN[1:] if mentions else _UNWRITTEN
    return sorted(
        (
            Backlink(source, edge["kind"], edge.get("relation") or "", Place(*place))
            for edge in graph[source][target].values()
            if edge["kind"] not in unwritten
            for place in edge["places"]
        ),
        key=lambda link: link.place,
    )


def overview(graph: nx.MultiDiGraph[str]) -> Overview:
    """Take stock of a whole graph. Time is linear in its size, but for the sorting."""
    kinds = {key: str(node["kind"]) for key, node in graph.nodes(data=True)}
    weights = {key: _weight(graph, key) for key in _in_order(graph)}
    weights = {
        **{key: weight for key, weight in weights.items() if kinds[key] != NodeKind.TOPIC},
        **dict(sorted(_of_kind(weights, kinds, NodeKind.TOPIC), key=_heaviest)),
    }
    linked = sorted(_of_kind(weights, kinds, NodeKind.NOTE, NodeKind.CANVAS), key=_heaviest)
    wanted = sorted(_of_kind(weights, kinds, NodeKind.TOPIC), key=_heaviest)
    notes = [key for key in weights if kinds[key] == NodeKind.NOTE]
    silent = [key for key in notes if not any(True for _ in _targets(graph, key))]
    return Overview(
        weights=weights,
        most_linked=[key for key, weight in linked if weight.links],
        most_wanted=[key for key, weight in wanted if weight.links],
        orphans=[key for key in silent if not weights[key].links],
        dead_ends=[key for key in silent if weights[key].links],
        pairs=_pairs(graph, weights, kinds),
        islands=_islands(graph, weights, kinds),
        recent=_recent(graph, weights),
    )


def _in_order(graph: nx.MultiDiGraph[str]) -> list[str]:
    """Notes and canvases by path, then topics by name."""
    nodes = [(k, v["kind"]) for k, v in graph.nodes(data=True) if v["kind"] in SUBJECTS]
    return [k for k, kind in sorted(nodes, key=lambda node: (node[1] == NodeKind.TOPIC, node[0]))]


def _of_kind(
    weights: dict[str, Weight], kinds: dict[str, str], *wanted: NodeKind
) -> list[tuple[str, Weight]]:
    return [(key, weight) for key, weight in weights.items() if kinds[key] in wanted]


def _heaviest(entry: tuple[str, Weight]) -> tuple[int, int, str]:
    key, weight = entry
    return -weight.notes, -weight.links, key


def _targets(graph: nx.MultiDiGraph[str], key: str) -> Iterator[str]:
    """Other nodes that a note links to, tags left out."""
    for target, edges in graph[key].items():
        written = any(edge["kind"] not in _UNWRITTEN for edge in edges.values())
        if written and target != key and graph.nodes[target]["kind"] != NodeKind.TAG:
            yield target


def _weight(graph: nx.MultiDiGraph[str], key: str) -> Weight:
    notes = links = 0
    for source, edges in graph.pred[key].items():
        count = sum(e["count"] for e in edges.values() if e["kind"] not in _UNWRITTEN)
        if source != key and count:
            notes, links = notes + 1, links + count
    return Weight(notes, links)


def _pairs(
    graph: nx.MultiDiGraph[str], weights: Collection[str], kinds: dict[str, str]
) -> list[Pair]:
    pairs = []
    for one in weights:
        for other in _targets(graph, one) if kinds[one] == NodeKind.NOTE else ():
            if one < other and kinds[other] == NodeKind.NOTE and graph.has_edge(other, one):
                there, back = _links(graph, one, other), _links(graph, other, one)
                if back:
                    pairs.append(Pair(one, other, there + back))
    return sorted(pairs, key=lambda pair: (-pair.links, pair.one, pair.other))


def _links(graph: nx.MultiDiGraph[str], source: str, target: str) -> int:
    edges = graph[source][target].values()
    return sum(edge["count"] for edge in edges if edge["kind"] not in _UNWRITTEN)


def _islands(
    graph: nx.MultiDiGraph[str], weights: Collection[str], kinds: dict[str, str]
) -> list[list[str]]:
    """Group the nodes that links join, either way; the largest group is no island."""
    group: dict[str, str] = {}
    find = _finder(group)
    for source in weights:
        for target in _targets(graph, source):
            if target in weights:
                group[find(source)] = find(target)
    members: dict[str, list[str]] = {}
    for key in weights:
        members.setdefault(find(key), []).append(key)
    groups = sorted(members.values(), key=lambda keys: (-len(keys), keys[0]))
    return [g for g in groups[1:] if sum(kinds[key] != NodeKind.TOPIC for key in g) > 1]


def _finder(group: dict[str, str]) -> Callable[[str], str]:
    """Union-find with path halving (Tarjan and van Leeuwen, 1984)."""

    def find(key: str) -> str:
        while (above := group.get(key, key)) != key:
            group[key] = group.get(above, above)
            key = above
        return key

    return find


def _recent(graph: nx.MultiDiGraph[str], weights: dict[str, Weight]) -> list[tuple[str, str]]:
    newest = [
        (max(date_of(graph, link.source) for link in backlinks(graph, key)), key)
        for key, weight in weights.items()
        if weight.links
    ]
    newest.sort(key=lambda entry: entry[1])
    return sorted((entry for entry in newest if entry[0]), key=lambda e: e[0], reverse=True)


def date_of(graph: nx.MultiDiGraph[str], key: str) -> str:
    """Return when a note was last changed, or made, by its own account; "" when it says nothing."""
    node = graph.nodes[key]
    return str(node.get("modified") or node.get("created") or "")
