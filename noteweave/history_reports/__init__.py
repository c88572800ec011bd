"""How the past of a graph is told. One module is one format; its name is the format's name."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property
from importlib import import_module
from typing import cast

from noteweave.graph.history.lives import Edge, Life, Lives, Node
from noteweave.past.graph_history import History

VERSION = 1
"""Of the JSON form."""


@dataclass(frozen=True)
class Selection:
    """Which part of the past is told."""

    history: History
    by: str
    """`commit`, `day` or `month`: shorter lives are left out."""
    first: int
    """The number of the first commit of which changes are told."""
    nodes: frozenset[Node] | None = None
    """Only these nodes, and edges from and to them; None: all."""
    pair: tuple[Node, Node] | None = None
    """Only edges from the first of two nodes to the second."""

    @cached_property
    def imports(self) -> frozenset[int]:
        """The commits whose notes are older than they are."""
        return self.lives.imports()

    @property
    def lives(self) -> Lives:
        return self.history.lives

    def node_lives(self) -> Iterator[tuple[Node, Life]]:
        """Yield the lives of nodes, sorted by name and time."""
        for node in sorted(self.lives.nodes, key=lambda n: (self.lives.name(n), str(n))):
            if self.pair is None and (self.nodes is None or node in self.nodes):
                yield from ((node, life) for life in self._told(node, self.lives.nodes[node]))

    def edge_lives(self) -> Iterator[tuple[Edge, Life]]:
        """Yield the lives of edges, sorted by the names of their ends and time."""
        name = self.lives.name
        for edge in sorted(self.lives.edges, key=lambda e: (name(e[0]), name(e[1]), e[2], str(e))):
            if self.pair is not None:
                wanted = edge[:2] == self.pair
            else:
                wanted = self.nodes is None or not self.nodes.isdisjoint(edge[:2])
            if wanted:
                yield from ((edge, life) for life in self._told(edge, self.lives.edges[edge]))

    def period(self, what: Node | Edge, commit: int) -> str:
        """Return the period in which something was born or died."""
        length = {"commit": 10, "day": 10, "month": 7}[self.by]
        return self.lives.date(what, commit)[:length]

    def _told(self, what: Node | Edge, lives: list[Life]) -> Iterator[Life]:
        for life in lives:
            if life.died is not None and life.died < self.first:
                continue
            brief = life.died is not None and (
                self.period(what, life.born) == self.period(what, life.died)
            )
            if self.by == "commit" or not brief:
                yield life


def history_format(name: str) -> Callable[[Selection], Iterator[str]]:
    """Return the function that yields the lines of a format."""
    module = import_module(f"{__name__}.{name}")
    return cast(Callable[[Selection], Iterator[str]], module.lines)
