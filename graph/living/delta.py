"""What a change of some files changed in the findings and in the graph of their vault."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from noteweave.graph.check.findings import Finding, order

Attributes = Mapping[str, Any]
"""The attributes of a node or an edge at the stage "build"; see `graph.schema`."""
Edge = tuple[str, str, str]
"""The keys of an edge: source, target, and its own."""


@dataclass(frozen=True)
class Delta:
    """The difference between two states of a vault, each part sorted."""

    findings_gone: tuple[Finding, ...] = ()
    findings_new: tuple[Finding, ...] = ()
    nodes_gone: tuple[str, ...] = ()
    nodes_new: Mapping[str, Attributes] = field(default_factory=dict)
    nodes_changed: Mapping[str, Attributes] = field(default_factory=dict)
    """Nodes with other attributes than before, with all attributes that they have now."""
    edges_gone: tuple[Edge, ...] = ()
    edges_new: Mapping[Edge, Attributes] = field(default_factory=dict)
    edges_changed: Mapping[Edge, Attributes] = field(default_factory=dict)
    """Edges with other attributes: an edge whose link has moved to another line has."""

    def __bool__(self) -> bool:
        return any(vars(self).values())


def changed_findings(
    before: Iterable[Finding], now: Iterable[Finding]
) -> tuple[list[Finding], list[Finding]]:
    """Return the findings that are gone and those that are new, each in order."""
    old, new = list(before), list(now)
    if old == new:
        return [], []
    return list(without(old, new)), list(without(new, old))


def without(findings: Sequence[Finding], others: Sequence[Finding]) -> Iterator[Finding]:
    """Yield findings, in order, that are not among others; one of two equal ones takes away one."""
    left = Counter(others)
    for finding in sorted(findings, key=order):
        if left[finding]:
            left[finding] -= 1
        else:
            yield finding
