"""What an assistant may see of a vault: notes that are not excluded, their links, graph, texts.

Excluded and ignored files are never named by the vault's own words: a link to one has no target.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from noteweave.config import LoadedConfig
from noteweave.graph.build.targets import topic_node
from noteweave.graph.living.index import PARTS
from noteweave.graph.living.shared import Shared
from noteweave.graph.query.lookup import Candidate, candidates, look_up
from noteweave.graph.query.persona_notes import is_persona
from noteweave.graph.query.quoted import exact, quoted
from noteweave.graph.query.search import SearchIndex
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, checked, resolve
from noteweave.graph.schema import NodeKind
from noteweave.vault.disk.exclusion import exclusion
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.model import Link, Note
from noteweave.vault.text_index import TextIndex, open_index
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.check.findings import Finding
    from noteweave.graph.check.rule_selection import CheckOptions
    from noteweave.graph.mentions.unlinked import Mention
    from noteweave.graph.query.link_index import LinkIndex
    from noteweave.living.change import Change
    from noteweave.vault.model import Context

EXCLUDED = "excluded"
"""The kind of target of a link to a file that is not shown."""


class LinkRow(NamedTuple):
    """A link, where it stands, and what it leads to."""

    path: str
    link: Link
    key: str
    """A vault path or the key of a topic; "" for a URL or an excluded file."""
    kind: str


class SeenChange(NamedTuple):
    """What was different when the vault was compared with the disk."""

    seen: float
    """Seconds since the epoch."""
    change: Change
    were: frozenset[str]
    """The paths that were shown before."""


class VaultView:
    """One revision of a vault; what costs time is made when it is first asked for."""

    def __init__(
        self,
        vault: Vault,
        loaded: LoadedConfig,
        changes: Sequence[SeenChange] = (),
        before: VaultView | None = None,
    ) -> None:
        """Keep what is still right of the state `before`."""
        self.vault = vault
        self.loaded = loaded
        self.changes = changes
        """What was different at each of the last comparisons, the oldest first."""
        self.resolved: ResolvedVault = resolve(vault)
        self.written = False
        """Whether an answer has changed notes, so that the disk must be looked at again."""
        self._kept = _kept_rows(before, vault) if before else {}
        self._known_personas = _kept_personas(before, vault) if before else {}
        self._contexts: dict[str, Mapping[tuple[int, int], Context]] = {}
        self._hashes: dict[str, str] = {}

    @cached_property
    def paths(self) -> list[str]:
        """The notes that are drawn and checked."""
        return checked(self.resolved)

    @cached_property
    def visible(self) -> frozenset[str]:
        """The paths of the notes that may be shown: those of `paths`, and templates."""
        settings = msgspec.structs.replace(self.vault.settings, templates=())
        excluded_otherwise = exclusion(settings, [])
        files = (self.vault.files[path] for path in self.vault.notes)
        templates = (file.path for file in files if file.excluded and not file.ignored)
        return frozenset(self.paths).union(p for p in templates if not excluded_otherwise(p))

    @cached_property
    def stamp(self) -> str:
        """Changes with every file."""
        files = self.vault.files
        told = "".join(f"{p}\0{f.mtime_ns}\0{f.size}\n" for p, f in files.items())
        return hashlib.sha256(told.encode(errors="surrogateescape")).hexdigest()

    @cached_property
    def outgoing(self) -> dict[str, list[LinkRow]]:
        """The links of each note in order."""
        kept, self._kept = self._kept, {}
        return {path: kept.get(path) or self._rows(path) for path in sorted(self.visible)}

    @cached_property
    def incoming(self) -> dict[str, list[LinkRow]]:
        """The links to each note, file and topic, without those of templates and of itself."""
        found: dict[str, list[LinkRow]] = {}
        for path in self.paths:
            for row in self.outgoing[path]:
                if row.key and row.key != path:
                    found.setdefault(row.key, []).append(row)
        return found

    @cached_property
    def personas(self) -> list[str]:
        """The notes that describe a character."""
        known = self._known_personas
        for path in self.paths:
            if path not in known:
                known[path] = is_persona(self.note(path))
        return [path for path in self.paths if known[path]]

    def tells_of_hidden(self, one: Finding) -> bool:
        """Whether a finding may tell something about a file that is not shown."""
        told = "\n".join((one.message, one.suggestion, one.fix.text if one.fix else ""))
        if any(path in told for path in self._hidden):
            return True
        return one.path in self.visible and any(
            (row.link.line, row.link.column) == (one.line, one.column) and row.kind == EXCLUDED
            for row in self.rows(one.path)
        )

    @cached_property
    def _hidden(self) -> list[str]:
        return [
            p for p, file in self.vault.files.items() if file.excluded and p not in self.visible
        ]

    @cached_property
    def linked(self) -> tuple[dict[str, set[str]], dict[str, set[str]]]:
        """What each note links to, and which notes link to each node."""
        out = {one: {row.key for row in rows if row.key} for one, rows in self.outgoing.items()}
        return out, {one: {row.path for row in rows} for one, rows in self.incoming.items()}

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
        from noteweave.graph.build.graph import Show, build_graph

        folders = self.loaded.config.topics.folders
        return build_graph(self.resolved, Show(topic_folders=folders))

    @cached_property
    def link_graph(self) -> nx.MultiDiGraph[str]:
        """Which notes and topics are linked: made in a tenth of the time of `graph`."""
        import networkx as nx

        graph: nx.MultiDiGraph[str] = nx.MultiDiGraph()
        graph.add_nodes_from(self.paths)
        rows = (row for path in self.paths for row in self.outgoing[path])
        pairs = ((row.path, row.key) for row in rows if row.key)
        graph.add_edges_from(sorted({pair for pair in pairs if pair[0] != pair[1]}))
        return graph

    @cached_property
    def search_index(self) -> SearchIndex:
        """What `search` looks in."""

        def holding(words: Sequence[str]) -> Sequence[str] | None:
            return self.text_index.holding(words) if self.vault.cache else None

        return SearchIndex(self.resolved, self.vault.text, holding)

    @cached_property
    def text_index(self) -> TextIndex:
        """The full-text index of the notes."""
        return open_index(self.vault)

    @cached_property
    def link_index(self) -> LinkIndex:
        """The links and names that `related` reads."""
        from noteweave.graph.query.link_index import LinkIndex

        return LinkIndex.of(self.graph)

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
            *candidates(self.resolved, sorted(self.visible)),
            *(Candidate(key, NodeKind.TOPIC, name, "") for key, name in self.topics.items()),
        ]

    @cached_property
    def _quoted_paths(self) -> dict[str, str]:
        return {shown: path for path in self.visible if (shown := exact(path)) != path}

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

    def findings(self, path: str | None = None) -> list[Finding]:
        """Return the findings of the check in order: all, or those in a note."""
        return self._findings if path is None else self._findings_by_path.get(path, [])

    @cached_property
    def checking(self) -> CheckOptions:
        """What is checked."""
        return self.loaded.check_options(self.vault.root)

    @cached_property
    def _findings(self) -> list[Finding]:
        from noteweave.whole_check import check_opened

        return check_opened(self.vault, self.checking, fork=False)

    @cached_property
    def _findings_by_path(self) -> dict[str, list[Finding]]:
        found: dict[str, list[Finding]] = {}
        for one in self._findings:
            found.setdefault(one.path, []).append(one)
        return found

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
        name = None if key in self.vault.files else self.topics.get(key)
        return exact(key) if name is None else f"[[{quoted(name)}]]"

    def context(self, path: str, line: int, column: int) -> Context | None:
        """Return the text around the link at a place."""
        if path not in self._contexts:
            if len(self._contexts) > 200:
                self._contexts.clear()
            self._contexts[path] = self.vault.contexts(path)
        return self._contexts[path].get((line, column))

    def rows(self, path: str) -> list[LinkRow]:
        """Return the links of a note in order; those of other notes are not looked at."""
        return self.outgoing[path] if "outgoing" in self.__dict__ else self._rows(path)

    def _rows(self, path: str) -> list[LinkRow]:
        files, visible, resolve = self.vault.files, self.visible, self.resolved.resolve
        rows: list[LinkRow] = []
        for link in self.note(path).links:
            _, target, kind, _, _ = resolve(link, path)
            if target is not None:
                hidden = files[target].excluded and target not in visible
                row = LinkRow(path, link, "" if hidden else target, EXCLUDED if hidden else kind)
            elif kind is TargetKind.TOPIC:
                row = LinkRow(path, link, topic_node(self.resolved.topic_name(link)), kind)
            else:
                row = LinkRow(path, link, path if kind is TargetKind.SELF else "", kind)
            rows.append(row)
        return rows


def _kept_personas(before: VaultView, now: Vault) -> dict[str, bool]:
    """Return which unchanged notes are personas, as far as that is known."""
    old = before.vault.files
    known = before._known_personas
    return {path: known[path] for path in known if old.get(path) == now.files.get(path)}


def _kept_rows(before: VaultView, now: Vault) -> dict[str, list[LinkRow]]:
    """Return the links of notes that are unchanged, if no link can lead elsewhere than before."""
    old = before.vault
    known: dict[str, list[LinkRow]] = before.__dict__.get("outgoing", {})
    if not known or (old.settings, old.options) != (now.settings, now.options):
        return {}
    paths = old.files.keys() | now.files.keys()
    differ = {path for path in paths if old.files.get(path) != now.files.get(path)}
    shared = Shared(now.settings)

    def names(vault: Vault, path: str) -> set[tuple[str, str]]:
        file, note = vault.files.get(path), vault.notes.get(path)
        of_note = shared.of_note(file, note) if file and note else set()
        return shared.of_file(file) | {one for one in of_note if one[0][:1] not in PARTS}

    if any(names(old, path) != names(now, path) for path in differ):
        return {}
    return {path: rows for path, rows in known.items() if path not in differ}
