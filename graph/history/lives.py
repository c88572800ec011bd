"""When each note and link of a vault came and went, replayed commit by commit.

The replay resolves again only what a commit touches. A note is an entity with a path in each
commit, so that a rename moves it and its links persist.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import NamedTuple, TypeVar

from noteweave.graph.build.graph import Show
from noteweave.graph.build.targets import is_shown, node_key, other_node
from noteweave.graph.history.changing_vault import ChangingVault
from noteweave.graph.history.graph_state import State
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.git.note_links import NoteLinks
from noteweave.vault.model import File

Node = int | str
"""The number of a file's entity, or the key of a topic or URL."""
Edge = tuple[int, Node, str]
"""Source, target, and the edge's key: its kind, and `:relation` where it has one."""

_IMPORTED = 100
_IMPORTED_PART = 0.2
"""A commit with at least so many new notes, and so great a part of all, is an import."""

What = TypeVar("What", Node, Edge)


class Life(NamedTuple):
    """A span of commits, half open."""

    born: int
    died: int | None
    """None: still there."""


class Commit(NamedTuple):
    """A commit of the line."""

    id: str
    date: str


class FileChanges(NamedTuple):
    """What one commit did to the files of the vault."""

    removed: list[str]
    added: list[tuple[File, NoteLinks | None]]
    edited: list[tuple[str, NoteLinks]]
    renamed: Mapping[str, str]
    """Old path -> new path, of files that are among `removed` and `added`."""
    dates: Mapping[str, str]
    """The day on which a note was written that the commit only merged, by its path."""


@dataclass
class Lives:
    """The past of a vault's graph; commits are numbered along the line, from 0."""

    commits: list[Commit] = field(default_factory=list)
    kinds: list[str] = field(default_factory=list)
    """The kind of each entity."""
    names: list[list[tuple[int, str]]] = field(default_factory=list)
    """The node keys of each entity, each with the commit since which it has it."""
    nodes: dict[Node, list[Life]] = field(default_factory=dict)
    edges: dict[Edge, list[Life]] = field(default_factory=dict)
    earlier: dict[tuple[Node | Edge, int], str] = field(default_factory=dict)
    """The day of a birth or death that is not that of its commit, because a merge brought it."""

    def name(self, node: Node) -> str:
        """Return the last key of a node."""
        return node if isinstance(node, str) else self.names[node][-1][1]

    def name_at(self, node: Node, commit: int) -> str:
        """Return the key that a node had at a commit."""
        if isinstance(node, str):
            return node
        known = [name for since, name in self.names[node] if since <= commit]
        return known[-1] if known else self.names[node][0][1]

    def kind(self, node: Node) -> str:
        """Return the kind of a node."""
        return node.partition(":")[0] if isinstance(node, str) else self.kinds[node]

    def date(self, what: Node | Edge, commit: int) -> str:
        """Return the day of the birth or death of a node or edge at a commit."""
        return self.earlier.get((what, commit), self.commits[commit].date)

    def imports(self) -> frozenset[int]:
        """Return the commits that brought so many notes at once that these are older than it."""
        notes = [found for node, found in self.nodes.items() if self.kind(node) == "note"]
        born = Counter(found[0].born for found in notes)
        return frozenset(
            commit
            for commit, count in born.items()
            if count >= _IMPORTED and count > _IMPORTED_PART * len(notes)
        )

    def at(self, commit: int) -> tuple[set[str], set[tuple[str, str, str]]]:
        """Return the nodes and edges of the graph at a commit, by their keys there."""
        nodes = {self.name_at(n, commit) for n, found in self.nodes.items() if _in(found, commit)}
        edges = {
            (self.name_at(source, commit), self.name_at(target, commit), key)
            for (source, target, key), found in self.edges.items()
            if _in(found, commit)
        }
        return nodes, edges


def _in(lives: Iterable[Life], commit: int) -> bool:
    return any(born <= commit and (died is None or commit < died) for born, died in lives)


class Replay:
    """Follows the graph of a vault from commit to commit."""

    def __init__(self, root: Path, settings: AppSettings, show: Show) -> None:
        self.lives = Lives()
        self.vault = ChangingVault(root, settings)
        self._show = show
        self._edges: dict[int, Counter[tuple[Node, str]]] = {}
        """The edges of each source, with their counts."""
        self._entities: dict[str, int] = {}
        self._gone: dict[str, int] = {}
        """The entity that had a path last, of paths that no file has."""
        self._linked: Counter[Node] = Counter()
        """Edges to each node that is there only while it is linked."""

    @property
    def state(self) -> State:
        """The nodes and edges of the graph now."""
        lives = self.lives
        nodes = {lives.name(n): lives.kind(n) for n, found in lives.nodes.items()
                 if found[-1].died is None}  # fmt: skip
        edges = {
            (lives.name(source), lives.name(target), key): count
            for source, found in self._edges.items()
            for (target, key), count in found.items()
        }
        return State(nodes, edges)

    def step(self, commit: Commit, changes: FileChanges) -> None:
        """Go on to the next commit."""
        now = len(self.lives.commits)
        self.lives.commits.append(commit)
        before = self._apply(changes, now)
        touched = {path for path in self.vault.touched() if self.vault.note(path) is not None}
        current = {self._entity(path, now): path for path in touched}
        for source in before - current.keys():
            self._replace(source, Counter(), now, "")
            self._end(source, now, "")
        for source, path in sorted(current.items()):
            date = changes.dates.get(path, "")
            self._begin(source, now, date)
            self._replace(source, self._links(path, now), now, date)

    def _apply(self, changes: FileChanges, now: int) -> set[int]:
        """Change the files; return the sources that are gone, or have another path."""
        kinds = {file.path: file.kind for file, _ in changes.added}
        files = self.vault.vault.files
        moved = {
            old: new for old, new in changes.renamed.items()
            if old in files and files[old].kind == kinds.get(new)
        }  # fmt: skip
        taken: dict[str, int] = {}
        left = set()
        for path in changes.removed:
            entity = self._entities.pop(path, None)
            if entity is not None:
                if entity in self._edges:
                    left.add(entity)
                if path in moved:
                    taken[moved[path]] = entity
                else:
                    self._gone[path] = entity
            self.vault.remove(path)
        for file, note in changes.added:
            self.vault.add(file, note)
            if file.path in taken:
                entity = self._entities[file.path] = taken[file.path]
                self.lives.names[entity].append((now, node_key(file.path)))
        for path, note in changes.edited:
            self.vault.edit(path, note)
        return left

    def _entity(self, path: str, now: int) -> int:
        """Return the entity of a file; a path that returns has the entity that it had."""
        entity = self._entities.get(path)
        if entity is None:
            entity = self._gone.pop(path, -1)
            if entity < 0:
                entity = len(self.lives.kinds)
                self.lives.kinds.append(str(self.vault.vault.files[path].kind))
                self.lives.names.append([(now, node_key(path))])
            self._entities[path] = entity
        return entity

    def _links(self, path: str, now: int) -> Counter[tuple[Node, str]]:
        note = self.vault.note(path)
        found: Counter[tuple[Node, str]] = Counter()
        for written in note.links if note else ():
            link = written.link()
            resolved = self.vault.resolve(link, path)
            target: Node | None
            if resolved.target == path:
                continue
            if resolved.target is None:
                target = other_node(resolved, self.vault, self._show)
            elif is_shown(self.vault.vault.files[resolved.target], self._show):
                target = self._entity(resolved.target, now)
            else:
                target = None
            if target is not None:
                key = f"{link.kind}:{link.relation}" if link.relation else str(link.kind)
                found[target, key] += written.count
        return found

    def _replace(self, source: int, new: Counter[tuple[Node, str]], now: int, date: str) -> None:
        """Give a source other edges, and record which began and which ended."""
        old = self._edges.pop(source, None) or Counter()
        for target, key in old.keys() - new.keys():
            _end(self.lives, self.lives.edges, (source, target, key), now, date)
            self._count(target, -1, now, date)
        for target, key in new.keys() - old.keys():
            _begin(self.lives, self.lives.edges, (source, target, key), now, date)
            self._count(target, 1, now, date)
        if self._is_open(source):
            self._edges[source] = new

    def _count(self, target: Node, step: int, now: int, date: str) -> None:
        if isinstance(target, int) and self.lives.kinds[target] in ("note", "canvas"):
            return
        self._linked[target] += step
        if self._linked[target]:
            self._begin(target, now, date)
        else:
            del self._linked[target]
            self._end(target, now, date)

    def _is_open(self, node: Node) -> bool:
        lives = self.lives.nodes.get(node)
        return lives is not None and lives[-1].died is None

    def _begin(self, node: Node, now: int, date: str) -> None:
        if not self._is_open(node):
            _begin(self.lives, self.lives.nodes, node, now, date)

    def _end(self, node: Node, now: int, date: str) -> None:
        if self._is_open(node):
            _end(self.lives, self.lives.nodes, node, now, date)
        if isinstance(node, int):
            self._edges.pop(node, None)


def _begin(lives: Lives, known: dict[What, list[Life]], what: What, now: int, date: str) -> None:
    found = known.setdefault(what, [])
    if found and found[-1].died == now:  # ended and began again within one commit
        found[-1] = Life(found[-1].born, None)
        return
    found.append(Life(now, None))
    _date(lives, what, now, date)


def _end(lives: Lives, known: dict[What, list[Life]], what: What, now: int, date: str) -> None:
    found = known[what]
    if found[-1].born == now:
        found.pop()
        if not found:
            del known[what]
        return
    found[-1] = Life(found[-1].born, now)
    _date(lives, what, now, date)


def _date(lives: Lives, what: Node | Edge, now: int, date: str) -> None:
    if date and date != lives.commits[now].date:
        lives.earlier[what, now] = date
