"""Check a vault: ask every rule about every note, and put the answers in order. No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping
from typing import TYPE_CHECKING, Any

from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.rule_selection import CheckOptions, PathOptions, RuleSelection
from noteweave.graph.check.runner import RuleRunner
from noteweave.graph.check.subject import CheckedVault
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import ResolvedVault, checked
from noteweave.vault.model import Suppression

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Each

__all__ = ["CheckOptions", "PathOptions", "check"]

DEFAULT = CheckOptions()
_TOGETHER = 128
"""Notes that the rules are asked about in one piece of work."""


def check(
    vault: ResolvedVault,
    options: CheckOptions = DEFAULT,
    *,
    only: Collection[str] | None = None,
    uncommitted: Uncommitted | None = None,
    each: Each = map,
) -> Iterator[Finding]:
    """Yield what is wrong in a vault, in the order of paths and positions.

    Notes that the app excludes are not checked; links to them are fine.

    Args:
        vault: with its links followed.
        options: what to check.
        only: the notes to check; rules that need all notes at once are not asked then.
        uncommitted: what lies on the disk but not in the commit, where one is checked.
        each: what applies a function to many values: `map`, or the same in several processes.
    """
    choice = RuleSelection(options)
    around = CheckedVault(vault, _both_ways(options.pairs), uncommitted)
    asking = RuleRunner(around, choice, [r for r in choice.rules if only is None or r.of_note])
    paths = checked(vault, only)
    pieces = [paths[n : n + _TOGETHER] for n in range(0, len(paths), _TOGETHER)]
    if each is not map:
        around.prepare()
    found: list[Finding] = []
    facts: defaultdict[str, defaultdict[Any, list[str]]] = defaultdict(lambda: defaultdict(list))
    suppressions: dict[str, tuple[Suppression, ...]] = {}
    for piece, said in zip(pieces, each(asking.about, pieces), strict=True):
        found += asking.found(said, piece)
        suppressions.update(said.suppressions)
        for code, values in said.facts.items():
            for value, places in values.items():
                facts[code][value] += [piece[place] for place in places]
    for rule in asking.rules if only is None else ():
        if rule.of_vault:
            several: defaultdict[str, list[Finding]] = defaultdict(list)
            severity = choice.severity(rule)
            for remark in rule.of_vault(around, facts.pop(rule.code, {})):
                several[remark.path].append(rule.finding(remark, severity))
            for path, about in several.items():
                found += choice.kept(about, suppressions.get(path, ()))
    found.sort(key=order)
    return iter(found)


def _both_ways(pairs: Mapping[str, str]) -> Mapping[str, str]:
    return {**{b: a for a, b in pairs.items()}, **pairs}
