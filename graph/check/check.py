"""Check a vault: run every selected rule on every note, and sort the findings. No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, NamedTuple

from noteweave.graph.check.findings import Finding, Severity, order
from noteweave.graph.check.registry import Gather, NoteRule, Rule
from noteweave.graph.check.rule_selection import CheckOptions, PathOptions, RuleSelection
from noteweave.graph.check.subject import CheckedVault, PreviousVault
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, checked
from noteweave.vault.model import Suppression

if TYPE_CHECKING:
    from noteweave.graph.check.compiled_rules import CompiledRules
    from noteweave.graph.mentions.unlinked import Each

__all__ = ["CheckOptions", "PathOptions", "check"]

DEFAULT = CheckOptions()
_BATCH = 128
"""Notes that one unit of work checks."""


def check(
    vault: ResolvedVault,
    options: CheckOptions = DEFAULT,
    *,
    only: Collection[str] | None = None,
    uncommitted: Uncommitted | None = None,
    previous: PreviousVault | None = None,
    each: Each = map,
) -> Iterator[Finding]:
    """Yield the findings in a vault, ordered by path and position.

    Notes that the app excludes are not checked; links to them are fine.

    Args:
        vault: with its links resolved.
        options: what to check.
        only: the notes to check; rules that need all notes do not run then.
        uncommitted: files that exist on the disk only, if a commit is checked.
        previous: the vault before the change, if a change is checked.
        each: applies a function to many values: `map`, or the same in parallel processes.

    Raises:
        ConfigError: a rule that the vault sets itself has no meaning.
    """
    selection = RuleSelection(options)
    checked_vault = CheckedVault(
        vault,
        both_ways(options.pairs),
        uncommitted,
        previous,
        own_rules(options),
        options.untouched_days,
        options.committed,
        options.topic_folders,
        options.source,
    )
    batch_check = BatchCheck(
        checked_vault, selection, [r for r in selection.rules if only is None or r.of_note]
    )
    paths = checked(vault, only)
    batches = [paths[n : n + _BATCH] for n in range(0, len(paths), _BATCH)]
    if each is not map:
        checked_vault.prepare()
    findings: list[Finding] = []
    facts: defaultdict[str, defaultdict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
    suppressions: dict[str, tuple[Suppression, ...]] = {}
    for batch, result in zip(batches, each(batch_check.run, batches), strict=True):
        findings += result.findings
        suppressions.update(result.suppressions)
        for code, values in result.facts.items():
            for value, places in values.items():
                facts[code][value] += [batch[place] for place in places]
    for rule in batch_check.rules if only is None else ():
        if rule.of_vault:
            by_path: defaultdict[str, list[Finding]] = defaultdict(list)
            severity = selection.severity(rule)
            for remark in rule.of_vault(checked_vault, facts.pop(rule.code, {})):
                by_path[remark.path].append(rule.finding(remark, severity))
            for path, found in by_path.items():
                findings += selection.kept(found, suppressions.get(path, ()))
    findings.sort(key=order)
    return iter(findings)


class BatchResult(NamedTuple):
    """What the rules report about a batch of notes; sent from process to process."""

    findings: list[Finding]
    """Those that are selected and not suppressed, in order."""
    facts: Mapping[str, Mapping[Any, Sequence[int]]]
    """What vault rules gathered: code -> value -> places in the batch of the notes that gave it."""
    suppressions: Mapping[str, tuple[Suppression, ...]]
    """By path, where a note has any."""


@dataclass(frozen=True)
class BatchCheck:
    """Runs the rules on batches of notes."""

    vault: CheckedVault
    selection: RuleSelection
    rules: Sequence[Rule]

    def run(self, paths: Sequence[str]) -> BatchResult:
        """Run the note rules on some notes, and let vault rules gather what they need."""
        kept: list[Finding] = []
        facts: dict[str, dict[Any, list[int]]] = {}
        suppressions: dict[str, tuple[Suppression, ...]] = {}
        for place, path in enumerate(paths):
            subject = self.vault.subject(path)
            findings: list[Finding] = []
            for feature in subject.features():
                for rule, of_note, severity in self._note_rules.get(feature, ()):
                    findings += [rule.finding(remark, severity) for remark in of_note(subject)]
                for code, gather in self._gatherers.get(feature, ()):
                    values = facts.setdefault(code, {})
                    for value in gather(subject):
                        values.setdefault(value, []).append(place)
            kept += self.selection.kept(findings, subject.note.suppressions)
            if subject.note.suppressions:
                suppressions[path] = subject.note.suppressions
        return BatchResult(kept, facts, suppressions)

    @cached_property
    def _note_rules(self) -> Mapping[str, Sequence[tuple[Rule, NoteRule, Severity | None]]]:
        """Note rules by the feature they read, each with its configured severity."""
        found: defaultdict[str, list[tuple[Rule, NoteRule, Severity | None]]] = defaultdict(list)
        for rule in self.rules:
            if rule.of_note:
                found[rule.reads].append((rule, rule.of_note, self.selection.severity(rule)))
        return found

    @cached_property
    def _gatherers(self) -> Mapping[str, Sequence[tuple[str, Gather]]]:
        """What vault rules gather, by the feature they read."""
        found: defaultdict[str, list[tuple[str, Gather]]] = defaultdict(list)
        for rule in self.rules:
            if rule.gather:
                found[rule.reads].append((rule.code, rule.gather))
        return found


def own_rules(options: CheckOptions) -> CompiledRules | None:
    if not options.own:
        return None
    from noteweave.graph.check.compiled_rules import CompiledRules

    return CompiledRules(options.own, options.source)


def both_ways(pairs: Mapping[str, str]) -> Mapping[str, str]:
    return {**{b: a for a, b in pairs.items()}, **pairs}
