"""What a check asks for: which rules, about which notes, and how bad their findings are."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from noteweave.graph.check.findings import Finding, Severity, order
from noteweave.graph.check.registry import Rule, rules, rules_named
from noteweave.vault.disk.ignore import ignored_by
from noteweave.vault.disk.ignore import rule as patterns
from noteweave.vault.model import Suppression


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
class CheckOptions:
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


class RuleSelection:
    """Which rules are asked, and whose answers are heard where."""

    def __init__(self, options: CheckOptions) -> None:
        self._base = _meant(options.select) - _meant(options.ignore)
        self._severities = {
            rule.code: severity
            for word, severity in options.severity.items()
            for rule in rules_named(word)
        }
        self._paths = [
            (patterns([p.pattern]), _meant(p.select), _meant(p.ignore)) for p in options.paths
        ]
        asked = self._base.union(*(select for _, select, _ in self._paths))
        self.rules = tuple(rule for rule in rules() if rule.code in asked)
        self._by_code = {rule.code: rule for rule in self.rules}

    def severity(self, rule: Rule) -> Severity | None:
        """How bad the vault's owner says that a rule's findings are; None: nothing was said."""
        return self._severities.get(rule.code)

    def kept(self, findings: list[Finding], suppressions: tuple[Suppression, ...]) -> list[Finding]:
        """The findings about one path that are wanted and not pardoned, in order."""
        if not findings:
            return findings
        wanted = self._base
        for spec, select, ignore in self._paths:
            if ignored_by(spec, findings[0].path):
                wanted = (wanted | select) - ignore
        kept = [f for f in findings if f.code in wanted]
        if suppressions:
            kept = [f for f in kept if not any(self._covers(p, f) for p in suppressions)]
        return sorted(kept, key=order) if len(kept) > 1 else kept

    def _covers(self, pardon: Suppression, finding: Finding) -> bool:
        if not pardon.first <= finding.line <= pardon.last:
            return False
        rule = self._by_code[finding.code]
        return not pardon.codes or any(rule.is_named(word) for word in pardon.codes)


def _meant(words: tuple[str, ...]) -> frozenset[str]:
    return frozenset(rule.code for word in words for rule in rules_named(word))
