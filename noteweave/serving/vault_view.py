"""What an assistant may see of a vault: notes that are not excluded, their links, graph, texts.

Excluded and ignored files are never named by the vault's own words: a link to one has no target.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from noteweave.config import LoadedConfig
from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.build.targets import topic_node
from noteweave.graph.query.lookup import Candidate, candidates, look_up
from noteweave.graph.query.quoted import exact, quoted
from noteweave.graph.query.search import SearchIndex
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, checked
from noteweave.graph.schema import NodeKind
from noteweave.living.session import Session, Settings
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.model import Link, Note
from noteweave.vault.text_index import holding
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.mentions.unlinked import Mention
    from noteweave.vault.model import Context

EXCLUDED = "excluded"
"""The kind of target of a link to a file that is not shown."""
_PAUSE = 1.0
"""Seconds between two comparisons of a large vault with the disk."""
_QUICK = 0.02
"""Seconds: a comparison that takes no longer is made before every answer."""


class LinkRow(NamedTuple):
    """A link, where it stands, and what it leads to."""

    path: str
    link: Link
    key: str
    """A vault path or the key of a topic; "" for a URL or an excluded file."""
    kind: str


class VaultView:
    """One revision of a vault; what costs time is made when it is first asked for."""

    def __init__(self, session: Session) -> None:
        self.session = session
        self.resolved: ResolvedVault = session.resolved
        self.vault: Vault = session.vault
        self.paths: list[str] = checked(self.resolved)
        self._contexts: dict[str, Mapping[tuple[int, int], Context]] = {}
        self._hashes: dict[str, str] = {}

    @cached_property
    def visible(self) -> frozenset[str]:
        """The paths of the notes that may be shown."""
        return frozenset(self.paths)

    @cached_property
    def stamp(self) -> str:
        """Changes with every file."""
        files = self.vault.files
        told = "".join(f"{p}\0{f.mtime_ns}\0{f.size}\n" for p, f in files.items())
        return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()

    @cached_property
    def outgoing(self) -> dict[str, list[LinkRow]]:
        """The links of each note in order."""
        return {path: list(self._rows(path)) for path in self.paths}

    @cached_property
    def incoming(self) -> dict[str, list[LinkRow]]:
        """The links to each note, file and topic, without those of a note to itself."""
        found: dict[str, list[LinkRow]] = {}
        for path, rows in self.outgoing.items():
            for row in rows:
                if row.key and row.key != path:
                    found.setdefault(row.key, []).append(row)
        return found

    @cached_property
    def topics(self) -> dict[str, str]:
        """The names of the unwritten topics, by key."""
        found: dict[str, str] = {}
        for rows in self.outgoing.values():
            for row in rows:
                if row.kind == TargetKind.TOPIC:
                    found.setdefault(row.key, self.resolved.topic_name(row.link))
        return dict(sorted(found.items()))

    @cached_property
    def graph(self) -> nx.MultiDiGraph[str]:
        """The graph of notes and topics."""
        folders = self.session.config.config.topics.folders
        return build_graph(self.resolved, Show(topic_folders=folders))

    @cached_property
    def link_graph(self) -> nx.MultiDiGraph[str]:
        """Which notes and topics are linked: made in a tenth of the time of `graph`."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.paths)
        pairs = ((row.path, row.key) for rows in self.outgoing.values() for row in rows if row.key)
        graph.add_edges_from(sorted({pair for pair in pairs if pair[0] != pair[1]}))
        return graph

    @cached_property
    def search_index(self) -> SearchIndex:
        """What `search` looks in."""
        vault = self.vault
        return SearchIndex(self.resolved, vault.text, lambda words: holding(vault, words))

    @cached_property
    def mentions(self) -> dict[str, list[Mention]]:
        """Places that name exactly one note without a link, by that note."""
        from noteweave.graph.mentions.unlinked import WORTHWHILE, unlinked

        found: dict[str, list[Mention]] = {}
        for one in unlinked(self.resolved, self.vault.text):
            if one.score >= WORTHWHILE and len(one.targets) == 1:
                found.setdefault(one.targets[0], []).append(one)
        return found

    @cached_property
    def _candidates(self) -> list[Candidate]:
        return [
            *candidates(self.resolved, self.paths),
            *(Candidate(key, NodeKind.TOPIC, name, "") for key, name in self.topics.items()),
        ]

    @cached_property
    def _quoted_paths(self) -> dict[str, str]:
        return {shown: path for path in self.paths if (shown := exact(path)) != path}

    def find(self, name: str) -> str:
        """Return the key of the note, canvas or topic that a name means.

        Raises:
            UnknownNameError: nothing has that name, or several things have.
        """
        if name in self.visible:
            return name
        if name in self._quoted_paths:
            return self._quoted_paths[name]
        try:
            return look_up(self._candidates, name)
        except UnknownNameError as error:
            raise UnknownNameError(quoted(error.message), quoted(error.hint)) from None

    def find_note(self, name: str) -> str:
        """Return the path of the note or canvas that a name means.

        Raises:
            UnknownNameError: no note has that name, or several have.
        """
        key = self.find(name)
        if key not in self.visible:
            raise UnknownNameError(
                f"{quoted(name)}: nobody has written this note", "backlinks tells who links to it"
            )
        return key

    def note(self, path: str) -> Note:
        """Return a note."""
        return self.vault.notes[path]

    def hash(self, path: str) -> str:
        """Return the first 12 digits of the SHA-256 of a file; "" for a topic."""
        if path not in self.vault.files:
            return ""
        if path not in self._hashes:
            self._hashes[path] = hashlib.sha256(self.vault.content(path)).hexdigest()[:12]
        return self._hashes[path]

    def label(self, key: str) -> str:
        """Return how a note, file or topic is shown: its path, or `[[name]]`; quoted."""
        return f"[[{quoted(self.topics[key])}]]" if key in self.topics else exact(key)

    def context(self, path: str, line: int, column: int) -> Context | None:
        """Return the text around the link at a place."""
        if path not in self._contexts:
            if len(self._contexts) > 200:
                self._contexts.clear()
            self._contexts[path] = self.vault.contexts(path)
        return self._contexts[path].get((line, column))

    def _rows(self, path: str) -> Iterator[LinkRow]:
        files = self.vault.files
        for found in self.resolved.links(self.note(path)):
            link, target, kind = found.link, found.target, found.kind
            if target is not None and (files[target].excluded or files[target].ignored):
                yield LinkRow(path, link, "", EXCLUDED)
            elif target is not None:
                yield LinkRow(path, link, target, kind)
            elif kind is TargetKind.TOPIC:
                yield LinkRow(path, link, topic_node(self.resolved.topic_name(link)), kind)
            else:
                yield LinkRow(path, link, path if kind is TargetKind.SELF else "", kind)


class OpenVault:
    """A vault that is read in the background, and compared with the disk before an answer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self._lock = threading.RLock()
        self._session: Session | None = None
        self._view: VaultView | None = None
        self._revision = 0
        self._compared = 0.0
        self._took = 0.0

    def close(self) -> None:
        """End the session."""
        with self._lock:
            if self._session:
                self._session.close()

    @contextmanager
    def view(self) -> Iterator[VaultView]:
        """Hold the present state for a block.

        Raises:
            VaultError: the vault is gone.
            ConfigError: its configuration is invalid now.
        """
        with self._lock:
            session = self._refreshed()
            with session.reading():
                if self._view is None or self._revision != session.revision:
                    self._view, self._revision = VaultView(session), session.revision
                yield self._view

    def _refreshed(self) -> Session:
        if self._session is None:
            self._session = Session.open(self.root, configure=self._settings, graph=False)
        elif self._took < _QUICK or time.monotonic() - self._compared > _PAUSE:
            began = time.monotonic()
            self._session.refresh()
            self._compared = time.monotonic()
            self._took = self._compared - began
        return self._session

    def _settings(self, loaded: LoadedConfig) -> Settings:
        config = loaded.config
        return Settings(config.open_options(), loaded.check_options(self.root), config.show())
