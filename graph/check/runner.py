"""Ask the rules about notes, here or in several processes, each of them about some. No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from noteweave.graph.check.findings import Finding, Fix, Severity
from noteweave.graph.check.registry import Gather, NoteRule, Rule
from noteweave.graph.check.rule_selection import RuleSelection
from noteweave.graph.check.subject import CheckedVault
from noteweave.vault.model import Suppression


class _PackedFinding(msgspec.Struct, array_like=True, gc=False):
    """A finding without what the receiver knows: the note's path (also the fix's), the rule's name.

    So a hundred thousand findings share these texts, and are half as large.
    """

    place: int
    code: str
    severity: Severity
    line: int
    column: int
    end_line: int
    end_column: int
    message: str
    suggestion: str = ""
    fix: tuple[int, int, str, bool] | None = None


_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[_PackedFinding]).decode


class RuleResults(NamedTuple):
    """What the rules say about some notes; small enough to be sent from process to process."""

    findings: bytes
    """Those that are wanted and not pardoned, in order."""
    facts: Mapping[str, Mapping[Any, Sequence[int]]]
    """What rules of vaults gathered: code -> value -> the places of the notes that gave it."""
    suppressions: Mapping[str, tuple[Suppression, ...]]
    """By path, where there are some."""


@dataclass(frozen=True)
class RuleRunner:
    """The rules that are asked, and what they look at."""

    around: CheckedVault
    choice: RuleSelection
    rules: Sequence[Rule]

    def about(self, paths: Sequence[str]) -> RuleResults:
        """Ask the rules of notes about some, and let those of vaults gather what they need."""
        found: list[_PackedFinding] = []
        facts: dict[str, dict[Any, list[int]]] = {}
        suppressions: dict[str, tuple[Suppression, ...]] = {}
        asked = self._asked
        for place, path in enumerate(paths):
            here = self.around.subject(path)
            findings: list[Finding] = []
            for part in here.parts():
                for rule, of_note, severity in asked.get(part, ()):
                    findings += [rule.finding(remark, severity) for remark in of_note(here)]
                for code, gather in self._gathered.get(part, ()):
                    values = facts.setdefault(code, {})
                    for value in gather(here):
                        values.setdefault(value, []).append(place)
            if findings:
                found += [
                    _sent(f, place) for f in self.choice.kept(findings, here.note.suppressions)
                ]
            if here.note.suppressions:
                suppressions[path] = here.note.suppressions
        return RuleResults(_encode(found), facts, suppressions)

    def found(self, said: RuleResults, paths: Sequence[str]) -> list[Finding]:
        """Return what was said about some notes."""
        sent = _decode(said.findings)
        return [_received(one, paths[one.place], self._by_code[one.code]) for one in sent]

    @cached_property
    def _by_code(self) -> Mapping[str, Rule]:
        return {rule.code: rule for rule in self.rules}

    @cached_property
    def _asked(self) -> Mapping[str, Sequence[tuple[Rule, NoteRule, Severity | None]]]:
        """The rules of notes by what they read, and how bad the vault's owner says they are."""
        found: defaultdict[str, list[tuple[Rule, NoteRule, Severity | None]]] = defaultdict(list)
        for rule in self.rules:
            if rule.of_note:
                found[rule.reads].append((rule, rule.of_note, self.choice.severity(rule)))
        return found

    @cached_property
    def _gathered(self) -> Mapping[str, Sequence[tuple[str, Gather]]]:
        """What rules of vaults gather, by what they read."""
        found: defaultdict[str, list[tuple[str, Gather]]] = defaultdict(list)
        for rule in self.rules:
            if rule.gather:
                found[rule.reads].append((rule.code, rule.gather))
        return found


def _sent(finding: Finding, place: int) -> _PackedFinding:
    fix = finding.fix
    return _PackedFinding(
        place,
        finding.code,
        finding.severity,
        finding.line,
        finding.column,
        finding.end_line,
        finding.end_column,
        finding.message,
        finding.suggestion,
        (fix.start, fix.end, fix.text, fix.sure) if fix else None,
    )


def _received(sent: _PackedFinding, path: str, rule: Rule) -> Finding:
    return Finding(
        path,
        sent.line,
        sent.column,
        sent.end_line,
        sent.end_column,
        rule.code,
        rule.name,
        sent.severity,
        sent.message,
        sent.suggestion,
        Fix(path, *sent.fix) if sent.fix else None,
    )
