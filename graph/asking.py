"""Ask the rules about notes, here or in several processes, each of them about some. No I/O."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import msgspec

from noteweave.graph.choice import Choice
from noteweave.graph.findings import Finding
from noteweave.graph.inspection import Inspection
from noteweave.graph.rules import Rule
from noteweave.vault.model import Pardon

_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(list[Finding]).decode


class Said(NamedTuple):
    """What the rules say about some notes; small enough to be sent from process to process."""

    findings: bytes
    """Those that are wanted and not pardoned, in order."""
    facts: Mapping[str, Mapping[Any, Sequence[int]]]
    """What rules of vaults gathered: code -> value -> the places of the notes that gave it."""
    pardons: Mapping[str, tuple[Pardon, ...]]
    """By path, where there are some."""

    def found(self) -> list[Finding]:
        """Return the findings."""
        return _decode(self.findings)


@dataclass(frozen=True)
class Asking:
    """The rules that are asked, and what they look at."""

    around: Inspection
    choice: Choice
    rules: Sequence[Rule]

    def about(self, paths: Sequence[str]) -> Said:
        """Ask the rules of notes about some, and let those of vaults gather what they need."""
        found: list[Finding] = []
        facts: dict[str, dict[Any, list[int]]] = {}
        pardons: dict[str, tuple[Pardon, ...]] = {}
        for place, path in enumerate(paths):
            here = self.around.subject(path)
            findings: list[Finding] = []
            for rule in (rule for part in here.parts() for rule in self._readers.get(part, ())):
                if rule.of_note:
                    findings += self.choice.findings(rule, rule.of_note(here))
                elif rule.gather:
                    values = facts.setdefault(rule.code, {})
                    for value in rule.gather(here):
                        values.setdefault(value, []).append(place)
            found += self.choice.kept(findings, here.note.pardons)
            if here.note.pardons:
                pardons[path] = here.note.pardons
        return Said(_encode(found), facts, pardons)

    @cached_property
    def _readers(self) -> Mapping[str, Sequence[Rule]]:
        """The rules by what of a note they read."""
        found: defaultdict[str, list[Rule]] = defaultdict(list)
        for rule in self.rules:
            if rule.of_note or rule.gather:
                found[rule.reads].append(rule)
        return found
