"""Apply the certain fixes of findings in memory, until none is left. No I/O."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from typing import NamedTuple

from msgspec.msgpack import encode

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding
from noteweave.graph.edits.edit import Edit, edited
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault
from noteweave.vault.views import overlay

ROUNDS = 5
"""One fixed link may reveal another fault; no real note needs five rounds."""


class FixedNotes(NamedTuple):
    """The result of applying fixes."""

    before: dict[str, bytes]
    """By vault path: the changed notes, as they were read."""
    after: dict[str, bytes]
    """The same notes with the fixes applied."""
    findings: int
    """How many findings are fixed."""


def apply_fixes(vault: Vault, findings: Iterable[Finding], options: CheckOptions) -> FixedNotes:
    """Apply the certain fixes of some findings, and of findings that appear only after these.

    A note is left unchanged if a fix would cause a new finding in it, if it is not UTF-8, or if it
    changed since it was checked.

    Args:
        vault: as it was checked.
        findings: those to fix.
        options: those of the check.
    """
    wanted = [finding for finding in findings if finding.fix and finding.fix.sure]
    read = {path: vault.content(path) for path in sorted({f.path for f in wanted})}
    now = overlay(vault, read)
    same = {path for path in read if encode(now.notes[path]) == encode(vault.notes[path])}
    wanted = [finding for finding in wanted if finding.path in same]
    after: dict[str, bytes] = {}
    count = 0
    for _ in range(ROUNDS):
        better, gone = _round(now, wanted, options)
        if not better:
            break
        after |= better
        count += gone
        now = overlay(now, better)
        found = check(resolve(now), options, only=better)
        wanted = [finding for finding in found if finding.fix and finding.fix.sure]
    return FixedNotes({path: read[path] for path in after}, after, count)


def _round(
    vault: Vault, findings: list[Finding], options: CheckOptions
) -> tuple[dict[str, bytes], int]:
    edits: dict[str, list[Edit]] = {}
    for finding in findings:
        if finding.fix:
            fix = finding.fix
            edits.setdefault(fix.path, []).append(Edit(fix.path, fix.start, fix.end, fix.text))
    changed: dict[str, bytes] = {}
    for path, changes in edits.items():
        data = edited(vault.content(path), changes)
        if data is not None and data != vault.content(path):
            changed[path] = data
    return _harmless(vault, changed, options)


def _harmless(
    vault: Vault, changed: dict[str, bytes], options: CheckOptions
) -> tuple[dict[str, bytes], int]:
    """Return the changes that remove findings and add none, and how many they remove."""
    before = _counted(check(resolve(vault), options, only=changed))
    after = _counted(check(resolve(overlay(vault, changed)), options, only=changed))
    better = [path for path in changed if after[path] < before[path]]  # a Counter's "<": no more
    gone = sum(before[path].total() - after[path].total() for path in better)
    return {path: changed[path] for path in better}, gone


def _counted(findings: Iterable[Finding]) -> defaultdict[str, Counter[str]]:
    """Count the findings of each rule, by path."""
    found: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for finding in findings:
        found[finding.path][finding.code] += 1
    return found
