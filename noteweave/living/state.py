"""One vault in memory that follows the disk: its files, its notes and its findings."""

from __future__ import annotations

import dataclasses
import os
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import NamedTuple

from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.rule_selection import CheckOptions
from noteweave.graph.living.delta import Delta
from noteweave.graph.living.engine import Engine
from noteweave.graph.mentions.unlinked import add_mentions, unlinked
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.living.mutable import Files, LiveNotes
from noteweave.vault.cache.stamped_records import now_ns, settled
from noteweave.vault.disk import app_settings
from noteweave.vault.disk.decode import read_file
from noteweave.vault.disk.walk import NOTES, Listing, walk
from noteweave.vault.model import File, Note
from noteweave.vault.vault import Vault

TYPE_CHECKING = False
if TYPE_CHECKING:
    import networkx as nx


class Update(NamedTuple):
    """What a comparison with the disk has changed."""

    before: Mapping[str, File | None]
    """The files that are different, as they were; None for new ones."""
    findings_gone: list[Finding]
    findings_new: list[Finding]


class LiveVault:
    """A vault that is kept open; not safe for several threads (see `Session`)."""

    def __init__(self, vault: Vault, checking: CheckOptions, show: Show | None) -> None:
        """Read and check an opened vault; `show` is what is drawn, None: nothing."""
        started = now_ns()
        self._files = Files(vault.files)
        self._notes = LiveNotes({path: _record(vault, path) for path in vault.notes})
        self._disk_paths = dict(vault.disk_paths)
        self.vault = dataclasses.replace(
            vault, files=self._files, notes=self._notes, _disk_paths=self._disk_paths
        )
        self._unsettled = {p for p, f in self._files.items() if not settled(f, started)}
        """Files that may have been written again since, without another time of writing."""
        self.engine = Engine(self.vault, checking, show)
        self.take(Delta())

    def take(self, delta: Delta) -> Delta:
        """Return a delta with what is different in the drawing since the last call."""
        drawing = self.engine.drawing
        return drawing.take(delta) if drawing else delta

    def list_all(self) -> Listing:
        """List the folder again.

        Raises:
            VaultError: it is gone, or cannot be listed.
        """
        options = self.vault.options
        return walk(
            self.vault.root,
            self.vault.settings,
            ignore=options.ignore,
            gitignore=options.gitignore,
            follow=options.follow,
        )

    def app_settings(self) -> app_settings.AppSettings:
        """Read the settings of the vault's app again."""
        options = self.vault.options
        return app_settings.load(
            self.vault.root,
            options.profile,
            comments=options.comments,
            relations=options.relations,
            summaries=options.summaries,
        )

    def stamped(self, paths: Iterable[str]) -> dict[str, File] | None:
        """Return known files as they are now; None if the folder must be listed for that."""
        found = {}
        for path in paths:
            known = self._files.get(path)
            if known is None or known.kind not in NOTES or path in self._disk_paths:
                return None
            try:
                status = os.lstat(self.vault.root / path)
            except (OSError, ValueError):
                return None
            if not stat.S_ISREG(status.st_mode) or known.ignored:
                return None
            found[path] = File(
                path, known.kind, status.st_size, status.st_mtime_ns, known.excluded,
                known.ignored, status.st_ctime_ns, status.st_ino,
            )  # fmt: skip
        return found

    def update(
        self, files: Mapping[str, File], listing: Listing | None, paths: Iterable[str]
    ) -> Update:
        """Take over files as they are now.

        Args:
            files: all that a path of `paths` may name.
            listing: where the files come from, if the whole folder was listed.
            paths: those to compare; one that is not among the files is gone.
        """
        wanted = {p for p in paths if p in self._unsettled or files.get(p) != self._files.get(p)}
        if listing is not None:
            self._disk_paths.clear()
            self._disk_paths.update(listing.disk_paths)
            faults = self.vault.settings.faults + listing.faults
            object.__setattr__(self.vault, "faults", faults)
        started = now_ns()
        old: dict[str, tuple[File, Note | None] | None] = {}
        new: dict[str, tuple[File, Note | None] | None] = {}
        before: dict[str, File | None] = {}
        for path in sorted(wanted):
            known, file = self._files.get(path), files.get(path)
            old[path] = (known, self._notes.get(path)) if known else None
            note = self._read(file) if file and file.kind in NOTES else None
            new[path] = (file, note) if file else None
            if self._notes.put_note(path, note) or known != file:
                before[path] = known
            self._files.put(path, file)
            self._unsettled.discard(path)
            if file and not settled(file, started):
                self._unsettled.add(path)
        gone, found = self.engine.apply(old, new)
        return Update(before, gone, found)

    def _read(self, file: File) -> Note:
        place = os.path.join(self.vault.root, self._disk_paths.get(file.path, file.path))
        return read_file(file.path, place, self.vault.settings.grammar)

    def graph(self, show: Show) -> nx.MultiDiGraph[str]:
        """Return the graph, put together of what is drawn, else built."""
        drawing, resolved = self.engine.drawing, resolve(self.vault)
        graph = drawing.graph() if drawing else build_graph(resolved, show)
        if show.mentions:
            add_mentions(graph, unlinked(resolved, self.vault.text))
        return graph


def _record(vault: Vault, path: str) -> bytes:
    records: Mapping[str, bytes] = vault.notes.records  # type: ignore[attr-defined]
    return records[path]


def relative(root: Path, path: str | os.PathLike[str]) -> str:
    """Return a path below a vault's folder with `/`; "" if it is not below it."""
    whole = os.path.join(os.path.abspath(root), path)
    below = os.path.relpath(whole, os.path.abspath(root)).replace(os.sep, "/")
    return "" if below == "." or below.startswith("../") else below
