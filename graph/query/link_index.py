"""The links and names of a graph in numbers and lists: what `related` needs, and quick to load.

A graph of NetworkX takes seconds to build where this takes milliseconds to read from the cache.
"""

from __future__ import annotations

import marshal
import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping
from functools import cached_property
from math import log
from typing import TYPE_CHECKING, Any

from noteweave.graph.query.lookup import Candidate, look_up
from noteweave.graph.schema import NodeKind
from noteweave.vault.text_index import terms

if TYPE_CHECKING:
    import networkx as nx

_SEPARATORS = re.compile(r"[-_.]+")
_FIELDS = ("kind", "label", "path", "title", "aliases")


class LinkIndex:
    """Nodes by number, in the order of their keys, and the numbers of the nodes they link with."""

    def __init__(
        self,
        keys: list[str],
        nodes: list[tuple[str, str, str, str, tuple[str, ...]]],
        targets: list[tuple[int, ...]],
        edges: list[int],
        name_terms: Mapping[int, tuple[str, ...]],
        *,
        whole_paths: bool,
    ) -> None:
        """Take over what `of` collects.

        Args:
            keys: of the nodes, sorted.
            nodes: kind, label, path, title and aliases of each.
            targets: numbers of the nodes that each links to, sorted.
            edges: how many edges each has to its targets.
            name_terms: the terms of the names of each note, sorted.
            whole_paths: see the attribute.
        """
        self.keys = keys
        self._nodes = nodes
        self._targets = targets
        self.edges = edges
        """Number of edges that begin at each node."""
        self._name_terms = name_terms
        self.whole_paths = whole_paths
        """Whether most links with a relation are written as a whole path and a title."""

    @classmethod
    def of(cls, graph: nx.MultiDiGraph[str]) -> LinkIndex:
        """Return the index of a graph."""
        keys = sorted(graph)
        numbers = {key: number for number, key in enumerate(keys)}
        nodes, names = [], {}
        for number, key in enumerate(keys):
            node = graph.nodes[key]
            kind, label, path, title, aliases = (node.get(name) or "" for name in _FIELDS)
            nodes.append((str(kind), str(label), path, title, tuple(map(str, aliases))))
            if kind == NodeKind.NOTE:
                words = " ".join((_SEPARATORS.sub(" ", label), title, *aliases))
                names[number] = tuple(sorted({*terms(words)}))
        targets = [tuple(sorted(numbers[other] for other in graph.successors(k))) for k in keys]
        edges = [graph.out_degree(key) for key in keys]
        return cls(keys, nodes, targets, edges, names, whole_paths=_uses_paths(graph))

    def encode(self) -> bytes:
        """Return the index as bytes, for `decode`."""
        lists = (self.keys, self._nodes, self._targets, self.edges, dict(self._name_terms))
        derived = (self.links, dict(self._users))  # takes longer to compute than to load
        return marshal.dumps((*lists, self.whole_paths, *derived))

    @classmethod
    def decode(cls, data: bytes | memoryview) -> LinkIndex:
        """Return the index that was encoded.

        Raises:
            ValueError: the bytes are of something else.
        """
        try:
            *lists, whole_paths, links, users = marshal.loads(data)
            index = cls(*lists, whole_paths=whole_paths)
            index.links, index._users = links, users
            return index
        except (EOFError, TypeError) as error:
            raise ValueError("not a link index") from error

    def __len__(self) -> int:
        """Return the number of nodes."""
        return len(self.keys)

    def __contains__(self, key: object) -> bool:
        return key in self.numbers

    @cached_property
    def numbers(self) -> dict[str, int]:
        """The number of each node, by its key."""
        return {key: number for number, key in enumerate(self.keys)}

    @cached_property
    def links(self) -> list[list[int]]:
        """The nodes that each node is linked with, in either direction, itself left out; sorted."""
        found: list[set[int]] = [set(targets) for targets in self._targets]
        for source, targets in enumerate(self._targets):
            for target in targets:
                found[target].add(source)
        for number, others in enumerate(found):
            others.discard(number)
        return [sorted(others) for others in found]

    def has_link(self, source: int, target: int) -> bool:
        """Return whether one node links to another."""
        return target in self._targets[source]

    def targets(self, source: int) -> tuple[int, ...]:
        """Return the nodes that a node links to, sorted."""
        return self._targets[source]

    def find(self, name: str) -> str:
        """Return the key of the node that a name means; see `lookup.look_up`."""
        if name in self:
            return name
        nodes = zip(self.keys, self._nodes, strict=True)
        return look_up(
            (
                Candidate(key, kind, label or key, path, aliases, title)
                for key, (kind, label, path, title, aliases) in nodes
            ),
            name,
        )

    def node(self, key: str) -> dict[str, Any]:
        """Return kind, label, path, title and aliases of a node."""
        return dict(zip(_FIELDS, self._nodes[self.numbers[key]], strict=True))

    def kind(self, number: int) -> str:
        """Return the kind of a node."""
        return self._nodes[number][0]

    def folder(self, number: int) -> str:
        """Return the folder of a node's file, "" at the top or if it has none."""
        return self._nodes[number][2].rpartition("/")[0]

    def named_in(self, text: str) -> dict[int, float]:
        """Score the notes whose names have terms in common with a text.

        A name scores the sum of the weights (logarithms of rarity) of its terms in the text, times
        their share of all its terms' weights.
        """
        weights, hits = self._weights, defaultdict[int, float](float)
        for term in sorted({*terms(text)} & weights.keys()):
            for number in self._users[term]:
                hits[number] += weights[term]
        return {
            number: hit * hit / sum(weights[term] for term in self._name_terms[number])
            for number, hit in hits.items()
        }

    @cached_property
    def _weights(self) -> Mapping[str, float]:
        total = len(self._name_terms)
        return {term: log(1 + total / len(users)) for term, users in self._users.items()}

    @cached_property
    def _users(self) -> Mapping[str, list[int]]:
        users: defaultdict[str, list[int]] = defaultdict(list)
        for number, name in self._name_terms.items():
            for term in name:
                users[term].append(number)
        return users


def _uses_paths(graph: nx.MultiDiGraph[str]) -> bool:
    forms: Counter[bool] = Counter()
    for raw in _related_links(graph):
        forms["/" in raw and "|" in raw] += 1
    return forms[True] > forms[False]


def _related_links(graph: nx.MultiDiGraph[str]) -> Iterator[str]:
    for _, _, edge in graph.edges(data=True):
        if edge["kind"] == "link" and edge["relation"]:
            yield from (place.raw for place in edge["places"])
