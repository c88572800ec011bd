"""Check notes one by one, and write down what each looks up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

from noteweave.graph.check.check import BatchCheck, both_ways, own_rules
from noteweave.graph.check.findings import Finding
from noteweave.graph.check.rule_selection import CheckOptions, RuleSelection
from noteweave.graph.check.subject import CheckedVault
from noteweave.graph.living.memory import Facts
from noteweave.graph.living.reads import Reads
from noteweave.graph.living.recorded import RecordedVault
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.model import Suppression
from noteweave.vault.vault import Vault


class Looked(NamedTuple):
    """What was found out about a note."""

    reads: tuple[str, ...]
    """The keys that were read for it, in order."""
    findings: list[Finding]
    facts: Facts
    suppressions: tuple[Suppression, ...]


Look = Callable[[Sequence[str]], Iterable[Looked]]
"""Checks the notes of some paths."""


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
            return Outline(self.resolved.__dict__["shared"][path])

        return self.reads.remembered(find)

    @cached_property
    def relations(self) -> Callable[[str], Mapping[str, Any]]:
        """Return the targets of a note's relations by folded relation; takes the note's path."""

        def find(path: str) -> Mapping[str, Any]:
            self.reads.keys.add(f"c{path}")
            return self.find_relations(path)

        return self.reads.remembered(find)


class Looker:
    """Checks notes with a vault whose lookups are written down."""

    def __init__(
        self,
        check: LivingCheck,
        selection: RuleSelection,
        draw: Callable[[str], None] | None = None,
    ) -> None:
        """`draw` is called with the path of each note: what it looks up is written down, too."""
        self._draw = draw
        self._reads = check.reads
        self._batch = BatchCheck(check, selection, selection.rules)

    @classmethod
    def of_vault(cls, vault: Vault, options: CheckOptions) -> Looker:
        """Return what checks many notes of a vault that does not change meanwhile."""
        reads = Reads()
        check = LivingCheck.of(RecordedVault(vault, reads), options, reads)
        check.prepare()
        return cls(check, RuleSelection(options))

    def run(self, paths: Sequence[str]) -> list[Looked]:
        """Check the notes of some paths."""
        return [self._look(path) for path in paths]

    def _look(self, path: str) -> Looked:
        keys = self._reads.begin()
        result = self._batch.run([path])
        if self._draw:
            self._draw(path)
        self._reads.begin()
        facts = {
            code: [(value, len(places)) for value, places in values.items()]
            for code, values in result.facts.items()
            if values
        }
        suppressions = result.suppressions.get(path, ())
        return Looked(tuple(sorted(keys)), result.findings, facts, suppressions)
