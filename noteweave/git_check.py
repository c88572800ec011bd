"""Judge a commit before it is made, or a branch before it is merged."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from noteweave.findings_cache import remembered
from noteweave.graph.check import impact
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.renamed_targets import LOST, explained
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

_ALONE = 2000
"""Notes of which one process asks the rules sooner than several."""
Texts = Callable[[Iterable[str]], Iterator[tuple[str, str]]]


class CheckedCommit(NamedTuple):
    """What was found, and the vault in which it was."""

    findings: list[Finding]
    vault: Vault


class Scope(NamedTuple):
    """Which part of a vault is judged."""

    staged: bool = False
    """What the next commit will hold, rather than what lies on the disk."""
    since: str | None = None
    """Only what changed since a commit or since a branch was left."""
    new_only: bool = False
    """Only what the last commit (or the one of `since`) does not have."""


def judge(
    root: Path,
    reading: OpenOptions,
    options: CheckOptions,
    scope: Scope,
    fingerprint: Fingerprint | None = None,
) -> CheckedCommit:
    """Check a vault, or what is about to change in it.

    Args:
        root: the vault.
        reading: how to read it.
        options: what to check.
        scope: which part of it.
        fingerprint: records what is looked at, if that is a whole vault on the disk.

    Raises:
        RequestError: it is not there; or its history was asked for, and it has none.
    """
    if scope.staged and scope.since is not None:
        raise RequestError("--staged and --since cannot be had together", "leave one of them out")
    if scope.staged:
        return _staged(root, reading, options, new_only=scope.new_only)
    vault = Vault.open(root, reading, fingerprint=fingerprint)
    if scope.since is not None:
        return _since(vault, scope, reading, options)
    resolved = resolve(vault)

    def ask() -> list[Finding]:
        with parallel_map(len(vault.notes), _ALONE) as each:
            return list(check(resolved, options, each=each))

    found = remembered(vault, repr(options), ask)
    if scope.new_only:
        found = _only_new(vault, found, reading, options)
    return CheckedCommit(explain_renames(resolved, found, fingerprint=fingerprint), vault)


def _staged(
    root: Path, reading: OpenOptions, options: CheckOptions, *, new_only: bool
) -> CheckedCommit:
    """Its own notes, and what it breaks in others."""
    repository = Repository(root)
    snapshot = staged(repository, reading)
    unsettled = {path for path, entry in snapshot.blobs.entries.items() if not entry.merged}

    def texts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((path, decode(data)[0]) for path, data in snapshot.blobs.contents(paths))

    now = resolve(snapshot.vault)
    step = _Step(repository, now, repository.head, repository.staged(), texts, reading, options)
    apart = Uncommitted(now, lambda: _beside(repository))
    found = step.findings(step.judged - unsettled, new_only=new_only, apart=apart)
    return CheckedCommit(found, snapshot.vault)


def _since(
    vault: Vault, scope: Scope, reading: OpenOptions, options: CheckOptions
) -> CheckedCommit:
    """The same for what the work tree holds."""
    repository = Repository(vault.root)
    base = repository.merge_base(scope.since or "HEAD")
    changes = repository.since(base)

    def texts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((path, vault.text(path)) for path in paths)

    step = _Step(repository, resolve(vault), base, changes, texts, reading, options)
    return CheckedCommit(step.findings(step.judged, new_only=scope.new_only), vault)


def _only_new(
    vault: Vault, found: list[Finding], reading: OpenOptions, options: CheckOptions
) -> list[Finding]:
    """The findings that the last commit does not have."""
    repository = Repository(vault.root)
    head = repository.head
    if head is None:
        return found
    moves = {vault_path(c.old): vault_path(c.path) for c in repository.since(head)}
    back = {new: old for old, new in moves.items()}
    before = resolve(committed(repository, head, reading).vault)
    paths = {back.get(finding.path, finding.path) for finding in found}
    return list(impact.fresh(found, check(before, options, only=paths), moves))


def explain_renames(
    vault: ResolvedVault,
    found: list[Finding],
    repository: Repository | None = None,
    first: Iterable[Rename] = (),
    fingerprint: Fingerprint | None = None,
) -> list[Finding]:
    """Return findings that say what a renamed target is called now, if git knows.

    Args:
        vault: as it was checked.
        found: what was found.
        repository: the vault's; found when left out.
        first: renames that are not committed yet.
        fingerprint: records what the last commit is read from.
    """
    lost = {finding.code for finding in found} & LOST
    if not lost:
        return found
    if repository is None and work_tree(vault.vault.root) is None:
        return found
    try:
        repository = repository or Repository(vault.vault.root)
    except RequestError:  # no git, no history
        if fingerprint:
            fingerprint.invalidate()
        return found
    if fingerprint:
        fingerprint.add_named(repository.head_files())
    seconds = 0.1 if lost == {"NW002"} else 2.0  # a topic is seldom a lost note
    past = history.renames(repository, seconds)
    if fingerprint and not past.complete:
        fingerprint.invalidate()
    known = [*first, *past.found]
    return list(explained(found, vault, known)) if known else found


@dataclass(frozen=True)
class _Step:
    """From one state of a vault to the next."""

    repository: Repository
    now: ResolvedVault
    base: str | None
    changes: list[FileChange]
    texts: Texts
    reading: OpenOptions
    options: CheckOptions

    @property
    def judged(self) -> set[str]:
        """The notes that are new or different."""
        paths = (vault_path(change.path) for change in self.changes if change.status in "AMRT")
        return {path for path in paths if path in self.now.vault.notes}

    def findings(
        self, judged: set[str], *, new_only: bool, apart: Uncommitted | None = None
    ) -> list[Finding]:
        """What is wrong in the notes that changed, and newly wrong in those that did not."""
        found = list(check(self.now, self.options, only=judged, uncommitted=apart))
        if new_only and found:
            paths = {old for old, new in self._moves.items() if new in judged}
            earlier = check(self._before, self.options, only=paths)
            found = list(impact.fresh(found, earlier, self._moves))
        others = self._shaken() - judged
        if others:
            later = check(self.now, self.options, only=others, uncommitted=apart)
            earlier = check(self._before, self.options, only=others)
            found += impact.fresh(later, earlier)
        found.sort(key=order)
        renames = [
            Rename(vault_path(c.old), vault_path(c.path)) for c in self.changes if c.status == "R"
        ]
        return explain_renames(self.now, found, self.repository, renames)

    @cached_property
    def _before(self) -> ResolvedVault:
        if self.base is None:
            return resolve(empty(self.now.vault))
        return resolve(committed(self.repository, self.base, self.reading).vault)

    @cached_property
    def _moves(self) -> dict[str, str]:
        return {vault_path(change.old): vault_path(change.path) for change in self.changes}

    def _shaken(self) -> set[str]:
        """The notes that did not change, but hold a name that something lost."""
        wanted = set().union(*(self._lost(change) for change in self.changes))
        if not wanted:
            return set()
        vault = self.now.vault
        paths = [path for path in vault.notes if not vault.files[path].excluded]
        return {path for path, text in self.texts(paths) if impact.mentions(text, wanted)}

    def _lost(self, change: FileChange) -> set[str]:
        """What links may have held on to in a file, and find there no more."""
        path = vault_path(change.old)
        if change.status == "A" or skipped(path):
            return set()
        is_note = path.lower().endswith((".md", ".markdown"))
        note = self._then(path, change.oid) if is_note else None
        if change.status in "DR":
            return impact.called(path, note)
        now = self.now.vault.notes.get(path)
        if note and now and impact.lost(note, now):
            return impact.called(path, note)
        return set()

    def _then(self, path: str, oid: str) -> Note:
        data = next(self.repository.read([oid]))
        return parse_bytes(path, data, self.now.vault.settings.grammar)


def _beside(repository: Repository) -> dict[str, File]:
    """The files of the work tree that will not be in the commit."""
    return {
        path: File(path, kind_of(path), 0, 0, ignored=ignored)
        for path, ignored in ((vault_path(p), i) for p, i in repository.untracked().items())
        if not skipped(path)
    }
