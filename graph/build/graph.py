"""Build the graph of a vault: notes, topics and files as nodes, their links as edges."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from functools import lru_cache
from sys import intern
from typing import Any

import networkx as nx

from noteweave.graph import dates, names
from noteweave.graph.build.degrees import NOT_LINKS, DegreeCounter
from noteweave.graph.build.hierarchy import hierarchy
from noteweave.graph.build.targets import is_shown, node_key, tag_node, topic_node
from noteweave.graph.journals import Journals
from noteweave.graph.resolve.resolved_vault import (
    ResolvedLink,
    ResolvedVault,
    TargetKind,
    resolve,
    sources,
)
from noteweave.graph.resolve.unresolved import UnresolvedKind, missing
from noteweave.graph.schema import NodeKind, Occurrence
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import File, FileKind, Kind, Link, Note
from noteweave.vault.vault import Vault

_SELF = TargetKind.SELF  # looking up an enum's member takes time


@dataclass(frozen=True, slots=True)
class Show:
    """What the graph holds in addition to notes and topics."""

    tags: bool = False
    attachments: bool = True
    """Files that are linked or embedded."""
    external: bool = False
    """URLs that are linked."""
    canvas_lines: bool = False
    """The lines that canvases draw between notes, as edges; their label is the relation."""
    hierarchy: bool | None = None
    """Edges from a name to the name above it (`a.b` to `a` in Dendron, `a/b` to `a` in Logseq, and
    nested tags); None: where the vault's app shows them."""
    topic_folders: tuple[str, ...] = ()
    """Folders whose notes, and those below, are topics."""
    sections: tuple[str, ...] = ()
    """Only links that stand under one of these headings; none: all links."""
    mentions: bool = False
    """Names of notes in running text without a link, as edges that are not links. `weave` adds
    them, because the notes' texts must be read again; `build_graph` does not."""

    def has_hierarchy(self, profile: Profile) -> bool:
        """Whether the graph of a vault of this profile has edges of a hierarchy."""
        if self.hierarchy is None:
            return profile in (Profile.DENDRON, Profile.LOGSEQ)
        return self.hierarchy


def build_graph(vault: Vault | ResolvedVault, show: Show = Show()) -> nx.MultiDiGraph[str]:
    """Build the graph of a vault; nodes and edges have the attributes of `graph.schema`.

    Nodes are sorted by kind and key, edges by source, target and key: the same vault gives the
    same graph. Links of a note to itself are counted (`self_links`) but make no edge.
    """
    resolved = vault if isinstance(vault, ResolvedVault) else resolve(vault)
    builder = GraphBuilder(resolved, show)
    for note in sources(resolved):
        builder.add_note(note)
    return builder.finish()


_Edges = dict[tuple[str, str], list[Occurrence]]
"""The edges from one node: by target and key, the places where each is written."""
_KINDS = {kind: kind.value for kind in Kind}
"""Plain strings, shared by a million edges."""


def _add_place(
    edges: _Edges, target: str, kind: str, relation: str | None, place: Occurrence
) -> None:
    """Add an edge, or a place to an edge that is there."""
    edge = (target, intern(f"{kind}:{relation}") if relation else kind)
    if edge in edges:
        edges[edge].append(place)
    else:
        edges[edge] = [place]


def links_in(
    resolved: ResolvedVault, note: Note, sections: Collection[str]
) -> Iterator[ResolvedLink]:
    """Yield a note's links that stand under one of some headings; without headings all of them."""
    if not sections:
        return resolved.links(note)
    wanted = {names.heading_key(section) for section in sections}
    return (
        found
        for found in resolved.links(note)
        if names.heading_key(note.section(found.link.line)) in wanted
    )


def occurrence(note: Note, link: Link) -> Occurrence:
    """Return the place of a link."""
    section = note.section(link.line) if note.headings else ""
    return Occurrence(link.line, link.column, intern(link.raw), intern(section), link.reason)


def place_attributes(places: tuple[Occurrence, ...]) -> dict[str, Any]:
    """Return the attributes of an edge that depend on its places."""
    reason = next((place.reason for place in places if place.reason), "")
    return {"section": places[0].section, "reason": reason, "count": len(places), "places": places}


@lru_cache(maxsize=4096)
def kind_and_relation(key: str) -> dict[str, str]:
    """Return the two attributes that the key of an edge consists of, as shared strings."""
    kind, _, relation = key.partition(":")
    return {"kind": intern(kind), "relation": relation}


class GraphBuilder:
    """Collects nodes and edges note by note, then makes the graph."""

    def __init__(self, resolved: ResolvedVault, show: Show) -> None:
        self._resolved = resolved
        self._vault = resolved.vault
        self._journals = Journals(resolved.vault.settings)
        self._show = show
        self.nodes: dict[str, dict[str, Any]] = {}
        self.edges: list[tuple[str, list[tuple[tuple[str, str], list[Occurrence]]]]] = []
        self.spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
        self._broken = 0
        self._topic_folders = names.folder_keys(show.topic_folders)
        self._files: dict[str, str | None] = {}
        """The node of each file that was linked."""

    def add_note(self, note: Note) -> None:
        """Add a note and its outgoing edges."""
        file = self._vault.files[note.path]
        source = node_key(file.path)
        attributes = self.nodes[source] = _file_node(file, self._journals)
        attributes.update(_note_attributes(note))
        attributes["topic"] = self._is_topic(attributes["folder"])
        edges: _Edges = {}
        for found in links_in(self._resolved, note, self._show.sections):
            link, path, kind, _, _ = found
            if kind is _SELF:
                attributes["self_links"] += 1
                continue
            target = self._not_a_file(found, note.path) if path is None else self._file(path)
            if target is not None:
                place = occurrence(note, link)
                _add_place(edges, target, _KINDS[link.kind], link.relation, place)
        if self._show.tags:
            for tag in note.tags:
                place = Occurrence(tag.line, tag.column, f"#{tag.name}")
                _add_place(edges, self._tag(tag.name), "tag", "", place)
        if self._show.canvas_lines:
            self._canvas_lines(note)
        self.edges.append((source, sorted(edges.items())))

    def add_piece(self, piece: GraphBuilder) -> None:
        """Add what another builder has collected and keeps."""
        for key, attributes in piece.nodes.items():
            if key not in self.nodes:
                self.nodes[key] = dict(attributes)
        self.edges += [(source, list(edges)) for source, edges in piece.edges]
        for key, spellings in piece.spellings.items():
            self.spellings[key].update(spellings)
        self._broken += piece._broken

    def finish(self) -> nx.MultiDiGraph[str]:
        """Return the graph, sorted."""
        for key, spellings in self.spellings.items():
            self.nodes[key] |= usual_name(key, spellings)
        order = {kind: n for n, kind in enumerate(NodeKind)}
        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.graph.update(
            name=self._vault.name,
            profile=str(self._vault.settings.profile),
            broken=self._broken,
            view=self._vault.settings.view,
        )
        for key in sorted(self.nodes, key=lambda key: (order[self.nodes[key]["kind"]], key)):
            graph.add_node(key, **self.nodes.pop(key))
        if self._show.has_hierarchy(self._vault.settings.profile):
            for child, parent in hierarchy(graph, self._vault.settings):
                edge = (parent, _KINDS[Kind.HIERARCHY])
                self.edges.append((child, [(edge, [Occurrence(1, 1, "")])]))
        degrees = DegreeCounter(graph)
        for source, (target, key), where in self._take_edges():
            attributes, places = kind_and_relation(key), tuple(where)
            if attributes["kind"] not in NOT_LINKS:
                degrees.add(source, target, len(places))
            if self._show.canvas_lines and graph.has_edge(source, target, key):
                places = graph[source][target][key]["places"] + places  # on more than one canvas
            graph.add_edge(source, target, key, **attributes, **place_attributes(places))
        degrees.write(graph)
        return graph

    def _take_edges(self) -> Iterator[tuple[str, tuple[str, str], list[Occurrence]]]:
        """Yield all edges and remove each, to free its memory for the graph."""
        self.edges.reverse()
        while self.edges:
            source, edges = self.edges.pop()
            edges.reverse()
            while edges:
                yield source, *edges.pop()

    def _canvas_lines(self, note: Note) -> None:
        """Add the lines that a canvas draws between two files of the vault."""
        for line in note.lines:
            ends = [self._resolved.index.exact(path).path for path in (line.source, line.target)]
            if all(end is not None and not self._vault.files[end].excluded for end in ends):
                source, target = (node_key(str(end)) for end in ends)
                edges: _Edges = {}
                place = Occurrence(
                    line.line, line.column, f"{note.path}: {line.label}".rstrip(": ")
                )
                _add_place(edges, target, "canvas", line.label, place)
                self.edges.append((source, list(edges.items())))

    def _not_a_file(self, found: ResolvedLink, source: str) -> str | None:
        """Return the node of a topic or URL, added if it is new; None if it is not shown."""
        link = found.link
        if found.kind is TargetKind.EXTERNAL:
            if not self._show.external or link.kind is Kind.EMBED:
                return None
            key = intern(f"external:{link.target}")
            self.nodes.setdefault(key, _node(NodeKind.EXTERNAL, link.target))
            return key
        if missing(found, source, self._resolved) in (
            UnresolvedKind.FILE,
            UnresolvedKind.ATTACHMENT,
        ):
            self._broken += 1
        name = self._resolved.topic_name(link)
        key = intern(topic_node(name))
        if key not in self.nodes:
            self.nodes[key] = _node(NodeKind.TOPIC, "")
        self.spellings[key][name] += 1
        return key

    def _is_topic(self, folder: str) -> bool:
        return bool(self._topic_folders) and f"{names.key(folder)}/".startswith(self._topic_folders)

    def _file(self, path: str) -> str | None:
        if path not in self._files:
            self._files[path] = self._new_file(path)
        return self._files[path]

    def _new_file(self, path: str) -> str | None:
        """Return the node of a file, added if it is new; None if it is not shown."""
        file = self._vault.files[path]
        if not is_shown(file, self._show):
            return None
        key = node_key(file.path)
        if file.kind in (FileKind.ATTACHMENT, FileKind.BASE) and key not in self.nodes:
            self.nodes[key] = _file_node(file, self._journals)
        return key

    def _tag(self, name: str) -> str:
        key = intern(tag_node(name))
        self.nodes.setdefault(key, _node(NodeKind.TAG, ""))
        self.spellings[key][name] += 1
        return key


def _node(kind: NodeKind, label: str, **attributes: Any) -> dict[str, Any]:
    """Return a node's attributes of the stage "build"; those not given have their defaults."""
    return {
        "kind": str(kind),
        "label": label,
        "path": "",
        "folder": "",
        "exists": kind not in (NodeKind.TOPIC,),
        "title": "",
        "tag": "",
        "tags": (),
        "aliases": (),
        "created": "",
        "modified": "",
        "words": 0,
        "hidden": False,
        "journal": False,
        "topic": kind is NodeKind.TOPIC,
        "properties": {},
        "self_links": 0,
        **attributes,
    }


def _file_node(file: File, journals: Journals) -> dict[str, Any]:
    name = file.path.rpartition("/")[2]
    label = names.stem(file.path) if file.kind is FileKind.NOTE else name
    folder = intern(names.folder(file.path))
    day = journals.day(file.path) if file.kind is FileKind.NOTE else ""
    return _node(
        NodeKind(file.kind),
        label,
        path=file.path,
        folder=folder,
        created=intern(day or dates.from_name(name)),
        journal=bool(day),
    )


def _note_attributes(note: Note) -> dict[str, Any]:
    """Return the attributes that come from a note's content."""
    tags = tuple(dict.fromkeys(intern(tag.name) for tag in note.tags))
    created, modified = dates.of_note(note.properties)
    attributes: dict[str, Any] = {
        "title": note.title,
        "tag": tags[0] if tags else "",
        "tags": tags,
        "aliases": note.aliases,
        "words": note.words,
        "modified": intern(modified),
        "hidden": _is_hidden(note.properties),
        "properties": dates.typed(note.properties),
    }
    if created:
        attributes["created"] = intern(created)
    return attributes


def _is_hidden(properties: dict[str, Any]) -> bool:
    return (
        str(properties.get("graph", "")).lower() in ("hide", "hidden")
        or properties.get("exclude-from-graph-view") is True
    )


def usual_name(key: str, spellings: Counter[str]) -> dict[str, Any]:
    """Return the name of a topic or tag: its most frequent spelling; the others are aliases."""
    best, *others = (name for name, _ in spellings.most_common())  # ties: the first written
    if key.startswith("tag:"):
        return {"label": f"#{best}", "aliases": tuple(others)}
    return {
        "label": best.rpartition("/")[2],
        "folder": names.folder(best),
        "aliases": tuple(others),
    }
