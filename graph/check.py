"""Check a vault: ask every rule about every note, and put the answers in order. No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from noteweave.graph.findings import Finding, Remark, Severity
from noteweave.graph.inspection import Inspection, Subject
from noteweave.graph.resolve import ResolvedVault, sources
from noteweave.graph.rules import Rule, called, rules
from noteweave.graph.uncommitted import Uncommitted
from noteweave.vault.ignore import ignored_by
from noteweave.vault.ignore import rule as patterns
from noteweave.vault.model import Pardon


@dataclass(frozen=True, slots=True)
class PathOptions:
    """What holds for some of the notes."""

    pattern: str
    """In the syntax of `.gitignore`, matched with vault paths."""
    select: tuple[str, ...] = ()
    """Rules that are on there as well."""
    ignore: tuple[str, ...] = ()
    """Rules that are off there."""


@dataclass(frozen=True, slots=True)
class Options:
    """What to check. Rules are named by code, by the beginning of one, by name, `all`, `default`.

    Raises, when used:
        UnknownNameError: there is no such rule.
    """

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    paths: tuple[PathOptions, ...] = ()
    severity: Mapping[str, Severity] = field(default_factory=dict)
    """How bad the findings of some rules are, whatever the rule says."""
    pairs: Mapping[str, str] = field(default_factory=lambda: {"up": "down"})
    """Relations and their opposites: what one note says, the other says the other way round."""


def check(
    vault: ResolvedVault,
    options: Options = Options(),
    *,
    only: Collection[str] | None = None,
    uncommitted: Uncommitted | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong in a vault, in the order of paths and positions.

    Notes that the app excludes are not checked; links to them are fine.

    Args:
        vault: with its links followed.
        options: what to check.
        only: the notes to check; rules that need all notes at once are not asked then.
        uncommitted: what lies on the disk but not in the commit, where one is checked.
    """
    choice = _Choice(options)
    around = Inspection(vault, _both_ways(options.pairs), uncommitted)
    asked = [rule for rule in choice.rules if only is None or rule.of_note]
    readers: defaultdict[str, list[Rule]] = defaultdict(list)
    for rule in asked:
        if rule.of_note or rule.gather:
            readers[rule.reads].append(rule)
    found: defaultdict[str, list[Finding]] = defaultdict(list)
    facts: defaultdict[str, defaultdict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
    pardons: dict[str, tuple[Pardon, ...]] = {}
    for note in sources(vault, only):
        here = Subject(note, around)
        for rule in (rule for part in here.parts() for rule in readers.get(part, ())):
            if rule.of_note:
                if findings := choice.findings(rule, rule.of_note(here)):
                    found[note.path] += findings
            elif rule.gather:
                values, path = facts[rule.code], vault.vault.files[note.path].path
                for value in rule.gather(here):
                    values[value].append(path)  # the vault's own text: the note's is let go
        if note.pardons:
            pardons[note.path] = note.pardons
    for rule in asked:
        if rule.of_vault:
            for finding in choice.findings(rule, rule.of_vault(around, facts[rule.code])):
                found[finding.path].append(finding)
    for path in sorted(found):
        kept = choice.kept(found[path], pardons.get(path, ()))
        yield from sorted(kept, key=lambda finding: finding.order)


class _Choice:
    """Which rules are asked, and whose answers are heard where."""

    def __init__(self, options: Options) -> None:
        self._base = _meant(options.select) - _meant(options.ignore)
        self._severities = {
            rule.code: severity
            for word, severity in options.severity.items()
            for rule in called(word)
        }
        self._paths = [
            (patterns([p.pattern]), _meant(p.select), _meant(p.ignore)) for p in options.paths
        ]
        asked = self._base.union(*(select for _, select, _ in self._paths))
        self.rules = tuple(rule for rule in rules() if rule.code in asked)
        self._by_code = {rule.code: rule for rule in self.rules}

    def findings(self, rule: Rule, remarks: Iterator[Remark]) -> list[Finding]:
        """The remarks of a rule, as bad as the vault's owner says."""
        severity = self._severities.get(rule.code)
        return [rule.finding(remark, severity) for remark in remarks]

    def kept(self, findings: list[Finding], pardons: tuple[Pardon, ...]) -> list[Finding]:
        """The findings about one path that are wanted and not pardoned."""
        if not findings:
            return findings
        wanted = self._base
        for spec, select, ignore in self._paths:
            if ignored_by(spec, findings[0].path):
                wanted = (wanted | select) - ignore
        return [
            f for f in findings if f.code in wanted and not any(self._covers(p, f) for p in pardons)
        ]

    def _covers(self, pardon: Pardon, finding: Finding) -> bool:
        if not pardon.first <= finding.line <= pardon.last:
            return False
        rule = self._by_code[finding.code]
        return not pardon.codes or any(rule.called(word) for word in pardon.codes)


def _meant(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(rule.code for word in words for rule in called(word))


def _both_ways(pairs: Mapping[str, str]) -> Mapping[str, str]:
    return {**{b: a for a, b in pairs.items()}, **pairs}
