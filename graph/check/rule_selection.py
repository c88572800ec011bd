"""Which rules run, for which paths their findings are kept, and with which severity."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec

from noteweave.graph.check.findings import Finding, Severity, order
from noteweave.graph.check.own_settings import OwnRules
from noteweave.graph.check.registry import Rule, rules, rules_named
from noteweave.vault.disk.ignore import ignored_by
from noteweave.vault.disk.ignore import rule as patterns
from noteweave.vault.model import Suppression


class PathOptions(msgspec.Struct, frozen=True):
    """Options for some of the notes."""

    pattern: str
    """In the syntax of `.gitignore`, matched against vault paths."""
    select: tuple[str, ...] = ()
    """Rules that also run there."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run there."""


class CheckOptions(msgspec.Struct, frozen=True):
    """What to check. Rules are given by code, prefix of a code, name, `all` or `default`.

    Raises, when used:
        UnknownNameError: there is no such rule.
    """

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    paths: tuple[PathOptions, ...] = ()
    severity: Mapping[str, Severity] = msgspec.field(default_factory=dict)
    """Overrides of the severity, by rule."""
    pairs: Mapping[str, str] = msgspec.field(default_factory=lambda: {"up": "down"})
    """Relations and their inverses, for the rule missing-backlink."""
    untouched_days: int = 365
    """After how many days without a change the rule untouched-note reports a note."""
    committed: Mapping[str, str] = msgspec.field(default_factory=dict)
    """For that rule: the day of the last commit that changed a note, ISO 8601, by path."""
    own: OwnRules = msgspec.field(default_factory=OwnRules)
    """The rules that the vault sets itself."""
    source: str = "noteweave.toml"
    """The file that sets them, seen from the vault's folder."""
    topic_folders: tuple[str, ...] = ()
    """Folders whose notes are topics, written or not."""


class RuleSelection:
    """Which rules run, and for which paths their findings are kept."""

    def __init__(self, options: CheckOptions) -> None:
        own = bool(options.own)
        self._base = _codes(options.select, own) - _codes(options.ignore, own)
        self._severities = {
            rule.code: severity
            for word, severity in options.severity.items()
            for rule in rules_named(word, own=own)
        }
        self._paths = [
            (patterns([p.pattern]), _codes(p.select, own), _codes(p.ignore, own))
            for p in options.paths
        ]
        selected = self._base.union(*(select for _, select, _ in self._paths))
        self.rules = tuple(rule for rule in rules(own=own) if rule.code in selected)
        self._by_code = {rule.code: rule for rule in self.rules}

    def severity(self, rule: Rule) -> Severity | None:
        """Return the configured severity of a rule's findings; None: the rule decides."""
        return self._severities.get(rule.code)

    def kept(self, findings: list[Finding], suppressions: tuple[Suppression, ...]) -> list[Finding]:
        """Return the findings about one path that are selected and not suppressed, in order."""
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

    def _covers(self, suppression: Suppression, finding: Finding) -> bool:
        if not suppression.first <= finding.line <= suppression.last:
            return False
        rule = self._by_code[finding.code]
        return not suppression.codes or any(rule.is_named(word) for word in suppression.codes)


def _codes(words: tuple[str, ...], own: bool) -> frozenset[str]:
    return frozenset(rule.code for word in words for rule in rules_named(word, own=own))
