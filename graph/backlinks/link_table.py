"""The links of a vault by source and target, and the overview at the top of a backlink report.

A `LinkTable` holds only what a report needs, so that a hundred thousand notes take little memory:
the names of the nodes, the number of links of each pair, and a function that yields the links
themselves. It is made from a graph, or from a vault without building the graph.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.graph import dates, names
from noteweave.graph.build.degrees import WRITTEN, is_dead_end, is_orphan, leads_on
from noteweave.graph.build.graph import links_in, occurrence
from noteweave.graph.build.targets import node_key, topic_node
from noteweave.graph.resolve.resolved_vault import ResolvedVault, sources
from noteweave.graph.schema import NodeKind, Occurrence
from noteweave.vault.model import FileKind, Kind, Link, Note

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.mentions.unlinked import Mention

_MENTION, _HIERARCHY = Kind.MENTION.value, Kind.HIERARCHY.value  # an enum looks up slowly


class LinkedNode(NamedTuple):
    """A note, canvas or topic."""

    kind: str
    label: str
    path: str
    """Its file; "" for a topic."""
    date: str
    """When it was last changed, or else created; "" if the note does not say."""


class Backlink(NamedTuple):
    """One link to the node that a report is about."""

    kind: str
    relation: str
    place: Occurrence


class LinkGroup(NamedTuple):
    """All links from one note to another, and mentions, in the order of their places."""

    source: str
    target: str
    links: list[Backlink]


class Weight(NamedTuple):
    """How often a note or topic is linked to: the order of every list here."""

    notes: int
    """Distinct other notes that link to it."""
    links: int
    """Every occurrence."""


class Pair(NamedTuple):
    """Two notes that link to each other."""

    one: str
    other: str
    links: int


@dataclass(slots=True)
class LinkTable:
    """How often each note links to each other; the links themselves are yielded on demand."""

    name: str
    profile: str
    link_groups: Callable[[], Iterator[LinkGroup]]
    """Yields all links, sorted by the path of their source."""
    nodes: dict[str, LinkedNode] = field(default_factory=dict)
    """Notes and canvases by path, then topics by key."""
    sources: array[int] = field(default_factory=lambda: array("i"))
    targets: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("i"))
    """Three columns: source node, target node, number of links; no mentions and no self links."""
    mentioned: set[str] = field(default_factory=set)
    """Nodes that are named somewhere without a link."""

    def add_row(self, source: int, target: int, links: int) -> None:
        """Add a row to the columns, unless the number of links is 0."""
        if links:
            self.sources.append(source)
            self.targets.append(target)
            self.counts.append(links)


@dataclass(frozen=True, slots=True)
class Overview:
    """The complete lists at the top of a report, each in its own order."""

    weights: dict[str, Weight]
    """Of every note, canvas and topic, linked or not, in the order of the report."""
    most_linked: list[str]
    most_wanted: list[str]
    orphans: list[str]
    """See `is_orphan`."""
    dead_ends: list[str]
    """See `is_dead_end`."""
    pairs: list[Pair]
    components: list[list[str]]
    """Connected components, the largest first."""
    recent: list[tuple[str, str]]
    """ISO date of the newest note that links to a node (by the notes' own dates), and the node."""

    @property
    def islands(self) -> list[list[str]]:
        """Components of at least two notes or canvases, without the largest component."""
        return [
            group
            for group in self.components[1:]
            if sum(not key.startswith("topic:") for key in group) > 1
        ]

    @property
    def links(self) -> int:
        return sum(weight.links for weight in self.weights.values())


def of_graph(graph: nx.MultiDiGraph[str]) -> LinkTable:
    """Return the link table of a graph."""

    nodes = {
        key: LinkedNode(
            str(node["kind"]),
            str(node.get("label") or key),
            str(node.get("path") or ""),
            str(node.get("modified") or node.get("created") or ""),
        )
        for key, node in graph.nodes(data=True)
        if node["kind"] in WRITTEN
    }
    # plain dictionaries are faster than networkx' views: a vault has a million links
    adjacent = dict(graph.adjacency())

    def link_groups() -> Iterator[LinkGroup]:
        for source in sorted(adjacent):
            targets = adjacent[source]
            for target in sorted(targets):
                if target in nodes and target != source:
                    links = _links(targets[target].values(), _NOT_WRITTEN)
                    if links:
                        yield LinkGroup(source, target, links)

    table = LinkTable(
        str(graph.graph.get("name") or ""), str(graph.graph.get("profile") or ""), link_groups
    )
    numbers = _ordered(table, nodes)
    for source, targets in adjacent.items():
        if source in numbers:
            number = numbers[source]
            for target, edges in targets.items():
                if target in numbers and target != source:
                    count = 0
                    for edge in edges.values():
                        kind = edge["kind"]
                        if kind == _MENTION:
                            table.mentioned.add(target)
                        elif kind != _HIERARCHY:
                            count += len(edge["places"])
                    table.add_row(number, numbers[target], count)
    return table


def linking(table: LinkTable, targets: Collection[str]) -> dict[str, list[str]]:
    """Return the keys of the nodes that link to each target, sorted."""
    keys, found = list(table.nodes), {key: list[str]() for key in targets}
    for source, target in zip(table.sources, table.targets, strict=True):
        if keys[target] in found:
            found[keys[target]].append(keys[source])
    return {key: sorted(linked) for key, linked in found.items()}


def links_from(
    graph: nx.MultiDiGraph[str], source: str, target: str, *, mentions: bool = False
) -> list[Backlink]:
    """Return the links from one node to another by place, and with `mentions` the mentions too."""
    unwritten = _NOT_WRITTEN if mentions else _NOT_WRITTEN | {Kind.MENTION}
    return _links(graph[source][target].values(), unwritten)


_NOT_WRITTEN = frozenset({Kind.HIERARCHY})


def _links(edges: Iterable[Mapping[str, Any]], unwritten: Collection[str]) -> list[Backlink]:
    links = [
        Backlink(
            edge["kind"],
            edge.get("relation") or "",
            place if place.__class__ is Occurrence else Occurrence(*place),
        )
        for edge in edges
        if edge["kind"] not in unwritten
        for place in edge["places"]
    ]
    return sorted(links, key=_place) if len(links) > 1 else links


def _place(link: Backlink) -> Occurrence:
    return link.place


def of_vault(
    resolved: ResolvedVault,
    mentions: Mapping[str, Sequence[Mention]] | None = None,
    sections: Collection[str] = (),
) -> LinkTable:
    """Return the link table of a vault, with the mentions in each note if they are given.

    It holds no links: `link_groups` goes through the notes again.

    Args:
        resolved: the vault.
        mentions: by the path of the note that they stand in.
        sections: only links that stand under one of these headings; none: all links.
    """

    def link_groups() -> Iterator[LinkGroup]:
        for note in sources(resolved):
            links: dict[str, list[Backlink]] = {}
            for key, link, _ in _targets(resolved, note, sections):
                found_link = Backlink(link.kind, link.relation or "", occurrence(note, link))
                links.setdefault(key, []).append(found_link)
            for one in (mentions or {}).get(note.path, ()):
                place = Occurrence(one.line, one.column, one.text)
                named = links.setdefault(node_key(one.targets[0]), [])
                named.append(Backlink(Kind.MENTION, "", place))
            source = node_key(note.path)
            del note  # whoever is given the groups reads it again: it may have a million links
            for key in sorted(links):
                found = sorted(links.pop(key), key=lambda link: link.place)
                yield LinkGroup(source, key, found)

    settings = resolved.vault.settings
    table = LinkTable(resolved.vault.name, str(settings.profile), link_groups)
    nodes: dict[str, LinkedNode] = {}
    spellings: dict[str, Counter[str]] = {}
    provisional: dict[str, int] = {}
    """A number for each key in the order met, used in the columns until all keys are known."""
    for note in sources(resolved):
        source = node_key(note.path)
        nodes[source] = _node(resolved, note)
        counts: Counter[str] = Counter()
        for key, _, topic in _targets(resolved, note, sections):
            counts[key] += 1
            if topic:
                spellings.setdefault(key, Counter())[topic] += 1
        number = provisional.setdefault(source, len(provisional))
        for key, count in counts.items():
            table.add_row(number, provisional.setdefault(key, len(provisional)), count)
        table.mentioned.update(node_key(n.targets[0]) for n in (mentions or {}).get(note.path, ()))
    for key, found in spellings.items():
        best = found.most_common(1)[0][0]
        label = best.rpartition("/")[2] or key  # empty for [x](Folder/)
        nodes[key] = LinkedNode(NodeKind.TOPIC, label, "", "")
    del spellings
    numbers = _ordered(table, nodes)
    final = array("i", (numbers[key] for key in provisional))
    for column in (table.sources, table.targets):
        column[:] = array("i", (final[n] for n in column))
    return table


def _targets(
    resolved: ResolvedVault, note: Note, sections: Collection[str]
) -> Iterator[tuple[str, Link, str]]:
    """Yield the key of each target, the link, and a topic's name, as `build_graph` does."""
    files = resolved.vault.files
    for found in links_in(resolved, note, sections):
        if not leads_on(found, files):
            continue
        if found.target is None:
            name = resolved.topic_name(found.link)
            yield topic_node(name), found.link, name
        else:
            yield node_key(found.target), found.link, ""


def _node(resolved: ResolvedVault, note: Note) -> LinkedNode:
    file = resolved.vault.files[note.path]
    name = note.path.rpartition("/")[2]
    label = names.stem(note.path) if file.kind is FileKind.NOTE else name
    created, modified = dates.of_note(note.properties)
    date = modified or created or dates.from_name(name)
    return LinkedNode(NodeKind(file.kind), label, file.path, intern(date))


def _ordered(table: LinkTable, nodes: dict[str, LinkedNode]) -> dict[str, int]:
    """Put the nodes into a table, in order; return the number of each."""
    order = sorted(nodes, key=lambda key: (nodes[key].kind == NodeKind.TOPIC, key))
    table.nodes = {key: nodes[key] for key in order}
    return {key: n for n, key in enumerate(order)}


def overview(table: LinkTable) -> Overview:
    """Compute the overview of a vault. Takes linear time, except for sorting."""
    import numpy as np

    keys = list(table.nodes)
    size = len(keys)
    sources, targets = np.asarray(table.sources), np.asarray(table.targets)
    notes = np.bincount(targets, minlength=size).tolist()
    links, out = (
        np.bincount(ends, table.counts, size).astype(int).tolist() for ends in (targets, sources)
    )
    newest = _newest(table)
    ranks = sorted(range(len(keys)), key=lambda n: (-notes[n], -links[n], keys[n]))
    topics = {n for n, key in enumerate(keys) if table.nodes[key].kind == NodeKind.TOPIC}
    ends = [(node.kind, links[n], out[n]) for n, node in enumerate(table.nodes.values())]
    ordered = [n for n in range(len(keys)) if n not in topics] + [n for n in ranks if n in topics]
    recent = sorted((n for n in ranks if newest[n]), key=lambda n: newest[n], reverse=True)
    return Overview(
        weights={keys[n]: Weight(notes[n], links[n]) for n in ordered},
        most_linked=[keys[n] for n in ranks if links[n] and n not in topics],
        most_wanted=[keys[n] for n in ranks if links[n] and n in topics],
        orphans=[key for key, counts in zip(keys, ends, strict=True) if is_orphan(*counts)],
        dead_ends=[key for key, counts in zip(keys, ends, strict=True) if is_dead_end(*counts)],
        pairs=_pairs(table, keys),
        components=_components(table),
        recent=[(newest[n], keys[n]) for n in recent],
    )


def _pairs(table: LinkTable, keys: Sequence[str]) -> list[Pair]:
    import numpy as np

    sources, targets = np.asarray(table.sources, np.int64), np.asarray(table.targets, np.int64)
    there, back = sources * len(keys) + targets, targets * len(keys) + sources
    back.sort()  # np.isin takes ten times the memory
    found = np.searchsorted(back, there)
    found[found == len(back)] = 0
    both = np.nonzero(back[found] == there)[0]
    links: Counter[tuple[str, str]] = Counter()
    for n in both.tolist():
        one, other = sorted((keys[table.sources[n]], keys[table.targets[n]]))
        links[one, other] += table.counts[n]
    pairs = [Pair(one, other, count) for (one, other), count in links.items()]
    return sorted(pairs, key=lambda pair: (-pair.links, pair.one, pair.other))


def _newest(table: LinkTable) -> list[str]:
    """Return the date of the newest note that links to each node."""
    import numpy as np

    dates = [node.date for node in table.nodes.values()]
    distinct = sorted({"", *dates})
    rank = {date: n for n, date in enumerate(distinct)}
    ranks = np.array([rank[date] for date in dates], np.int64)
    newest = np.zeros_like(ranks)
    np.maximum.at(newest, np.asarray(table.targets), ranks[np.asarray(table.sources)])
    return [distinct[n] for n in newest.tolist()]


def _components(table: LinkTable) -> list[list[str]]:
    """Return the connected components, the largest first."""
    import igraph
    import numpy as np

    from noteweave.graph.metrics.arrays import components

    ends = np.column_stack((table.sources, table.targets))
    joined = components(igraph.Graph(len(table.nodes), ends, directed=False))
    groups: list[list[str]] = [[] for _ in range(int(joined.max(initial=-1)) + 1)]
    for key, number in zip(table.nodes, joined.tolist(), strict=True):
        groups[number].append(key)
    return groups
