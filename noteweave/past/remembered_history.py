"""The lives of a graph, kept in the cache folder until another commit is the last."""

from __future__ import annotations

import zlib

import msgspec

from noteweave.graph.build.graph import Show
from noteweave.graph.history.lives import Commit, Edge, Life, Lives, Node
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.git import git_cache
from noteweave.vault.git.repository import Repository
from noteweave.vault.vault import OpenOptions

_FORM = 1
"""Increased when the records or the replay change."""


class _Record(msgspec.Struct, frozen=True, array_like=True):
    """The lives, with lists in the place of keys that msgpack does not have."""

    key: str
    commits: list[Commit]
    kinds: list[str]
    names: list[list[tuple[int, str]]]
    nodes: list[tuple[Node, list[Life]]]
    edges: list[tuple[Edge, list[Life]]]
    earlier_nodes: list[tuple[Node, int, str]]
    earlier_edges: list[tuple[Edge, int, str]]
    skipped: int
    missing: int


class RememberedHistory:
    """Loads and saves the lives that a replay found, by all that they depend on."""

    def __init__(
        self,
        repository: Repository,
        last: str,
        settings: AppSettings,
        options: OpenOptions,
        show: Show,
        renames: bool,
    ) -> None:
        self._repository = repository
        how = f"{settings!r}\0{options!r}\0{show!r}\0{renames}\0{repository.relative}"
        how += f"\0{repository.folder.resolve()}\0{repository.shallow}"
        self._name = f"lives-{_FORM}-{zlib.crc32(how.encode('utf-8', 'surrogateescape')):08x}"
        self._key = f"{last}\0{how}"

    def load(self) -> tuple[Lives, int, int] | None:
        """Return the lives, and the changes left out and contents missing; None: not known."""
        found = git_cache.load(self._repository, self._name, _Record)
        if found is None or found.key != self._key:
            return None
        earlier: dict[tuple[Node | Edge, int], str] = {
            (node, commit): date for node, commit, date in found.earlier_nodes
        }
        earlier |= {(edge, commit): date for edge, commit, date in found.earlier_edges}
        lives = Lives(
            found.commits, found.kinds, found.names, dict(found.nodes), dict(found.edges), earlier
        )
        return lives, found.skipped, found.missing

    def save(self, lives: Lives, skipped: int, missing: int) -> None:
        """Keep the lives; not where contents are missing, since they may be fetched later."""
        if missing:
            return
        nodes, edges = [], []
        for (what, commit), date in lives.earlier.items():
            if isinstance(what, tuple):
                edges.append((what, commit, date))
            else:
                nodes.append((what, commit, date))
        record = _Record(
            self._key, lives.commits, lives.kinds, lives.names, list(lives.nodes.items()),
            list(lives.edges.items()), nodes, edges, skipped, missing,
        )  # fmt: skip
        git_cache.save(self._repository, self._name, record)
