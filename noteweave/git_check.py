"""Check a vault, the next commit (`--staged`), or what changed since a revision (`--since`)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from noteweave.findings_cache import cached_findings
from noteweave.graph.check import impact
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.renamed_targets import MISSING_TARGET, with_new_names
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.disk.decode import decode, parse_bytes
from noteweave.vault.disk.ignore import work_tree
from noteweave.vault.disk.walk import kind_of, skipped, vault_path
from noteweave.vault.errors import RequestError
from noteweave.vault.git import renames as history
from noteweave.vault.git.repository import FileChange, Rename, Repository
from noteweave.vault.git.snapshot import committed, empty, staged
from noteweave.vault.model import File, Note
from noteweave.vault.vault import OpenOptions, Vault
from noteweave.vault.workers.pool import parallel_map

_SEQUENTIAL = 2000
"""Up to this many notes, one process is faster than starting more."""
Texts = Callable[[Iterable[str]], Iterator[tuple[str, str]]]
"""Reads the texts of notes: vault paths -> path and text of each."""


class CheckResult(NamedTuple):
    """The findings, and the vault in which they are."""

    findings: list[Finding]
    vault: Vault


class Scope(NamedTuple):
    """Which part of a vault is checked."""

    staged: bool = False
    """The content of the next commit, not the files on the disk."""
    since: str | None = None
    """Only what changed since a commit, or since the present branch left another one."""
    new_only: bool = False
    """Only findings that the last commit (or that of `since`) does not have."""


def run_check(
    root: Path,
    reading: OpenOptions,
    options: CheckOptions,
    scope: Scope,
    fingerprint: Fingerprint | None = None,
) -> CheckResult:
    """Check a vault, or what is about to change in it.

    Args:
        root: the vault.
        reading: how to read it.
        options: what to check.
        scope: which part of it.
        fingerprint: records which files the result depends on, if the vault on the disk is
            checked as a whole.

    Raises:
        RequestError: there is no such vault; or `scope` needs git, and the vault has none.
    """
    if scope.staged and scope.since is not None:
        raise RequestError("--staged and --since cannot be combined", "leave one of them out")
    if scope.staged:
        return _check_staged(root, reading, options, new_only=scope.new_only)
    vault = Vault.open(root, reading, fingerprint=fingerprint)
    if scope.since is not None:
        return _check_since(vault, scope, reading, options)
    resolved = resolve(vault)

    def find() -> list[Finding]:
        with parallel_map(len(vault.notes), _SEQUENTIAL) as each:
            return list(check(resolved, options, each=each))

    found = cached_findings(vault, repr(options), find)
    if scope.new_only:
        found = _only_new(vault, found, reading, options)
    return CheckResult(add_new_names(resolved, found, fingerprint=fingerprint), vault)


def _check_staged(
    root: Path, reading: OpenOptions, options: CheckOptions, *, new_only: bool
) -> CheckResult:
    """Check the staged notes, and what staged changes break in other notes."""
    repository = Repository(root)
    snapshot = staged(repository, reading)
    unmerged = {path for path, entry in snapshot.blobs.entries.items() if not entry.merged}

    def texts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((path, decode(data)[0]) for path, data in snapshot.blobs.contents(paths))

    now = resolve(snapshot.vault)
    step = _Step(repository, now, repository.head, repository.staged(), texts, reading, options)
    uncommitted = Uncommitted(now, lambda: _uncommitted_files(repository))
    changed = step.changed_notes - unmerged
    found = step.findings(changed, new_only=new_only, uncommitted=uncommitted)
    return CheckResult(found, snapshot.vault)


def _check_since(
    vault: Vault, scope: Scope, reading: OpenOptions, options: CheckOptions
) -> CheckResult:
    """Check the notes of the work tree that changed, and what they break in other notes."""
    repository = Repository(vault.root)
    base = repository.merge_base(scope.since or "HEAD")
    changes = repository.since(base)

    def texts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((path, vault.text(path)) for path in paths)

    step = _Step(repository, resolve(vault), base, changes, texts, reading, options)
    return CheckResult(step.findings(step.changed_notes, new_only=scope.new_only), vault)


def _only_new(
    vault: Vault, found: list[Finding], reading: OpenOptions, options: CheckOptions
) -> list[Finding]:
    """Return the findings that the last commit does not have."""
    repository = Repository(vault.root)
    head = repository.head
    if head is None:
        return found
    moves = {vault_path(c.old): vault_path(c.path) for c in repository.since(head)}
    old_paths = {new: old for old, new in moves.items()}
    before = resolve(committed(repository, head, reading).vault)
    paths = {old_paths.get(finding.path, finding.path) for finding in found}
    return list(impact.new_findings(found, check(before, options, only=paths), moves))


def add_new_names(
    vault: ResolvedVault,
    found: list[Finding],
    repository: Repository | None = None,
    first: Iterable[Rename] = (),
    fingerprint: Fingerprint | None = None,
) -> list[Finding]:
    """Return the findings; those about a renamed target name its new path, if git knows it.

    Args:
        vault: as it was checked.
        found: its findings.
        repository: that of the vault; looked up if omitted.
        first: renames that are not committed yet.
        fingerprint: records the files that say which commit is the last.
    """
    codes = {finding.code for finding in found} & MISSING_TARGET
    if not codes:
        return found
    if repository is None and work_tree(vault.vault.root) is None:
        return found
    try:
        repository = repository or Repository(vault.vault.root)
    except RequestError:  # git is not installed, or refuses
        if fingerprint:
            fingerprint.invalidate()
        return found
    if fingerprint:
        fingerprint.add_named(repository.head_files())
    seconds = 0.1 if codes == {"NW002"} else 2.0  # a topic is rarely a renamed note
    past = history.renames(repository, seconds)
    if fingerprint and not past.complete:
        fingerprint.invalidate()
    renames = [*first, *past.found]
    return list(with_new_names(found, vault, renames)) if renames else found


@dataclass(frozen=True)
class _Step:
    """A change from one state of a vault to another."""

    repository: Repository
    now: ResolvedVault
    base: str | None
    changes: list[FileChange]
    texts: Texts
    reading: OpenOptions
    options: CheckOptions

    @property
    def changed_notes(self) -> set[str]:
        """The notes that are new or different."""
        paths = (vault_path(change.path) for change in self.changes if change.status in "AMRT")
        return {path for path in paths if path in self.now.vault.notes}

    def findings(
        self, changed: set[str], *, new_only: bool, uncommitted: Uncommitted | None = None
    ) -> list[Finding]:
        """Return all findings in changed notes, and the new findings in unchanged ones."""
        found = list(check(self.now, self.options, only=changed, uncommitted=uncommitted))
        if new_only and found:
            old_paths = {old for old, new in self._moves.items() if new in changed}
            earlier = check(self._before, self.options, only=old_paths)
            found = list(impact.new_findings(found, earlier, self._moves))
        others = self._affected_notes() - changed
        if others:
            later = check(self.now, self.options, only=others, uncommitted=uncommitted)
            earlier = check(self._before, self.options, only=others)
            found += impact.new_findings(later, earlier)
        found.sort(key=order)
        renames = [
            Rename(vault_path(c.old), vault_path(c.path)) for c in self.changes if c.status == "R"
        ]
        return add_new_names(self.now, found, self.repository, renames)

    @cached_property
    def _before(self) -> ResolvedVault:
        if self.base is None:
            return resolve(empty(self.now.vault))
        return resolve(committed(self.repository, self.base, self.reading).vault)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return {vault_path(change.old): vault_path(change.path) for change in self.changes}

    def _affected_notes(self) -> set[str]:
        """Return the notes whose text contains a name that may have lost its target."""
        lost = set().union(*(self._lost_names(change) for change in self.changes))
        if not lost:
            return set()
        vault = self.now.vault
        paths = [path for path in vault.notes if not vault.files[path].excluded]
        return {path for path, text in self.texts(paths) if impact.mentions(text, lost)}

    def _lost_names(self, change: FileChange) -> set[str]:
        """Return the names of a file if links to it, or to a part of it, may be broken now."""
        path = vault_path(change.old)
        if change.status == "A" or skipped(path):
            return set()
        is_note = path.lower().endswith((".md", ".markdown"))
        note = self._old_note(path, change.oid) if is_note else None
        if change.status in "DR":
            return impact.link_names(path, note)
        now = self.now.vault.notes.get(path)
        if note and now and impact.lost_targets(note, now):
            return impact.link_names(path, note)
        return set()

    def _old_note(self, path: str, oid: str) -> Note:
        data = next(self.repository.read([oid]))
        return parse_bytes(path, data, self.now.vault.settings.grammar)


def _uncommitted_files(repository: Repository) -> dict[str, File]:
    """Return the files of the work tree that will not be in the commit, by vault path."""
    return {
        path: File(path, kind_of(path), 0, 0, ignored=ignored)
        for path, ignored in ((vault_path(p), i) for p, i in repository.untracked().items())
        if not skipped(path)
    }
