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
from dataclasses import dataclass, field, replace
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, NamedTuple

from noteweave.config import LoadedConfig, load
from noteweave.graph.build.graph import Show
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.rule_selection import CheckOptions
from noteweave.graph.living.delta import Delta
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault
from noteweave.living.snapshot import Snapshot, difference
from noteweave.vault.errors import SessionClosedError
from noteweave.vault.model import Note
from noteweave.vault.vault import OpenOptions, Vault

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.graph.backlinks.link_table import LinkGroup

KEPT_CHANGES = 200
"""Changes that `Session.changes_since` can tell."""


class Settings(NamedTuple):
    """How a session reads, checks and draws its vault."""

    reading: OpenOptions
    checking: CheckOptions
    show: Show


@dataclass(frozen=True)
class Change:
    """What one refresh found; paths are vault paths, in order."""

    revision: int
    """The revision that the change led to; it is that of before if nothing had changed."""
    added: tuple[str, ...] = ()
    """Notes and canvases that are new."""
    removed: tuple[str, ...] = ()
    """Those that are gone."""
    changed: tuple[str, ...] = ()
    """Those whose file was written, or that the settings read in another way."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Old path -> new path of those that were moved and not edited; they are in no other list."""
    other_files: tuple[str, ...] = ()
    """Attachments and other files that came, went or were written."""
    settings_changed: bool = False
    """Whether settings changed, so that the vault was read again: anything may be different."""
    delta: Delta = field(default_factory=Delta)
    """Findings, nodes and edges that are gone, new or different."""

    def __bool__(self) -> bool:
        files = self.added or self.removed or self.changed or self.renamed or self.other_files
        return bool(files or self.settings_changed or self.delta)


class Session:
    """One vault, kept open. Make it with `Session.open`, and close it or use it in a `with`."""

    def __init__(self, root: Path, configure: Callable[[LoadedConfig], Settings]) -> None:
        """Use `Session.open` instead."""
        self.root = root
        self._configure = configure
        self._lock = threading.RLock()
        self._changes: deque[Change] = deque(maxlen=KEPT_CHANGES)
        self._revision = 1
        self._closed = False
        self._config = load(root)
        self._settings = configure(self._config)
        self._now = Snapshot.of(
            Vault.open(root, self._settings.reading), self._settings.checking, self._settings.show
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
    ) -> Session:
        """Read a vault, and keep it open.

        Args:
            root: its folder.
            options: how to read it; None: by its configuration, also when that changes later.
            checking: which rules run; None: those of its configuration.
            show: what its graph holds; None: what its configuration says.
            configure: makes all three of the configuration, instead of these arguments.

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

        return cls(folder, configure or by_arguments)

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
        return self._open().resolved

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
            before = self._open()
            config = load(self.root)
            settings = self._configure(config)
            reading = replace(settings.reading, jobs=1, eager=False)
            now = Snapshot.of(Vault.open(self.root, reading), settings.checking, settings.show)
            change = replace(
                compared(before.vault, now.vault),
                settings_changed=settings != self._settings
                or now.vault.settings != before.vault.settings,
                delta=difference(before, now),
            )
            if not change:
                return replace(change, revision=self._revision)
            self._revision += 1
            change = replace(change, revision=self._revision)
            self._changes.append(change)
            self._now, self._config, self._settings = now, config, settings
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
            return self._open().links(path)

    def backlinks(self, key: str) -> tuple[LinkGroup, ...]:
        """Return the links to a node of the graph, grouped by their source, in order.

        Args:
            key: of the node: a vault path, or `topic:` and the folded name.

        Raises:
            KeyError: the graph has no such node.
        """
        with self._lock:
            return self._open().backlinks(key)

    def findings(self, path: str | None = None) -> tuple[Finding, ...]:
        """Return the findings of the check in order: all, or those in the file of a path."""
        with self._lock:
            return self._open().findings(path)

    def graph(self) -> nx.MultiDiGraph[str]:
        """Return the graph of the present revision, with the attributes of `build_graph`.

        It is made when it is first asked for; later calls return the same object until the
        revision changes. Do not change it: copy it first.
        """
        with self._lock:
            return self._open().graph()

    def _open(self) -> Snapshot:
        if self._closed:
            raise SessionClosedError("the session is closed", "open another one")
        return self._now


def compared(before: Vault, now: Vault) -> Change:
    """Return which files are different in two states of a vault."""
    old, new = before.files, now.files
    moved = _moved(before, now)
    same = before.settings.grammar == now.settings.grammar
    written = {path for path in old.keys() & new.keys() if not (same and old[path] == new[path])}
    removed = old.keys() - new.keys() - moved.keys()
    added = new.keys() - old.keys() - set(moved.values())
    notes = before.notes.keys() | now.notes.keys()
    return Change(
        revision=0,
        added=tuple(sorted(added & now.notes.keys())),
        removed=tuple(sorted(removed & before.notes.keys())),
        changed=tuple(sorted(written & notes)),
        renamed=moved,
        other_files=tuple(sorted((added | removed | written) - notes)),
    )


def _moved(before: Vault, now: Vault) -> dict[str, str]:
    """Return old and new path of the notes that are the same files at other places.

    A new file often gets the inode of one that was just deleted, so the time and the size of the
    last writing must be the same as well; moving a file keeps both.
    """

    def identity(vault: Vault, path: str) -> tuple[int, int, int] | None:
        file = vault.files[path]
        return (file.inode, file.mtime_ns, file.size) if file.inode else None

    gone = {identity(before, p): p for p in sorted(before.notes.keys() - now.files.keys())}
    come = {identity(now, p): p for p in sorted(now.notes.keys() - before.files.keys())}
    return {gone[one]: come[one] for one in gone.keys() & come.keys() if one}
