"""The edges of a page: a column for each property, ordered by source."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping, Sequence
from operator import itemgetter
from typing import TYPE_CHECKING, Any

from noteweave.graph.build.degrees import NOT_LINKS

if TYPE_CHECKING:
    import networkx as nx

EDGE_KINDS = (
    "link",
    "embed",
    "property",
    "inline-field",
    "reference",
    "canvas",
    "tag",
    "hierarchy",
    "mention",
    "gone",
)
"""`gone`: a link of the past that is not written any more; see `page_past`."""
EDGE_KIND: dict[Any, int] = {name: number for number, name in enumerate(EDGE_KINDS)}


class Edges:
    """All edges between different nodes by source, target, kind and relation: a column each."""

    def __init__(self, graph: nx.MultiDiGraph[str], keys: Sequence[str]) -> None:
        """`keys`: the nodes in the order of their numbers."""
        self.sources, self.targets = array("l"), array("l")
        self.kinds = array("B")
        self.times = array("l")
        self.relations: list[str] = []
        self.sections: list[str] = []
        self.places: list[Sequence[Sequence[Any]]] = []
        self.mention_scores: list[float] = []
        """How likely each mention should be a link: 0 to 1, in the order of the edges."""
        self.data: list[Mapping[str, Any]] = []
        """The attributes of each edge, only where the graph has a past: they take much memory."""
        has_past = "past" in graph.graph
        number = {key: n for n, key in enumerate(keys)}
        adjacent = dict(graph.adjacency())
        for source, key in enumerate(keys):
            edges = [
                (
                    number[target],
                    EDGE_KIND.get(data.get("kind"), 0),
                    str(data.get("relation") or ""),
                    data,
                )
                for target, parallel in adjacent[key].items()
                if target != key
                for data in parallel.values()
            ]
            edges.sort(key=_by_target)
            for target, kind, relation, data in edges:
                self.sources.append(source)
                self.targets.append(target)
                self.kinds.append(kind)
                self.times.append(max(1, int(data.get("count") or 1)))
                self.relations.append(relation)
                self.sections.append(str(data.get("section") or ""))
                self.places.append(data.get("places") or ())
                if kind == EDGE_KIND["mention"]:
                    self.mention_scores.append(float(data.get("score") or 0.0))
                if has_past:
                    self.data.append(data)

    def __len__(self) -> int:
        return len(self.sources)

    def links(self) -> int:
        """Return how often links are written, as `out_links` counts them: tags are none."""
        linking = [kind not in NOT_LINKS and kind != "gone" for kind in EDGE_KINDS]
        return sum(n for n, kind in zip(self.times, self.kinds, strict=True) if linking[kind])

    def earlier(self) -> list[int]:
        """Return for each edge how many edges to its target come before it."""
        seen: Counter[int] = Counter()
        numbers = []
        for target in self.targets:
            numbers.append(seen[target])
            seen[target] += 1
        return numbers


_by_target = itemgetter(0, 1, 2)
