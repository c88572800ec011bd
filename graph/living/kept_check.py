"""Check a vault with what is kept of an earlier check: only the notes that a change may concern.

`Engine` does the same for a vault that is kept open. Here the earlier state comes from a file: for
each note what it looked up, what others can read of it, and what the rules reported.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import TYPE_CHECKING, Any, NamedTuple

import msgspec

from noteweave.graph.check.check import BatchCheck
from noteweave.graph.check.findings import Finding, order
from noteweave.graph.check.rule_selection import CheckOptions, RuleSelection
from noteweave.graph.living.engine import LivingCheck
from noteweave.graph.living.reads import Reads
from noteweave.graph.living.recorded import RecordedVault
from noteweave.graph.living.shared import Shared, folder_keys
from noteweave.graph.resolve.resolved_vault import checked
from noteweave.vault.model import File, Suppression
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    from noteweave.graph.mentions.unlinked import Each

LARGEST_PART = 0.25
"""Share of the notes up to which a change is checked note by note; above it, all are."""
_BATCH = 128


class KeptNote(msgspec.Struct, array_like=True, gc=False):
    """What is kept of the check of one note."""

    reads: tuple[int, ...]
    """Places in `KeptCheck.keys`."""
    shared: tuple[tuple[str, str], ...]
    """What others can read of the note; see `Shared`."""
    findings: tuple[Finding, ...] = ()
    facts: dict[str, list[tuple[Any, int]]] = {}
    """What vault rules gathered: code -> values, each with how often."""
    suppressions: tuple[Suppression, ...] = ()


class KeptCheck(msgspec.Struct, array_like=True, gc=False):
    """What is kept of a check."""

    files: list[File]
    """All files of the vault as they were."""
    keys: list[str]
    notes: dict[str, KeptNote]
    """All notes that are not excluded, by path."""
    shared: dict[str, tuple[tuple[str, str], ...]]
    """What others can read of the excluded ones."""


class Checked(NamedTuple):
    """The result of `check_again`."""

    findings: list[Finding]
    """In order."""
    kept: KeptCheck
    judged: int
    """How many notes were checked."""


class _Judged(NamedTuple):
    """What a process found out about a note."""

    reads: set[str]
    shared: tuple[tuple[str, str], ...]
    findings: list[Finding]
    facts: dict[str, list[tuple[Any, int]]]
    suppressions: tuple[Suppression, ...]


def check_again(
    vault: Vault,
    options: CheckOptions,
    kept: KeptCheck | None,
    each: Callable[[int], AbstractContextManager[Each]],
) -> Checked:
    """Check a vault as `graph.check.check` does.

    Args:
        vault: as it is now.
        options: what to check.
        kept: what an earlier call kept, of the same vault, options and settings; None: nothing.
        each: gives, for a number of notes, what applies a function to many values.
    """
    judge = _Judge(vault, options)
    wanted = checked(judge.check.resolved)
    known = kept is not None and bool(kept.files)
    again = judge.concerned(kept) & set(wanted) if kept and known else set(wanted)
    if not (kept and known) or len(again) > LARGEST_PART * len(wanted):
        kept, again = KeptCheck([], [], {}, {}), set(wanted)
    paths = sorted(again)
    batches = [paths[n : n + _BATCH] for n in range(0, len(paths), _BATCH)]
    judged: dict[str, _Judged] = {}
    if len(batches) > 1:
        judge.check.prepare()
    with each(len(paths)) as apply:
        for batch, found in zip(batches, apply(judge.run, batches), strict=True):
            judged.update(zip(batch, found, strict=True))
    keys, notes = _merged(kept, judged, wanted)
    excluded = vault.notes.keys() - notes.keys()
    shared = {path: judge.shared_of(path) for path in sorted(excluded)}
    now = KeptCheck(list(vault.files.values()), keys, notes, shared)
    findings = [finding for note in notes.values() for finding in note.findings]
    findings += judge.of_vault(notes)
    findings.sort(key=order)
    return Checked(findings, now, len(judged))


def _merged(
    kept: KeptCheck, judged: Mapping[str, _Judged], paths: Iterable[str]
) -> tuple[list[str], dict[str, KeptNote]]:
    """Return the keys and the notes of a check: those that were checked now, else as kept."""
    keys = list(kept.keys)
    numbers = {name: number for number, name in enumerate(keys)}
    notes: dict[str, KeptNote] = {}
    for path in paths:
        one = judged.get(path)
        if one is None:
            notes[path] = kept.notes[path]
            continue
        for name in sorted(one.reads):
            if numbers.setdefault(name, len(keys)) == len(keys):
                keys.append(name)
        reads = tuple(sorted(numbers[name] for name in one.reads))
        notes[path] = KeptNote(reads, one.shared, tuple(one.findings), one.facts, one.suppressions)
    return keys, notes


class _Judge:
    """Checks notes, and writes down what each looks up."""

    def __init__(self, vault: Vault, options: CheckOptions) -> None:
        self._vault = vault
        self._reads = Reads()
        self._selection = RuleSelection(options)
        self.check = LivingCheck.of(RecordedVault(vault, self._reads), options, self._reads)
        self._batch = BatchCheck(self.check, self._selection, self._selection.rules)
        self._shared = Shared(vault.settings)

    def run(self, paths: Sequence[str]) -> list[_Judged]:
        """Check some notes, one by one."""
        return [self._one(path) for path in paths]

    def _one(self, path: str) -> _Judged:
        keys = self._reads.begin()
        result = self._batch.run([path])
        self._reads.begin()
        facts = {
            code: [(value, len(places)) for value, places in values.items()]
            for code, values in result.facts.items()
            if values
        }
        suppressions = result.suppressions.get(path, ())
        return _Judged(keys, self.shared_of(path), result.findings, facts, suppressions)

    def shared_of(self, path: str) -> tuple[tuple[str, str], ...]:
        """Return what others can read of a note of the vault."""
        return tuple(sorted(self._shared.of_note(self._vault.files[path], self._vault.notes[path])))

    def concerned(self, kept: KeptCheck) -> set[str]:
        """Return the notes that changed, and those that looked up something that did."""
        old, new = {file.path: file for file in kept.files}, self._vault.files
        differ = {path for path in old.keys() | new.keys() if old.get(path) != new.get(path)}
        changed = {f"c{path}" for path in differ}
        for path in differ:
            before, now = self._shared.of_file(old.get(path)), self._shared.of_file(new.get(path))
            known = kept.notes.get(path)
            before |= set(known.shared if known else kept.shared.get(path, ()))
            if path in self._vault.notes:
                now |= set(self.shared_of(path))
            changed |= {name for name, _ in before ^ now}
        if any((path in old) != (path in new) for path in differ):
            changed.update(folder_keys(old, new))
        numbers = {number for number, name in enumerate(kept.keys) if name in changed}
        readers = (p for p, note in kept.notes.items() if not numbers.isdisjoint(note.reads))
        return differ.union(readers)

    def of_vault(self, notes: Mapping[str, KeptNote]) -> Iterable[Finding]:
        """Yield what the rules of whole vaults report about the facts of all notes."""
        facts: defaultdict[str, defaultdict[Any, list[str]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for path, note in notes.items():
            for code, values in note.facts.items():
                for value, count in values:
                    facts[code][_hashable(value)] += [path] * count
        for rule in self._selection.rules:
            if not rule.of_vault:
                continue
            by_path: defaultdict[str, list[Finding]] = defaultdict(list)
            severity = self._selection.severity(rule)
            for remark in rule.of_vault(self.check, facts.pop(rule.code, {})):
                by_path[remark.path].append(rule.finding(remark, severity))
            for path, found in by_path.items():
                known = notes.get(path)
                yield from self._selection.kept(found, known.suppressions if known else ())


def _hashable(value: Any) -> Any:
    """Return a value as it was gathered: tuples come back from a file as lists."""
    return tuple(map(_hashable, value)) if isinstance(value, list) else value
