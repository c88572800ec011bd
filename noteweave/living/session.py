"""A vault that is kept open while its notes are edited.

>>> from noteweave import Session
>>> with Session.open("notes") as session:          # doctest: +SKIP
...     session.backlinks("tea/Dragon Well.md")
...     change = session.refresh()

A session holds one revision of the vault at a time. `refresh` compares the disk with it and, if
anything differs, makes the next one. All methods may be called from any thread: there is one lock,
and no process is forked once the session is open.
"""

from __future__ import annotations

import os
import threading
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

import msgspec

from noteweave.config import LoadedConfig, load
from noteweave.graph.backlinks.link_table import LinkGroup, links_from
from noteweave.graph.build.graph import Show
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.rule_selection import CheckOptions
from noteweave.graph.living.delta import Delta, changed_findings
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault
from noteweave.living.change import Change, compared, file_change
from noteweave.living.state import LiveVault, Update, relative
from noteweave.vault.disk.walk import Listing
from noteweave.vault.errors import SessionClosedError
from noteweave.vault.model import File, Note
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    import networkx as nx

KEPT_CHANGES = 200
"""Changes that `Session.changes_since` can tell."""
LARGEST_PART = 0.25
"""Share of the files up to which a change is checked note by note; above it, all are."""
FEWEST = 200
"""Changed files up to which a change is checked note by note, however small the vault is."""


class Settings(NamedTuple):
    """How a session reads, checks and draws its vault."""

    reading: OpenOptions
    checking: CheckOptions
    show: Show


class Session:
    """One vault, kept open. Make it with `Session.open`, and close it or use it in a `with`."""

    def __init__(
        self, root: Path, configure: Callable[[LoadedConfig], Settings], *, graph: bool
    ) -> None:
        """Use `Session.open` instead."""
        self.root = root
        self._configure = configure
        self._lock = threading.RLock()
        self._changes: deque[Change] = deque(maxlen=KEPT_CHANGES)
        self._revision = 1
        self._closed = False
        self._interrupted = False
        self._config = load(root)
        self._settings = configure(self._config)
        self._keeps_graph = graph
        self._graph: nx.MultiDiGraph[str] | None = None
        self._now = LiveVault(
            Vault.open(root, self._settings.reading), *self._drawn(self._settings)
        )

    @classmethod
    def open(
        cls,
        root: str | os.PathLike[str] = ".",
        options: OpenOptions | None = None,
        *,
        checking: CheckOptions | None = None,
        show: Show | None = None,
        configure: Callable[[LoadedConfig], Settings] | None = None,
        graph: bool = True,
    ) -> Session:
        """Read a vault, and keep it open.

        Args:
            root: its folder.
            options: how to read it; None: by its configuration, also when that changes later.
            checking: which rules run; None: those of its configuration.
            show: what its graph holds; None: what its configuration says.
            configure: makes all three of the configuration, instead of these arguments.
            graph: whether changes tell nodes and edges. Without, the graph is made only when it
                is asked for, and a refresh takes less time.

        Raises:
            ConfigError: the configuration is invalid.
            VaultError: the folder does not exist, is a file, or cannot be listed.
        """
        folder = Path(root)

        def by_arguments(loaded: LoadedConfig) -> Settings:
            return Settings(
                options or loaded.config.open_options(),
                checking or loaded.check_options(folder),
                show or loaded.config.show(),
            )

        return cls(folder, configure or by_arguments, graph=graph)

    def close(self) -> None:
        """End the session; every later call raises `SessionClosedError`."""
        with self._lock:
            if not self._closed:
                self._closed = True
                del self._now

    def __enter__(self) -> Session:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    @contextmanager
    def reading(self) -> Iterator[Session]:
        """Hold one revision for a block: no other thread can refresh the session meanwhile.

        A single call needs no block. Two calls whose answers must fit together do, and so does
        what is read from `vault`, `notes` and `resolved`.
        """
        with self._lock:
            self._open()
            yield self

    @property
    def revision(self) -> int:
        """The number of the present state, from 1; it grows with each change."""
        return self._revision

    @property
    def config(self) -> LoadedConfig:
        """The configuration by which the vault was read last."""
        return self._config

    @property
    def settings(self) -> Settings:
        """How the vault is read, checked and drawn."""
        return self._settings

    @property
    def vault(self) -> Vault:
        """The vault as it is known now; hold `reading` while you use it."""
        return self._open().vault

    @property
    def notes(self) -> Mapping[str, Note]:
        """Notes and canvases by path; hold `reading` while you use them."""
        return self._open().vault.notes

    @property
    def resolved(self) -> ResolvedVault:
        """The vault with its links resolved; hold `reading` while you use it."""
        return self._open().engine.resolved

    def refresh(self, paths: Iterable[str | os.PathLike[str]] | None = None) -> Change:
        """Compare the disk with what is known, and take over what is different.

        Args:
            paths: files and folders that may have changed, absolute or relative to the vault's
                folder; others are not looked at, unless a named one is a folder, a settings or an
                ignore file, on which others depend. None: everything is compared.

        Returns:
            What changed. It is false, and has the revision of before, if nothing did.

        Raises:
            ConfigError: the configuration is invalid now. The session stays as it was.
            VaultError: the vault's folder is gone. The session stays as it was.
        """
        with self._lock:
            live = self._open()
            named = None if paths is None else [relative(self.root, path) for path in paths]
            files = None if named is None else live.stamped(named)
            if named is not None and files is not None:
                return self._take_over(self._update(files, None, named))
            config = load(self.root)
            settings = self._configure(config)
            listing = live.list_all()
            if settings != self._settings or live.app_settings() != live.vault.settings:
                return self._restart(config, settings)
            listed = {file.path: file for file in listing.files}
            known = live.vault.files.keys() | listed.keys()
            if _is_large(live.vault.files, listed):
                return self._restart(config, settings)
            faults = live.vault.faults
            update = self._update(listed, listing, known)
            return self._take_over(update, forced=faults != live.vault.faults)

    def _drawn(self, settings: Settings) -> tuple[CheckOptions, Show | None]:
        return settings.checking, settings.show if self._keeps_graph else None

    def _update(
        self, files: Mapping[str, File], listing: Listing | None, paths: Iterable[str]
    ) -> Update:
        """Change what is known; after an interruption the vault is read again before it is used."""
        self._interrupted = True
        update = self._now.update(files, listing, paths)
        self._interrupted = False
        return update

    def _take_over(self, update: Update, *, forced: bool = False) -> Change:
        """Make a revision of what was found, unless it is nothing."""
        live = self._open()
        found = bool(update.before or update.findings_gone or update.findings_new or forced)
        if not found:
            return Change(self._revision)
        change = _of_files(update.before, live.vault)
        delta = Delta(tuple(update.findings_gone), tuple(update.findings_new))
        return self._publish(change, delta, live)

    def _restart(self, config: LoadedConfig, settings: Settings) -> Change:
        """Read the vault again, by other settings."""
        before = self._now
        reading = msgspec.structs.replace(settings.reading, jobs=1, eager=False)
        now = LiveVault(Vault.open(self.root, reading), *self._drawn(settings))
        change = replace(compared(before.vault, now.vault), read_again=True)
        old = () if self._interrupted else before.engine.findings()
        gone, new = changed_findings(old, now.engine.findings())
        self._interrupted = False
        self._config, self._settings = config, settings
        return self._publish(change, Delta(tuple(gone), tuple(new)), now)

    def _publish(self, change: Change, delta: Delta, now: LiveVault) -> Change:
        if now is self._now:
            delta = now.take(delta)
        self._graph = None
        self._now = now
        self._revision += 1
        change = replace(change, revision=self._revision, delta=delta)
        self._changes.append(change)
        return change

    def changes_since(self, revision: int) -> tuple[Change, ...] | None:
        """Return the changes after a revision, the oldest first.

        Returns:
            None if they are not known: the revision is too old, or not one of this session.
        """
        with self._lock:
            self._open()
            if not 1 <= revision <= self._revision:
                return None
            found = tuple(change for change in self._changes if change.revision > revision)
            return found if len(found) == self._revision - revision else None

    def links(self, path: str) -> tuple[ResolvedLink, ...]:
        """Return the links of a note or canvas in order, each with its target.

        Raises:
            KeyError: the vault has no such note.
        """
        with self._lock:
            resolved = self._open().engine.resolved
            return tuple(resolved.links(resolved.vault.notes[path]))

    def backlinks(self, key: str) -> tuple[LinkGroup, ...]:
        """Return the links to a node of the graph, grouped by their source, in order.

        Args:
            key: of the node: a vault path, or `topic:` and the folded name.

        Raises:
            KeyError: the graph has no such node.
        """
        with self._lock:
            graph = self.graph()
            sources = sorted(graph.pred[key])
            groups = (LinkGroup(one, key, links_from(graph, one, key)) for one in sources)
            return tuple(group for group in groups if group.links)

    def findings(self, path: str | None = None) -> tuple[Finding, ...]:
        """Return the findings of the check in order: all, or those in the file of a path."""
        with self._lock:
            return tuple(self._open().engine.findings(path))

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the graph of the present revision, with the attributes of `build_graph`.

        It is made when it is first asked for; later calls return the same object until the
        revision changes. Do not change it: copy it first.
        """
        with self._lock:
            live = self._open()
            if self._graph is None:
                self._graph = live.graph(self._settings.show)
            return self._graph

    def _open(self) -> LiveVault:
        if self._closed:
            raise SessionClosedError("the session is closed", "open another one")
        if self._interrupted:
            self._restart(self._config, self._settings)
        return self._now


def _is_large(old: Mapping[str, File], new: Mapping[str, File]) -> bool:
    """Whether so many files are different that checking all notes takes less time."""
    known = old.keys() | new.keys()
    changed = sum(old.get(path) != new.get(path) for path in known)
    return changed > max(FEWEST, LARGEST_PART * len(known))


def _of_files(before: Mapping[str, File | None], vault: Vault) -> Change:
    old = {path: file for path, file in before.items() if file}
    new = {path: vault.files[path] for path in before if path in vault.files}
    return file_change(old, new, written=old.keys() & new.keys())
