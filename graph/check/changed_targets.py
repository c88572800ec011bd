"""Say in findings about broken links that their target was renamed or deleted. No I/O."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec

from noteweave.graph.check.findings import Finding, Fix, Severity
from noteweave.graph.edits.retarget import retargeted, spellings
from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.messages import translatable, translation
from noteweave.vault.model import File, FileKind, Link, Syntax

MISSING_TARGET = frozenset({"NW001", "NW002", "NW006"})
"""Rules that report a link whose target does not exist."""


def with_new_names(
    findings: Iterable[Finding], vault: ResolvedVault, renames: Sequence[tuple[str, str]]
) -> Iterator[Finding]:
    """Yield findings; those about a renamed target name its new path and offer a fix.

    Args:
        findings: of a check of the vault, in order.
        vault: as it was checked.
        renames: old and new vault paths, the latest first.
    """
    history = _History(vault, renames)
    links = _Links(vault)
    for finding in findings:
        link = links.of(finding) if finding.code in MISSING_TARGET else None
        now = history.current_path(link, finding.path) if link else None
        yield finding if link is None or now is None else _renamed(finding, link, now, vault)


def with_deletions(
    findings: Iterable[Finding],
    vault: ResolvedVault,
    before: ResolvedVault,
    moves: Mapping[str, str],
) -> Iterator[Finding]:
    """Yield findings; information about a target that a change deletes becomes a warning.

    Args:
        findings: of a check of the vault.
        vault: as it was checked.
        before: the vault before the change.
        moves: old path -> new path of the changed notes.
    """
    old_paths = {new: old for old, new in moves.items()}
    links = _Links(vault)
    for finding in findings:
        is_topic = finding.code in MISSING_TARGET and finding.severity is Severity.INFO
        link = links.of(finding) if is_topic else None
        old = before.resolve(link, old_paths.get(finding.path, finding.path)) if link else None
        if link is None or old is None or old.target is None or old.target in vault.vault.files:
            yield finding
            continue
        message = f"`{link.target}` led to `{old.target}`, which is deleted"
        yield msgspec.structs.replace(finding, message=message, severity=Severity.WARNING)


class _History:
    """A vault with every path its files ever had."""

    def __init__(self, vault: ResolvedVault, renames: Sequence[tuple[str, str]]) -> None:
        self._files = vault.vault.files
        self._next: dict[str, str] = {}
        for old, new in renames:
            self._next.setdefault(old, new)
        files = {old: File(old, FileKind.NOTE, 0, 0) for old in sorted(self._next)}
        self._then = resolve(dataclasses.replace(vault.vault, files=files, notes={}))

    def current_path(self, link: Link, source: str) -> str | None:
        """Return the present path of the one file that a link named in the past."""
        found = self._then.resolve(link, source)
        if found.target is None:
            return None
        ends = {self._end(path) for path in found.candidates or (found.target,)} - {None}
        return ends.pop() if len(ends) == 1 else None

    def _end(self, path: str) -> str | None:
        seen = {path}
        while path not in self._files:
            path = self._next.get(path, "")
            if not path or path in seen:
                return None
            seen.add(path)
        return path


class _Links:
    """The links of notes by their place; those of one note are looked up one after another."""

    def __init__(self, vault: ResolvedVault) -> None:
        self._notes = vault.vault.notes
        self._path = ""
        self._by_place: dict[tuple[int, int], Link] = {}

    def of(self, finding: Finding) -> Link | None:
        """Return the link at a finding's place."""
        if self._path != finding.path:
            self._path = finding.path
            links = self._notes[finding.path].links
            self._by_place = {(link.line, link.column): link for link in reversed(links)}
        return self._by_place.get((finding.line, finding.column))


def _renamed(finding: Finding, link: Link, now: str, vault: ResolvedVault) -> Finding:
    text = _rewritten(link, finding.path, now, vault)
    severity = Severity.WARNING if finding.severity is Severity.INFO else finding.severity
    message = translatable("`{target}` was renamed: it is `{now}` now", target=link.target, now=now)
    return msgspec.structs.replace(
        finding,
        message=str(message),
        local=translation(message),
        severity=severity,
        suggestion=now,
        fix=None if text is None else Fix(finding.path, link.start, link.end, text),
    )


def _rewritten(link: Link, source: str, now: str, vault: ResolvedVault) -> str | None:
    """Return the link rewritten so that it leads to the new path and is not ambiguous."""
    markdown = link.syntax is Syntax.MARKDOWN
    was = link.target if "." in link.target else f"{link.target}.md"
    for spelling in spellings(link.target, now, source, was=(was, source), markdown=markdown):
        found = vault.resolve(msgspec.structs.replace(link, target=spelling), source)
        if found.target == now and not found.candidates:
            return retargeted(link, spelling)
    return None
