"""Compute statistics of a measured graph: size, hubs, topics, orphans, components, growth."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import accumulate
from statistics import median
from typing import TYPE_CHECKING, Any

from noteweave.graph.backlinks.link_table import LinkTable, Overview, linking, of_graph, overview
from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    import networkx as nx


PLAUSIBLE_YEARS = frozenset(map(str, range(1980, 2100)))
"""Years of creation; the date of `1815-06-18 Waterloo` is not when the note was created."""


@dataclass(frozen=True, slots=True)
class Hub:
    """A well connected note."""

    key: str
    label: str
    neighbors: int
    in_links: int
    out_links: int
    rank: float
    betweenness: float
    topic: bool
    """A topic, written or not."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """A topic that has no note."""

    key: str
    label: str
    notes: int
    """Distinct notes that link to it."""
    links: int
    sources: tuple[str, ...]
    """Keys of those notes, sorted."""


@dataclass(frozen=True, slots=True)
class NoteGroup:
    """A community or a connected component, named after its most central note."""

    name: str
    notes: int
    nodes: int


@dataclass(frozen=True, slots=True)
class Month:
    """How many notes were created in a month, and how many there were at its end."""

    month: str
    """`2024-05`."""
    created: int
    total: int


@dataclass(frozen=True, slots=True)
class Statistics:
    """The content of `noteweave stats`; its fields are the keys of `--format json`."""

    vault: str
    profile: str
    notes: int
    words: int
    topics: int
    attachments: int
    """Files that notes link to or embed."""
    canvases: int
    tags: int
    """Distinct tags."""
    links: int
    """Every occurrence, except links of a note to itself."""
    connections: int
    """Distinct pairs of linked nodes."""
    broken: int
    """Links to a file that is not there."""
    links_per_note: float
    median_neighbors: float
    """Of notes."""
    density: float
    """Linked pairs of nodes, as a share of all pairs."""
    reachable: float
    """Share of the notes in the largest connected component."""
    hubs: list[Hub]
    """All notes and topics with neighbours, those with most first."""
    between: list[Hub]
    """Notes that hold their component together, those with the highest betweenness first."""
    wanted: list[Wanted]
    """All topics that notes link to, those with most notes first."""
    orphans: list[str]
    """Keys; see `noteweave.graph.build.degrees.is_orphan`."""
    dead_ends: list[str]
    """Keys; see `noteweave.graph.build.degrees.is_dead_end`."""
    communities: list[NoteGroup]
    """Of at least three nodes, those with most notes first."""
    islands: list[NoteGroup]
    """See `noteweave.graph.backlinks.link_table.Overview.islands`."""
    most_tagged: list[tuple[str, int]]
    """Tags and the number of notes that have them."""
    dated: int
    """Notes with a date of creation, from a property or their name."""
    months: list[Month]
    """From the first such note to the last, without gaps."""


def statistics(graph: nx.MultiDiGraph[str]) -> Statistics:
    """Compute the statistics of a graph that `measure` has processed."""
    kinds = Counter(str(node["kind"]) for _, node in graph.nodes(data=True))
    notes = {k: node for k, node in graph.nodes(data=True) if node["kind"] == NodeKind.NOTE}
    links = sum(node["out_links"] for _, node in graph.nodes(data=True))
    pairs = {frozenset(ends) for ends in graph.edges() if ends[0] != ends[1]}
    tags = Counter(tag.casefold() for node in notes.values() for tag in set(node["tags"]))
    spelled = {tag.casefold(): tag for node in notes.values() for tag in node["tags"]}
    table = of_graph(graph)
    view = overview(table)
    largest = sum(key in notes for key in view.components[0]) if view.components else 0
    months = sorted(
        node["created"][:7] for node in notes.values() if node["created"][:4] in PLAUSIBLE_YEARS
    )
    hubs = sorted(
        (
            _hub(key, node)
            for key, node in graph.nodes(data=True)
            if node["neighbors"] and (key in notes or node["topic"])
        ),
        key=lambda hub: (-hub.neighbors, -hub.in_links, hub.key),
    )
    return Statistics(
        vault=graph.graph.get("name", ""),
        profile=graph.graph.get("profile", ""),
        notes=len(notes),
        words=sum(node["words"] for node in notes.values()),
        topics=kinds[NodeKind.TOPIC],
        attachments=kinds[NodeKind.ATTACHMENT],
        canvases=kinds[NodeKind.CANVAS],
        tags=len(tags),
        links=links,
        connections=len(pairs),
        broken=graph.graph.get("broken", 0),
        links_per_note=round(links / len(notes), 2) if notes else 0.0,
        median_neighbors=float(
            median(node["neighbors"] for node in notes.values()) if notes else 0
        ),
        density=round(len(pairs) / (len(graph) * (len(graph) - 1) / 2), 6)
        if len(graph) > 1
        else 0.0,
        reachable=round(largest / len(notes), 4) if notes else 0.0,
        hubs=hubs,
        between=sorted(
            (hub for hub in hubs if graph.nodes[hub.key]["bridge"] and hub.betweenness),
            key=lambda hub: (-hub.betweenness, hub.key),
        ),
        wanted=_wanted(table, view),
        orphans=view.orphans,
        dead_ends=view.dead_ends,
        communities=_communities(graph),
        islands=[_group(graph, keys, "label") for keys in view.islands],
        most_tagged=sorted(
            ((spelled[tag], count) for tag, count in tags.items()), key=lambda t: (-t[1], t[0])
        ),
        dated=len(months),
        months=_growth(months),
    )


def wanted(graph: nx.MultiDiGraph[str]) -> list[Wanted]:
    """Return the topics that nobody has written a note for, those that most notes want first."""
    table = of_graph(graph)
    return _wanted(table, overview(table))


def _wanted(table: LinkTable, view: Overview) -> list[Wanted]:
    sources = linking(table, view.most_wanted)
    return [
        Wanted(key, table.nodes[key].label, *view.weights[key], tuple(sources[key]))
        for key in view.most_wanted
    ]


def _hub(key: str, node: Mapping[str, Any]) -> Hub:
    return Hub(
        key=key,
        label=node["label"],
        neighbors=node["neighbors"],
        in_links=node["in_links"],
        out_links=node["out_links"],
        rank=node["rank"],
        betweenness=node["betweenness"],
        topic=node["topic"],
    )


def _communities(graph: nx.MultiDiGraph[str]) -> list[NoteGroup]:
    members: defaultdict[int, list[str]] = defaultdict(list)
    for key, node in graph.nodes(data=True):
        members[node["community"]].append(key)
    large = (members[number] for number in sorted(members) if len(members[number]) > 2)
    groups = [_group(graph, keys, "community_name") for keys in large]
    return sorted(groups, key=lambda group: -group.notes)


def _group(graph: nx.MultiDiGraph[str], members: Iterable[str], name: str) -> NoteGroup:
    """Name a group after its busiest note, by an attribute of that."""
    nodes = {key: graph.nodes[key] for key in members}
    notes = [key for key, node in nodes.items() if node["kind"] == NodeKind.NOTE]
    first = min(notes or nodes, key=lambda key: (-nodes[key]["neighbors"], key))
    return NoteGroup(nodes[first][name], len(notes), len(nodes))


def _growth(months: list[str]) -> list[Month]:
    """Count by month; `months` is sorted."""
    if not months:
        return []
    created = Counter(months)
    span = list(_months(months[0], months[-1]))
    totals = accumulate(created[month] for month in span)
    return [Month(month, created[month], total) for month, total in zip(span, totals, strict=True)]


def _months(first: str, last: str) -> Iterable[str]:
    year, month = int(first[:4]), int(first[5:7])
    while (now := f"{year:04}-{month:02}") <= last:
        yield now
        year, month = (year + 1, 1) if month == 12 else (year, month + 1)
