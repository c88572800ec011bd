"""Check a vault again and again: after a change only the notes that it may concern.

While a note is checked, everything that is looked up is written down (`Reads`). A change of files
changes some of these keys; the notes that have read one of them are checked again, and no others.
What rules of whole vaults report is kept by group. The first check is a change, too: of all files.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from typing import TYPE_CHECKING, Any

from noteweave.graph.check.check import BatchCheck, both_ways, own_rules
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.rule_selection import CheckOptions, RuleSelection
from noteweave.graph.check.subject import CheckedVault
from noteweave.graph.living.delta import changed_findings
from noteweave.graph.living.index import LivingVault
from noteweave.graph.living.reads import Readers, Reads
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.model import File, Note, Suppression
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show
    from noteweave.graph.living.drawing import Drawing

_Facts = Mapping[str, Mapping[Any, int]]
"""What vault rules gathered in one note: code -> value -> how often."""
_Slot = tuple[str, Any]
"""A vault rule's code, and a group of its values; None where it has no groups."""


@dataclass(frozen=True)
class LivingCheck(CheckedVault):
    """What rules see of a vault that changes: nothing is kept that a change could make wrong."""

    reads: Reads = None  # type: ignore[assignment]  # fields after those with a default have one

    @classmethod
    def of(cls, resolved: ResolvedVault, options: CheckOptions, reads: Reads) -> LivingCheck:
        """Return what rules see of a vault with these options; what is read is written down."""
        return cls(
            resolved,
            both_ways(options.pairs),
            own=own_rules(options),
            untouched_days=options.untouched_days,
            committed=options.committed,
            topic_folders=options.topic_folders,
            source=options.source,
            reads=reads,
        )

    @cached_property
    def plain_target(self) -> Callable[[str], str]:
        """Return the file that a target names unambiguously; see `CheckedVault`."""
        return self.reads.remembered(self.find_plainly)

    @cached_property
    def outline(self) -> Callable[[str], Outline]:
        """Return what fragments can point to in the note of a path."""

        def find(path: str) -> Outline:
            self.reads.keys.add(f"l{path}")
            return Outline(self.resolved.vault.notes[path])

        return self.reads.remembered(find)

    @cached_property
    def relations(self) -> Callable[[str], Mapping[str, Any]]:
        """Return the targets of a note's relations by folded relation; takes the note's path."""

        def find(path: str) -> Mapping[str, Any]:
            self.reads.keys.add(f"c{path}")
            return self.find_relations(path)

        return self.reads.remembered(find)


class Engine:
    """The findings of a vault whose files change."""

    def __init__(self, vault: Vault, options: CheckOptions, show: Show | None = None) -> None:
        """Check a vault.

        Args:
            vault: its `files` and `notes` are changed by the caller, together with `apply`.
            options: what to check.
            show: what the graph holds; None: no graph is drawn.
        """
        self._reads = Reads()
        self.resolved = LivingVault(vault, self._reads)
        self.drawing = None if show is None else _drawing(self.resolved, show)
        self._selection = RuleSelection(options)
        rules = self._selection.rules
        self._check = LivingCheck.of(self.resolved, options, self._reads)
        self._batch = BatchCheck(self._check, self._selection, rules)
        self._vault_rules = {rule.code: rule for rule in rules if rule.of_vault}
        self._readers = Readers()
        self._of_note: dict[str, list[Finding]] = {}
        self._gathered: dict[str, _Facts] = {}
        self._facts: defaultdict[_Slot, dict[Any, dict[str, int]]] = defaultdict(dict)
        self._suppressions: dict[str, tuple[Suppression, ...]] = {}
        self._of_slot: dict[_Slot, dict[str, list[Finding]]] = {}
        """What vault rules report by path, suppressed or not."""
        self._slots_at: defaultdict[str, set[_Slot]] = defaultdict(set)
        """The groups that have findings about a path."""
        self.judged = 0
        """How many notes the last change made the engine check."""
        notes = vault.notes
        before = dict.fromkeys(vault.files)
        self.apply(before, {path: (vault.files[path], notes.get(path)) for path in vault.files})

    def apply(
        self,
        before: Mapping[str, tuple[File, Note | None] | None],
        now: Mapping[str, tuple[File, Note | None] | None],
    ) -> tuple[list[Finding], list[Finding]]:
        """Take over a change that the vault's `files` and `notes` show already.

        Args:
            before: by path, the files that the change concerns as they were, None for new ones.
            now: the same files as they are, None for those that are gone.

        Returns:
            The findings that are gone and those that are new.
        """
        changed: set[str] = set()
        for path in before:
            changed |= self.resolved.put(before[path], now[path])
        self._reads.forget()
        files_changed = any(_listed(before[path]) != _listed(now[path]) for path in before)
        again = self._readers.of(changed) | (before.keys() & self._of_note.keys())
        again |= {path for path, state in now.items() if state and state[1] is not None}
        paths = {path: self._is_checked(path) for path in sorted(again)}
        touched = {path: list(self._at(path)) for path in paths}
        slots = {slot for path in paths for slot in self._slots_at.get(path, ())}
        for path, is_checked in paths.items():
            slots |= self._judge(path) if is_checked else self._drop(path)
        self.judged = sum(paths.values())
        slots |= {
            (code, None)
            for code, rule in self._vault_rules.items()
            if not rule.group and (files_changed or not rule.of_files)
        }
        reported = {slot: self._report(slot) for slot in slots}
        for slot, found in reported.items():
            for path in found.keys() | self._of_slot.get(slot, {}).keys():
                if path not in touched:
                    touched[path] = list(self._at(path))
        for slot, found in reported.items():
            self._keep(slot, found)
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
        of_slots = (self._kept(*item) for slot in self._of_slot.values() for item in slot.items())
        return iter(sorted(chain(*self._of_note.values(), *of_slots), key=order))

    def _at(self, path: str) -> Iterator[Finding]:
        yield from self._of_note.get(path, ())
        for slot in self._slots_at.get(path, ()):
            yield from self._kept(path, self._of_slot[slot][path])

    def _kept(self, path: str, found: list[Finding]) -> list[Finding]:
        """Return what is selected and not suppressed: suppressions change without the group."""
        return self._selection.kept(found, self._suppressions.get(path, ()))

    def _is_checked(self, path: str) -> bool:
        vault = self.resolved.vault
        return path in vault.notes and not vault.files[path].excluded

    def _judge(self, path: str) -> set[_Slot]:
        """Check one note; return the groups of which it gives other facts than before."""
        keys = self._reads.begin()
        result = self._batch.run([path])
        if self.drawing:
            self.drawing.draw(path)
        self._reads.begin()
        self._readers.put(path, keys)
        self._of_note[path] = result.findings
        self._suppressions.pop(path, None)
        self._suppressions.update(result.suppressions)
        facts = {
            code: {value: len(places) for value, places in values.items()}
            for code, values in result.facts.items()
        }
        return self._gather(path, facts)

    def _drop(self, path: str) -> set[_Slot]:
        """Forget a note that is gone or not checked any more."""
        self._readers.drop(path)
        if self.drawing:
            self.drawing.drop(path)
        self._of_note.pop(path, None)
        self._suppressions.pop(path, None)
        return self._gather(path, {})

    def _gather(self, path: str, facts: _Facts) -> set[_Slot]:
        old = self._gathered.pop(path, {})
        if facts:
            self._gathered[path] = facts
        changed: set[_Slot] = set()
        for code in old.keys() | facts.keys():
            before, now = old.get(code, {}), facts.get(code, {})
            values = [v for v in before.keys() | now.keys() if before.get(v) != now.get(v)]
            for slot, value in zip(self._slots(code, values), values, strict=True):
                self._count(slot, value, path, now.get(value, 0))
                changed.add(slot)
        return changed

    def _slots(self, code: str, values: list[Any]) -> list[_Slot]:
        group = self._vault_rules[code].group
        return [(code, one) for one in group(values)] if group else [(code, None)] * len(values)

    def _count(self, slot: _Slot, value: Any, path: str, count: int) -> None:
        values = self._facts[slot]
        if count:
            values.setdefault(value, {})[path] = count
            return
        del values[value][path]
        if not values[value]:
            del values[value]
        if not values:
            del self._facts[slot]

    def _report(self, slot: _Slot) -> dict[str, list[Finding]]:
        """Return what a vault rule reports about a group, by path."""
        code = slot[0]
        rule = self._vault_rules[code]
        values = self._facts.get(slot, {})
        if rule.group and len(values) < 2:
            return {}
        facts = {
            value: [path for path in sorted(paths) for _ in range(paths[path])]
            for value, paths in values.items()
        }
        by_path: defaultdict[str, list[Finding]] = defaultdict(list)
        severity = self._selection.severity(rule)
        assert rule.of_vault
        for remark in rule.of_vault(self._check, facts):
            by_path[remark.path].append(rule.finding(remark, severity))
        self._reads.begin()
        return by_path

    def _keep(self, slot: _Slot, found: dict[str, list[Finding]]) -> None:
        for path in self._of_slot.pop(slot, {}):
            self._slots_at[path].discard(slot)
            if not self._slots_at[path]:
                del self._slots_at[path]
        if found:
            self._of_slot[slot] = found
        for path in found:
            self._slots_at[path].add(slot)


def _listed(state: tuple[File, Note | None] | None) -> object:
    return state and (state[0].kind, state[0].excluded, state[0].ignored)


def _drawing(resolved: LivingVault, show: Show) -> Drawing:
    from noteweave.graph.living.drawing import Drawing  # imports networkx

    return Drawing(resolved, show)
