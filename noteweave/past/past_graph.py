"""The graph of a build with its past from git: when each node and link came and went."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import accumulate
from typing import TYPE_CHECKING

from noteweave.exporters.html.page_past import Past
from noteweave.graph.build.degrees import NOT_LINKS
from noteweave.graph.history.lives import Edge, Life, Lives, Node
from noteweave.graph.history.union_graph import State, add_gone_edge

if TYPE_CHECKING:
    import networkx as nx

Days = list[tuple[str, str | None]]
"""Day of birth and of death of each life; None: still there."""


def with_past(
    graph: nx.MultiDiGraph[str], lives: Lives, last_commit: str = "", *, shallow: bool = False
) -> nx.MultiDiGraph[str]:
    """Return a copy of a graph for the page, with the life of each node and link.

    Links that are gone are added where both of their ends are still there. What no commit has yet
    is dated by the last one.

    Args:
        graph: as the work tree has it.
        lives: of the same vault, up to the last commit.
        last_commit: that of the last build, if known: what came and went since then is marked.
        shallow: whether the repository has only a part of its history.
    """
    page = graph.copy()
    dated = _DatedLives(lives, last_commit)
    node_of = {
        lives.name(node): node
        for node, found in lives.nodes.items()
        if _is_open(found) and lives.name(node) in page  # not deleted since the last commit
    }
    for key, data in page.nodes(data=True):
        node = node_of.get(key)
        data["born"] = dated.node_born(node, str(data.get("created") or ""))
        if dated.is_new(lives.nodes[node] if node is not None else None):
            data["state"] = State.NEW
    edges = {
        (lives.name(source), lives.name(target), key): (source, target, key)
        for source, target, key in lives.edges
        if node_of.get(lives.name(source)) == source and node_of.get(lives.name(target)) == target
    }
    for source, target, key, data in page.edges(keys=True, data=True):
        edge = edges.pop((source, target, key), None)
        if edge is None and data["kind"] in NOT_LINKS:
            continue  # the past has no tags and no hierarchy
        born = max(str(page.nodes[source]["born"]), str(page.nodes[target]["born"]))
        data["lives"] = dated.days(edge, born, there=True)
        if dated.is_new(lives.edges[edge] if edge is not None else None):
            data["state"] = State.NEW
    for (source, target, key), edge in sorted(edges.items()):
        born = max(str(page.nodes[source]["born"]), str(page.nodes[target]["born"]))
        days = dated.days(edge, born, there=False)
        if days and source != target:
            kind, _, relation = key.partition(":")
            gone = add_gone_edge(page, source, target, kind, relation)
            gone["lives"] = days
            gone["state"] = State.GONE if dated.is_gone_since(lives.edges[edge]) else State.SAME
    page.graph["past"] = Past(
        shown=False, before=dated.last_build, has_lives=True, last_day=dated.last_day,
        shallow=shallow,
    )  # fmt: skip
    return page


def _is_open(lives: list[Life]) -> bool:
    return lives[-1].died is None


@dataclass(frozen=True)
class _DatedLives:
    """Lives by days instead of commits."""

    lives: Lives
    last_commit: str

    @cached_property
    def _commit_days(self) -> list[str]:
        """The day of each commit; never before an earlier one, whatever an author's clock says."""
        return list(accumulate((commit.date for commit in self.lives.commits), max))

    @cached_property
    def _imports(self) -> frozenset[int]:
        return self.lives.imports()

    @cached_property
    def _build(self) -> int:
        """The number of the last build's commit; -1: unknown, or not on this line any more."""
        ids = [commit.id for commit in self.lives.commits]
        return ids.index(self.last_commit) if self.last_commit in ids else -1

    @property
    def last_day(self) -> str:
        return self._commit_days[-1] if self._commit_days else ""

    @property
    def last_build(self) -> str:
        """The commit of the last build, as a person knows it; "" if it is unknown."""
        if self._build < 0:
            return ""
        return f"{self._commit_days[self._build]} {self.last_commit[:7]}"

    def is_new(self, lives: list[Life] | None) -> bool:
        """Whether something came after the last build; None: no commit has it yet."""
        return self._build >= 0 and (lives is None or lives[-1].born > self._build)

    def is_gone_since(self, lives: list[Life]) -> bool:
        """Whether a link was there at the last build and is not any more."""
        born, died = lives[-1]
        return self._build >= 0 and born <= self._build and (died is None or died > self._build)

    def node_born(self, node: Node | None, created: str) -> str:
        """Return the day of a node's birth: its own date where a commit imported many notes."""
        if node is None:
            return created or self.last_day
        first = self.lives.nodes[node][0].born
        if first in self._imports and created:
            return created
        return self._day(node, first)

    def days(self, edge: Edge | None, since: str, *, there: bool) -> Days:
        """Return the lives of a link by days; without those that ended on the day they began.

        Args:
            edge: None: no commit has it yet.
            since: when both ends were there, for a link that an import brought.
            there: whether the work tree has it.
        """
        if edge is None:
            return [(self.last_day, None)]
        return [
            (born, died)
            for born, died in self._all_days(edge, since, there=there)
            if died is None or born < died
        ]

    def _all_days(self, edge: Edge, since: str, *, there: bool) -> Iterator[tuple[str, str | None]]:
        lives = self.lives.edges[edge]
        for life in lives:
            born = self._day(edge, life.born)
            if life.born in self._imports and since:
                born = min(born, since)
            died = None if life.died is None else self._day(edge, life.died)
            if life is lives[-1] and not there:
                died = died or self.last_day
            yield born, died
        if there and lives[-1].died is not None:  # written again, and not committed
            yield self.last_day, None

    def _day(self, what: Node | Edge, commit: int) -> str:
        return self.lives.earlier.get((what, commit), self._commit_days[commit])
