"""Check a vault again and again: after a change only the notes that it may concern.

While a note is checked, everything that is looked up is written down (`Reads`). A change of files
changes some of these keys; the notes that have read one of them are checked again, and no others.
What rules of whole vaults report is kept by group. The first check is a change, too: of all files.

This is the only place that says what a change makes stale. A vault that is kept open and a command
that goes on where the last one ended differ in where the memory is: see `graph.living.memory`.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, MutableMapping, Sized
from itertools import chain
from typing import TYPE_CHECKING, Any

from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.rule_selection import CheckOptions, RuleSelection
from noteweave.graph.living.delta import changed_findings
from noteweave.graph.living.index import LivingVault
from noteweave.graph.living.looking import LivingCheck, Look, Looked, Looker
from noteweave.graph.living.memory import Facts, Memory
from noteweave.graph.living.reads import Reads
from noteweave.vault.model import File, Note
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show
    from noteweave.graph.living.drawing import Drawing

State = tuple[File, Note | None]
"""A file, and what it holds if it is a note."""


class Engine:
    """The findings of a vault whose files change."""

    def __init__(
        self,
        vault: Vault,
        options: CheckOptions,
        show: Show | None = None,
        memory: Memory | None = None,
    ) -> None:
        """Check a vault, or go on where an earlier engine has ended.

        Args:
            vault: its `files` and `notes` are changed by the caller, together with `apply`.
            options: what to check.
            show: what the graph holds; None: no graph is drawn.
            memory: what an engine with the same options and settings has left, or an empty one;
                None: the vault is checked at once.
        """
        self._reads = Reads()
        self._memory = memory or Memory()
        self.resolved = LivingVault(vault, self._reads, self._memory)
        self.drawing = None if show is None else _drawing(self.resolved, show)
        self._selection = RuleSelection(options)
        self._check = LivingCheck.of(self.resolved, options, self._reads)
        draw = self.drawing.draw if self.drawing else None
        self.look = Looker(self._check, self._selection, draw).run
        self._vault_rules = {rule.code: rule for rule in self._selection.rules if rule.of_vault}
        self.judged = 0
        """How many notes the last change made the engine check."""
        if memory is None:
            notes, files = vault.notes, vault.files
            self.apply(
                dict.fromkeys(files), {path: (files[path], notes.get(path)) for path in files}
            )

    def apply(
        self,
        before: Mapping[str, State | None],
        now: Mapping[str, State | None],
        look: Look | None = None,
    ) -> tuple[list[Finding], list[Finding]]:
        """Take over a change that the vault's `files` and `notes` show already.

        Args:
            before: by path, the files that the change concerns as they were, None for new ones; of
                the notes only what others read of them is looked at (see `index.shared_part`).
            now: the same files as they are, None for those that are gone.
            look: checks notes of the vault as it is now, better than one by one if they are many.

        Returns:
            The findings that are gone and those that are new.
        """
        memory = self._memory
        changed: set[str] = set()
        for path in before:
            changed |= self.resolved.put(before[path], now[path])
        self._reads.forget()
        files_changed = any(_listed(before[path]) != _listed(now[path]) for path in before)
        again: set[str] = set()
        if any(True for _ in memory.reads):
            again = {path for key in changed for path in memory.readers.get(key)}
            again |= {path for path in before if path in memory.reads}
        again |= {path for path, state in now.items() if state and state[1] is not None}
        touched = {path: list(self._at(path)) for path in sorted(again)}
        groups = {group for path in touched for group in memory.groups_at.get(path)}
        checked = [path for path in touched if self._is_checked(path)]
        for path, found in zip(checked, (look or self.look)(checked), strict=True):
            groups |= self._take(path, found)
        for path in touched.keys() - set(checked):
            groups |= self._drop(path)
        self.judged = len(checked)
        groups |= {
            _group(code)
            for code, rule in self._vault_rules.items()
            if not rule.group and (files_changed or not rule.of_files)
        }
        reported = {group: self._report(group) for group in sorted(groups)}
        for group, by_path in reported.items():
            for path in by_path.keys() | memory.reported.get(group, {}).keys():
                if path not in touched:
                    touched[path] = list(self._at(path))
        for group, by_path in reported.items():
            self._keep(group, by_path)
        gone: list[Finding] = []
        new: list[Finding] = []
        for path in sorted(touched):
            old, now_found = changed_findings(touched[path], self._at(path))
            gone += old
            new += now_found
        return gone, new

    def findings(self, path: str | None = None) -> Iterator[Finding]:
        """Yield the findings in order: all, or those about one path."""
        if path is not None:
            return iter(sorted(self._at(path), key=order))
        memory = self._memory
        of_groups = (
            self._kept(path, found)
            for by_path in memory.reported.values()
            for path, found in by_path.items()
        )
        return iter(sorted(chain(*memory.findings.values(), *of_groups), key=order))

    def _at(self, path: str) -> Iterator[Finding]:
        memory = self._memory
        yield from memory.findings.get(path, ())
        for group in memory.groups_at.get(path):
            yield from self._kept(path, memory.reported[group][path])

    def _kept(self, path: str, found: list[Finding]) -> list[Finding]:
        """Return what is selected and not suppressed: suppressions change without the group."""
        return self._selection.kept(found, self._memory.suppressions.get(path, ()))

    def _is_checked(self, path: str) -> bool:
        vault = self.resolved.vault
        return path in vault.notes and not vault.files[path].excluded

    def _take(self, path: str, found: Looked) -> set[str]:
        """Remember a note that was checked; return the groups of which it gives other facts."""
        memory = self._memory
        old, new = set(memory.reads.get(path, ())), set(found.reads)
        for key in old - new:
            memory.readers.remove(key, path)
        for key in new - old:
            memory.readers.add(key, path)
        if old != new or not new:
            memory.reads[path] = found.reads
        _put(memory.findings, path, found.findings)
        _put(memory.suppressions, path, found.suppressions)
        return self._gather(path, found.facts)

    def _drop(self, path: str) -> set[str]:
        """Forget a note that is gone or not checked any more."""
        memory = self._memory
        if self.drawing:
            self.drawing.drop(path)
        for key in memory.reads.pop(path, ()):
            memory.readers.remove(key, path)
        memory.findings.pop(path, None)
        memory.suppressions.pop(path, None)
        return self._gather(path, {})

    def _gather(self, path: str, facts: Facts) -> set[str]:
        memory = self._memory
        old, new = self._grouped(memory.gathered.get(path, {})), self._grouped(facts)
        for group, value, count in old - new:
            memory.facts.remove(group, (value, path, count))
        for group, value, count in new - old:
            memory.facts.add(group, (value, path, count))
        if old != new:
            _put(memory.gathered, path, facts)
        return {group for group, _, _ in old ^ new}

    def _grouped(self, facts: Facts) -> set[tuple[str, Any, int]]:
        """Return the facts of a note, each with its group."""
        found: set[tuple[str, Any, int]] = set()
        for code, pairs in facts.items():
            rule = self._vault_rules[code]
            values = [hashable(value) for value, _ in pairs]
            groups = rule.group(values) if rule.group else [None] * len(values)
            for group, value, (_, count) in zip(groups, values, pairs, strict=True):
                found.add((_group(code, group), value, count))
        return found

    def _report(self, group: str) -> dict[str, list[Finding]]:
        """Return what a vault rule reports about a group, by path."""
        rule = self._vault_rules[group.partition(_BETWEEN)[0]]
        facts: defaultdict[Any, list[str]] = defaultdict(list)
        for value, path, count in sorted(self._memory.facts.get(group), key=_path_of_fact):
            facts[value] += [path] * count
        if rule.group and len(facts) < 2:
            return {}
        by_path: defaultdict[str, list[Finding]] = defaultdict(list)
        severity = self._selection.severity(rule)
        assert rule.of_vault
        for remark in rule.of_vault(self._check, facts):
            by_path[remark.path].append(rule.finding(remark, severity))
        self._reads.begin()
        return by_path

    def _keep(self, group: str, found: dict[str, list[Finding]]) -> None:
        memory = self._memory
        old = memory.reported.get(group, {})
        for path in old.keys() - found.keys():
            memory.groups_at.remove(path, group)
        for path in found.keys() - old.keys():
            memory.groups_at.add(path, group)
        if old != found:
            _put(memory.reported, group, found)


_BETWEEN = "\0"
"""Between a rule's code and a group of its values."""


def _group(code: str, group: object = None) -> str:
    """Return the name of a group of values; None: the rule has no groups."""
    return code if group is None else f"{code}{_BETWEEN}{group}"


def _path_of_fact(fact: tuple[Any, str, int]) -> str:
    return fact[1]


def _put(known: MutableMapping[str, Any], key: str, value: Sized) -> None:
    """Set a value, or remove it if it is empty."""
    if value:
        known[key] = value
    else:
        known.pop(key, None)


def hashable(value: Any) -> Any:
    """Return a value as it was gathered: tuples come back from a file as lists."""
    return tuple(map(hashable, value)) if isinstance(value, list) else value


def _listed(state: State | None) -> object:
    return state and (state[0].kind, state[0].excluded, state[0].ignored)


def _drawing(resolved: LivingVault, show: Show) -> Drawing:
    from noteweave.graph.living.drawing import Drawing  # imports networkx

    return Drawing(resolved, show)
