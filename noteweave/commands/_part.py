"""A part of the graph, as the filters of a command describe it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from noteweave.graph.schema import NodeKind
from noteweave.graph.select import select
from noteweave.vault.errors import RequestError

if TYPE_CHECKING:
    import networkx as nx


@dataclass(frozen=True, slots=True)
class Part:
    """Filters: each that is given must fit."""

    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    kinds: tuple[NodeKind, ...] = ()
    around: str | None = None
    depth: int = 1
    """Links away from `around`, either way."""

    def of(self, graph: nx.MultiDiGraph[str]) -> nx.MultiDiGraph[str]:
        """Return the graph of what fits; the graph itself when there is no filter.

        Raises:
            UnknownNameError: there is no note to measure the depth from, or there are several.
            RequestError: nothing fits.
        """
        if not (self.folders or self.tags or self.kinds or self.around is not None):
            return graph
        part = select(
            graph,
            folders=self.folders,
            tags=self.tags,
            kinds=self.kinds,
            around=self.around,
            depth=self.depth,
        )
        if not part:
            raise RequestError("nothing in the vault fits the filters", "leave one of them out")
        return part
