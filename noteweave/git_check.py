"""Check a vault, the next commit (`--staged`), or what changed since a revision (`--since`)."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.check import impact
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.disk.decode import decode
from noteweave.vault.disk.ignore import work_tree
from noteweave.vault.disk.walk import kind_of, skipped, vault_path
from noteweave.vault.errors import RequestError
from noteweave.vault.git import renames as history
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import Snapshot, committed, staged
from noteweave.vault.git.snapshot import work_tree as work_tree_files
from noteweave.vault.model import File
from noteweave.vault.vault import OpenOptions, Vault
from noteweave.vault_change import Texts, VaultChange
from noteweave.whole_check import add_new_names, check_opened, staged_renames, with_commit_days

if TYPE_CHECKING:
    pass


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
    files: frozenset[str] | None = None
    """Only findings in the notes of these vault paths."""

    @property
    def of_work_tree(self) -> bool:
        """Whether the work tree is compared with a commit."""
        return not self.staged and (self.since is not None or self.new_only)


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
    if not (scope.staged or scope.of_work_tree):
        vault = Vault.open(root, reading, fingerprint=fingerprint)
        return CheckResult(check_opened(vault, options, scope.files, fingerprint), vault)
    options = with_commit_days(root, options, fingerprint)
    if scope.staged:
        found, staged_vault = _check_staged(root, reading, options, new_only=scope.new_only)
        return CheckResult(_of_files(found, scope), staged_vault)
    found, seen = _check_work_tree(root, scope, reading, options)
    return CheckResult(_of_files(found, scope), seen)


def _check_staged(
    root: Path, reading: OpenOptions, options: CheckOptions, *, new_only: bool
) -> CheckResult:
    """Check the staged notes, and what staged changes break in other notes.

    `pre-commit run --from-ref A --to-ref B` names two commits by environment variables
    (https://pre-commit.com/#pre-commit-run): then the change between these is checked.
    """
    repository = Repository(root)
    old, new = os.environ.get("PRE_COMMIT_FROM_REF"), os.environ.get("PRE_COMMIT_TO_REF")
    if old and new:
        new = repository.commit(new)
        base: str | None = repository.merge_base(old, new)
        changes = repository.between(str(base), new)
        snapshot = committed(repository, new, reading)
    else:
        base, changes, snapshot = repository.head, repository.staged(), staged(repository, reading)
    unmerged = {path for path, entry in snapshot.blobs.entries.items() if not entry.merged}
    now = resolve(snapshot.vault)
    change = VaultChange(repository, now, base, changes, _texts(snapshot), reading, options)
    uncommitted = Uncommitted(now, lambda: _uncommitted_files(repository))
    changed = change.changed_notes - unmerged
    found = change.findings(changed, new_only=new_only, uncommitted=uncommitted)
    return CheckResult(add_new_names(now, found, repository, change.renames), snapshot.vault)


def _check_work_tree(
    root: Path, scope: Scope, reading: OpenOptions, options: CheckOptions
) -> CheckResult:
    """Check what changed since a commit, or what is new since the last one.

    The work tree is read as git sees it, like the commit: else a picture or draft that git ignores
    would differ from one side to the other.
    """
    repository = Repository(root)
    snapshot = work_tree_files(repository, reading, as_on_disk=True)
    now = resolve(snapshot.vault)
    uncommitted = Uncommitted(now, lambda: _uncommitted_files(repository))
    if scope.since is None:
        found = _only_new(repository, now, uncommitted, reading, options)
        return CheckResult(add_new_names(now, found, repository), snapshot.vault)
    base = repository.merge_base(scope.since)
    changes = repository.since(base)
    change = VaultChange(repository, now, base, changes, _texts(snapshot), reading, options)
    found = change.findings(change.changed_notes, new_only=scope.new_only, uncommitted=uncommitted)
    return CheckResult(add_new_names(now, found, repository, change.renames), snapshot.vault)


def _texts(snapshot: Snapshot) -> Texts:
    def texts(paths: Iterable[str]) -> Iterator[tuple[str, str]]:
        return ((path, decode(data)[0]) for path, data in snapshot.blobs.seen(paths))

    return texts


def _only_new(
    repository: Repository,
    now: ResolvedVault,
    uncommitted: Uncommitted,
    reading: OpenOptions,
    options: CheckOptions,
) -> list[Finding]:
    """Return the findings of the whole work tree that the last commit does not have."""
    found = list(check(now, options, uncommitted=uncommitted))
    head = repository.head
    if head is None:
        return found
    moves = {vault_path(c.old): vault_path(c.path) for c in repository.since(head)}
    old_paths = {new: old for old, new in moves.items()}
    before = resolve(committed(repository, head, reading).vault)
    earlier = Uncommitted(before, lambda: _uncommitted_files(repository))
    paths = {old_paths.get(finding.path, finding.path) for finding in found}
    past = check(before, options, only=paths, uncommitted=earlier)
    return list(impact.new_findings(found, past, moves))


def _of_files(findings: list[Finding], scope: Scope) -> list[Finding]:
    return [f for f in findings if scope.files is None or f.path in scope.files]


def renames_of(vault: Vault, paths: Iterable[str]) -> dict[str, str]:
    """Return the present paths of files that git has renamed, by their old paths."""
    if work_tree(vault.root) is None:
        return {}
    try:
        repository = Repository(vault.root)
    except RequestError:
        return {}
    newer: dict[str, str] = {}
    for old, new in [*staged_renames(repository), *history.renames(repository).found]:
        newer.setdefault(old, new)
    found = {}
    for path in paths:
        seen, now = {path}, newer.get(path, "")
        while now not in vault.files and now in newer and now not in seen:
            seen.add(now)
            now = newer[now]
        if now in vault.files:
            found[path] = now
    return found


def _uncommitted_files(repository: Repository) -> dict[str, File]:
    """Return the files of the work tree that will not be in the commit, by vault path."""
    return {
        path: File(path, kind_of(path), 0, 0, ignored=ignored)
        for path, ignored in ((vault_path(p), i) for p, i in repository.untracked().items())
        if not skipped(path)
    }
