"""The state of a vault at one moment, computed as a whole."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeVar

from noteweave.graph.backlinks.link_table import LinkGroup, links_from
from noteweave.graph.build.graph import Show, build_graph
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding
from noteweave.graph.living.delta import Delta, changed_findings
from noteweave.graph.mentions.unlinked import add_mentions, unlinked
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, resolve
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    import networkx as nx

K = TypeVar("K")


@dataclass(frozen=True)
class Snapshot:
    """A vault, and what is computed of it."""

    vault: Vault
    resolved: ResolvedVault
    checked: tuple[Finding, ...]
    show: Show

    @classmethod
    def of(cls, vault: Vault, options: CheckOptions, show: Show) -> Snapshot:
        """Read and check a vault."""
        resolved = resolve(vault)
        return cls(vault, resolved, tuple(check(resolved, options)), show)

    def links(self, path: str) -> tuple[ResolvedLink, ...]:
        return tuple(self.resolved.links(self.vault.notes[path]))

    def backlinks(self, key: str) -> tuple[LinkGroup, ...]:
        graph = self._graph
        sources = sorted(graph.pred[key])
        groups = (LinkGroup(one, key, links_from(graph, one, key)) for one in sources)
        return tuple(group for group in groups if group.links)

    def findings(self, path: str | None) -> tuple[Finding, ...]:
        if path is None:
            return self.checked
        return tuple(finding for finding in self.checked if finding.path == path)

    def graph(self) -> nx.MultiDiGraph[str]:
        return self._graph

    @cached_property
    def _graph(self) -> nx.MultiDiGraph[str]:
        graph = build_graph(self.resolved, self.show)
        if self.show.mentions:
            add_mentions(graph, unlinked(self.resolved, self.vault.text))
        return graph

    @cached_property
    def nodes(self) -> dict[str, dict[str, Any]]:
        return {key: data for key, data in self._graph.nodes(data=True)}  # noqa: C416

    @cached_property
    def edges(self) -> dict[tuple[str, str, str], dict[str, Any]]:
        found = self._graph.edges(keys=True, data=True)
        return {(source, target, key): data for source, target, key, data in found}


def difference(before: Snapshot, now: Snapshot) -> Delta:
    """Return what is different between two states of a vault."""
    gone, new = changed_findings(before.checked, now.checked)
    return Delta(
        tuple(gone),
        tuple(new),
        tuple(sorted(before.nodes.keys() - now.nodes.keys())),
        _new(before.nodes, now.nodes),
        _changed(before.nodes, now.nodes),
        tuple(sorted(before.edges.keys() - now.edges.keys())),
        _new(before.edges, now.edges),
        _changed(before.edges, now.edges),
    )


def _new(before: Mapping[K, Any], now: Mapping[K, Any]) -> dict[K, Any]:
    return {key: now[key] for key in sorted(now.keys() - before.keys())}  # type: ignore[type-var]


def _changed(before: Mapping[K, Any], now: Mapping[K, Any]) -> dict[K, Any]:
    both = sorted(now.keys() & before.keys())  # type: ignore[type-var]
    return {key: now[key] for key in both if now[key] != before[key]}
