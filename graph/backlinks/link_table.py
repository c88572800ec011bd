"""Who links to what: the backlinks of a note or topic, and the lists worth reading first.

A `LinkTable` is what a report needs of a vault and no more, so that a hundred thousand notes fit
into little memory: names, how often who links to whom, and a way to go through the links again.
It is made of a graph, or straight of a vault. Nothing here opens a file.
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
from noteweave.graph.build.graph import node_key, topic_node
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
    """When it was last changed, or made, by its own account; "" when it says nothing."""


class Backlink(NamedTuple):
    """One link, seen from its target."""

    kind: str
    relation: str
    place: Occurrence


class LinkGroup(NamedTuple):
    """All links from one note to another, by place; mentions too."""

    source: str
    target: str
    links: list[Backlink]


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


@dataclass(slots=True)
class LinkTable:
    """The links of a vault: who links to whom, in numbers; the links themselves when asked for."""

    name: str
    profile: str
    link_groups: Callable[[], Iterator[LinkGroup]]
    """Goes through all links, by the path of their source."""
    nodes: dict[str, LinkedNode] = field(default_factory=dict)
    """Notes and canvases by path, then topics by key."""
    sources: array[int] = field(default_factory=lambda: array("i"))
    targets: array[int] = field(default_factory=lambda: array("i"))
    counts: array[int] = field(default_factory=lambda: array("i"))
    """Three columns: from which node to which, and how often; mentions and self links left out."""
    mentioned: set[str] = field(default_factory=set)
    """What is named somewhere without a link."""

    def count(self, source: int, target: int, links: int) -> None:
        """Add a row to the columns, if there are any links."""
        if links:
            self.sources.append(source)
            self.targets.append(target)
            self.counts.append(links)


@dataclass(frozen=True, slots=True)
class Overview:
    """The lists at the top of a report; each in its own order, all of them whole."""

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
    """Groups of nodes that links join, either way, the largest first."""
    recent: list[tuple[str, str]]
    """ISO date of the newest note that links to it (by the notes' own dates), and the node."""

    @property
    def islands(self) -> list[list[str]]:
        """Components without the largest, of at least two notes or canvases: topics left aside."""
        return [
            group
            for group in self.components[1:]
            if sum(not key.startswith("topic:") for key in group) > 1
        ]

    @property
    def links(self) -> int:
        return sum(weight.links for weight in self.weights.values())


def of_graph(graph: nx.MultiDiGraph[str]) -> LinkTable:
    """Make a book of a graph."""

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
    # dictionaries instead of networkx' views of them: a vault has a million links
    adjacent = dict(graph.adjacency())

    def link_groups() -> Iterator[LinkGroup]:
        for source in sorted(adjacent):
            targets = adjacent[source]
            for target in sorted(targets):
                if target in nodes and target != source:
                    links = _links(targets[target].values(), _NOT_WRITTEN)
                    if links:
                        yield LinkGroup(source, target, links)

    book = LinkTable(
        str(graph.graph.get("name") or ""), str(graph.graph.get("profile") or ""), link_groups
    )
    numbers = _ordered(book, nodes)
    for source, targets in adjacent.items():
        if source in numbers:
            number = numbers[source]
            for target, edges in targets.items():
                if target in numbers and target != source:
                    count = 0
                    for edge in edges.values():
                        kind = edge["kind"]
                        if kind == _MENTION:
                            book.mentioned.add(target)
                        elif kind != _HIERARCHY:
                            count += len(edge["places"])
                    book.count(number, numbers[target], count)
    return book


def linking(book: LinkTable, targets: Collection[str]) -> dict[str, list[str]]:
    """Return the nodes that link to each of some others, sorted."""
    keys, found = list(book.nodes), {key: list[str]() for key in targets}
    for source, target in zip(book.sources, book.targets, strict=True):
        if keys[target] in found:
            found[keys[target]].append(keys[source])
    return {key: sorted(linked) for key, linked in found.items()}


def links_from(
    graph: nx.MultiDiGraph[str], source: str, target: str, *, mentions: bool = False
) -> list[Backlink]:
    """Return the links from one node to another, by place; if asked, the mere mentions too."""
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
    resolved: ResolvedVault, mentions: Mapping[str, Sequence[Mention]] | None = None
) -> LinkTable:
    """Make a book of a vault, with the mentions in each note if they are given.

    It holds no links: whoever wants them goes through the notes again.
    """

    def link_groups() -> Iterator[LinkGroup]:
        for note in sources(resolved):
            links: dict[str, list[Backlink]] = {}
            for key, link, _ in _targets(resolved, note):
                place = Occurrence(link.line, link.column, link.raw)
                links.setdefault(key, []).append(Backlink(link.kind, link.relation or "", place))
            for one in (mentions or {}).get(note.path, ()):
                place = Occurrence(one.line, one.column, one.text)
                named = links.setdefault(node_key(one.targets[0]), [])
                named.append(Backlink(Kind.MENTION, "", place))
            for key in sorted(links):
                found = sorted(links[key], key=lambda link: link.place)
                yield LinkGroup(node_key(note.path), key, found)

    settings = resolved.vault.settings
    book = LinkTable(resolved.vault.name, str(settings.profile), link_groups)
    nodes: dict[str, LinkedNode] = {}
    spellings: dict[str, Counter[str]] = {}
    met: dict[str, int] = {}
    """A number for each key, as they come: which is which in the columns, until all are known."""
    for note in sources(resolved):
        source = node_key(note.path)
        nodes[source] = _node(resolved, note)
        counts: Counter[str] = Counter()
        for key, _, topic in _targets(resolved, note):
            counts[key] += 1
            if topic:
                spellings.setdefault(key, Counter())[topic] += 1
        number = met.setdefault(source, len(met))
        for key, count in counts.items():
            book.count(number, met.setdefault(key, len(met)), count)
        book.mentioned.update(node_key(n.targets[0]) for n in (mentions or {}).get(note.path, ()))
    for key, found in spellings.items():
        best = found.most_common(1)[0][0]
        nodes[key] = LinkedNode(
            NodeKind.TOPIC, best.rpartition("/")[2] or key, "", ""
        )  # [x](Folder/)
    del spellings
    numbers = _ordered(book, nodes)
    final = array("i", (numbers[key] for key in met))
    for column in (book.sources, book.targets):
        column[:] = array("i", (final[n] for n in column))
    return book


def _targets(resolved: ResolvedVault, note: Note) -> Iterator[tuple[str, Link, str]]:
    """Yield what a note links to: key, link, and the name of a topic; as `build_graph` decides."""
    files = resolved.vault.files
    for found in resolved.links(note):
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


def _ordered(book: LinkTable, nodes: dict[str, LinkedNode]) -> dict[str, int]:
    """Put the nodes into a book, in order; return each one's number."""
    order = sorted(nodes, key=lambda key: (nodes[key].kind == NodeKind.TOPIC, key))
    book.nodes = {key: nodes[key] for key in order}
    return {key: n for n, key in enumerate(order)}


def overview(book: LinkTable) -> Overview:
    """Take stock of a whole vault. Time is linear in its size, but for the sorting."""
    import numpy as np

    keys = list(book.nodes)
    size = len(keys)
    sources, targets = np.asarray(book.sources), np.asarray(book.targets)
    notes = np.bincount(targets, minlength=size).tolist()
    links, out = (
        np.bincount(ends, book.counts, size).astype(int).tolist() for ends in (targets, sources)
    )
    newest = _newest(book)
    ranks = sorted(range(len(keys)), key=lambda n: (-notes[n], -links[n], keys[n]))
    topics = {n for n, key in enumerate(keys) if book.nodes[key].kind == NodeKind.TOPIC}
    ends = [(node.kind, links[n], out[n]) for n, node in enumerate(book.nodes.values())]
    ordered = [n for n in range(len(keys)) if n not in topics] + [n for n in ranks if n in topics]
    recent = sorted((n for n in ranks if newest[n]), key=lambda n: newest[n], reverse=True)
    return Overview(
        weights={keys[n]: Weight(notes[n], links[n]) for n in ordered},
        most_linked=[keys[n] for n in ranks if links[n] and n not in topics],
        most_wanted=[keys[n] for n in ranks if links[n] and n in topics],
        orphans=[key for key, counts in zip(keys, ends, strict=True) if is_orphan(*counts)],
        dead_ends=[key for key, counts in zip(keys, ends, strict=True) if is_dead_end(*counts)],
        pairs=_pairs(book, keys),
        components=_components(book),
        recent=[(newest[n], keys[n]) for n in recent],
    )


def _pairs(book: LinkTable, keys: Sequence[str]) -> list[Pair]:
    import numpy as np

    sources, targets = np.asarray(book.sources, np.int64), np.asarray(book.targets, np.int64)
    there, back = sources * len(keys) + targets, targets * len(keys) + sources
    back.sort()  # np.isin takes ten times the memory
    found = np.searchsorted(back, there)
    found[found == len(back)] = 0
    both = np.nonzero(back[found] == there)[0]
    links: Counter[tuple[str, str]] = Counter()
    for n in both.tolist():
        one, other = sorted((keys[book.sources[n]], keys[book.targets[n]]))
        links[one, other] += book.counts[n]
    pairs = [Pair(one, other, count) for (one, other), count in links.items()]
    return sorted(pairs, key=lambda pair: (-pair.links, pair.one, pair.other))


def _newest(book: LinkTable) -> list[str]:
    """Return for each node the date of the newest note that links to it."""
    import numpy as np

    dates = [node.date for node in book.nodes.values()]
    distinct = sorted({"", *dates})
    rank = {date: n for n, date in enumerate(distinct)}
    ranks = np.array([rank[date] for date in dates], np.int64)
    newest = np.zeros_like(ranks)
    np.maximum.at(newest, np.asarray(book.targets), ranks[np.asarray(book.sources)])
    return [distinct[n] for n in newest.tolist()]


def _components(book: LinkTable) -> list[list[str]]:
    """List the groups of nodes that links join, either way, the largest first."""
    import igraph
    import numpy as np

    from noteweave.graph.metrics.arrays import components

    ends = np.column_stack((book.sources, book.targets))
    joined = components(igraph.Graph(len(book.nodes), ends, directed=False))
    groups: list[list[str]] = [[] for _ in range(int(joined.max(initial=-1)) + 1)]
    for key, number in zip(book.nodes, joined.tolist(), strict=True):
        groups[number].append(key)
    return groups
