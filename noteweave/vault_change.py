"""The findings of a change: those in the notes that it changes, and those it causes in others."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from noteweave.graph import names
from noteweave.graph.check import impact
from noteweave.graph.check.changed_targets import with_deletions
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.subject import PreviousVault
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.disk.walk import skipped, vault_path
from noteweave.vault.git.git_output import FileChange
from noteweave.vault.git.renames import Rename
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import committed, empty
from noteweave.vault.model import Note
from noteweave.vault.vault import OpenOptions

Texts = Callable[[Iterable[str]], Iterator[tuple[str, str]]]
"""Reads the texts of notes: vault paths -> path and text of each."""


@dataclass(frozen=True)
class VaultChange:
    """A change from one state of a vault to another."""

    repository: Repository
    now: ResolvedVault
    """The vault after the change."""
    base: str | None
    """The commit before it; None: there is none yet."""
    changes: list[FileChange]
    texts: Texts
    """Reads notes of `now`."""
    reading: OpenOptions
    options: CheckOptions

    @property
    def changed_notes(self) -> set[str]:
        """The notes that are new or different."""
        paths = (vault_path(change.path) for change in self.changes if change.status != "D")
        return {path for path in paths if path in self.now.vault.notes}

    @property
    def renames(self) -> list[Rename]:
        """The files that the change renames."""
        renamed = (change for change in self.changes if change.status == "R")
        return [Rename(vault_path(change.old), vault_path(change.path)) for change in renamed]

    def findings(
        self, changed: set[str], *, new_only: bool, uncommitted: Uncommitted | None = None
    ) -> list[Finding]:
        """Return the findings in changed notes, and the new findings in unchanged ones.

        Args:
            changed: the changed notes to check.
            new_only: whether to leave out what the same note had before the change.
            uncommitted: files that exist on the disk only, if a commit is checked.
        """
        affected = self._affected_notes()

        def find(paths: set[str]) -> list[Finding]:
            affects = self.base is not None and bool(affected or self.renames)
            previous = PreviousVault(self._before, self.renames) if affects else None
            found = check(
                self.now, self.options, only=paths, uncommitted=uncommitted, previous=previous
            )
            return list(found)

        found = find(changed)
        if new_only and found:
            old_paths = {old for old, new in self._moves.items() if new in changed}
            earlier = check(self._before, self.options, only=old_paths)
            found = list(impact.new_findings(found, earlier, self._moves))
        others = affected - changed
        if others:
            earlier = check(self._before, self.options, only=others)
            found += impact.new_places(find(others), earlier)
        found.sort(key=order)
        if any(change.status == "D" for change in self.changes):
            found = list(with_deletions(found, self.now, self._before, self._moves))
        return found

    @cached_property
    def _before(self) -> ResolvedVault:
        if self.base is None:
            return resolve(empty(self.now.vault))
        return resolve(committed(self.repository, self.base, self.reading).vault)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return {vault_path(change.old): vault_path(change.path) for change in self.changes}

    def _affected_notes(self) -> set[str]:
        """Return the notes whose text contains a name that lost, got or changed its target."""
        wanted: set[str] = set()
        for change in self.changes:
            wanted |= self._lost_names(change) | self._new_names(change)
        if not wanted:
            return set()
        vault = self.now.vault
        paths = [path for path in vault.notes if not vault.files[path].excluded]
        return {path for path, text in self.texts(paths) if impact.mentions(text, wanted)}

    def _lost_names(self, change: FileChange) -> set[str]:
        """Return the names of a file if links to it, or to a part of it, may be broken now."""
        path = vault_path(change.old)
        if change.status == "A" or skipped(path):
            return set()
        is_note = path.lower().endswith((".md", ".markdown"))
        note = self._old_note(path, change.oid) if is_note else None
        if change.status in "DRT":
            return impact.link_names(path, note, self.now.vault.settings) | self._lost_folders(path)
        now = self.now.vault.notes.get(path)
        if note and now and impact.lost_targets(note, now):
            return impact.link_names(path, note, self.now.vault.settings)
        return set()

    def _lost_folders(self, path: str) -> set[str]:
        """Return the names of the folders that are gone together with a file."""
        folders = path.split("/")[:-1]
        paths = ("/".join(folders[: n + 1]) for n in range(len(folders)))
        index = self.now.index
        return {names.key(names.stem(folder)) for folder in paths if not index.has_folder(folder)}

    def _new_names(self, change: FileChange) -> set[str]:
        """Return the names of a new file, and the new titles and aliases of a changed note."""
        path = vault_path(change.path)
        if change.status not in "AMR" or path not in self.now.vault.files:
            return set()
        note = self.now.vault.notes.get(path)
        if change.status != "M":
            return impact.link_names(path, note, self.now.vault.settings)
        old = self._old_note(path, change.oid) if note else None
        if note is None or old is None:
            return set()
        return {names.key(n) for n in {note.title, *note.aliases} - {"", old.title, *old.aliases}}

    def _old_note(self, path: str, oid: str) -> Note:
        data = next(self.repository.read([oid]))
        return parse_bytes(path, data, self.now.vault.settings.grammar)
