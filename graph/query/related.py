"""Find the notes related to a note: by their links, texts, names and folders."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.query.select import neighbors
from noteweave.graph.schema import NodeKind
from noteweave.vault.text_index import Similar, terms

if TYPE_CHECKING:
    import networkx as nx


FUSION = 5
"""Larger values make the first ranks of each ranking count less."""
ALIKE = 30
"""Notes with similar texts whose links are taken as examples."""
RANKED = 200
"""Notes of each ranking that are combined."""
_SEPARATORS = re.compile(r"[-_.]+")


class Related(NamedTuple):
    """One note, how strongly it is related to the given one, and why."""

    key: str
    adamic_adar: float
    """Sum over the shared neighbours of 1 / log(number of neighbours of that neighbour)."""
    shared: tuple[str, ...]
    """Those neighbours, the one with the fewest neighbours first."""
    cited_together: tuple[str, ...]
    """Notes that link to both, the one with the fewest links first."""
    linked: bool
    """Whether one of the two already links to the other."""
    similarity: float = 0.0
    """Similarity of the two texts (BM25); 0 if only neighbours were compared."""
    way: str = "neighbors"
    """The ranking in which it is best: paths, examples, text, name, folder or neighbors."""


def related_by_text(
    graph: nx.MultiDiGraph[str],
    key: str,
    text: str,
    similar: Sequence[Similar],
    *,
    linked: bool = False,
    prepared: Prepared | None = None,
) -> list[Related]:
    """Return the notes related to a note by neighbours, text and names together, best first.

    Five rankings are combined, each of which finds links that the others miss: paths of three
    links (`_by_paths`), what notes with similar texts are linked with (`_by_example`), `similar`
    itself, the notes whose names occur in the text (`_named_in`), and the folders of the linked
    notes (`_by_folder`). A note scores 1 / (`FUSION` + its rank) in each (reciprocal rank fusion:
    Cormack, Clarke, Büttcher, 2009).

    Args:
        graph: the graph.
        key: of the note.
        text: of the note.
        similar: notes with similar texts, best first, from `noteweave.vault.text_index`.
        linked: whether to include notes that are linked with it; without them the others have
            better ranks.
        prepared: what is the same for all notes of the graph; made if it is omitted.
    """
    prepared = prepared or Prepared(graph)
    nodes, own = graph.nodes, set(neighbors(graph, key))
    by_key = {one.key: one for one in related(graph, key)}
    texts = {one.path: one.score for one in similar if one.path in graph}
    scores: defaultdict[str, float] = defaultdict(float)
    left_out = {key} if linked else {key, *own}
    links = prepared.links
    rankings = {
        "paths": _ranked(_by_paths(links, key)),
        "examples": _ranked(_by_example(links, key, similar)),
        "text": list(texts),
        "name": prepared.named_in(text),
        "folder": _ranked(_by_folder(links, key)),
    }
    best: dict[str, tuple[int, str]] = {}
    for way, ranking in rankings.items():
        ranked = [other for other in ranking if other not in left_out][:RANKED]
        for rank, other in enumerate(ranked):
            scores[other] += 1 / (FUSION + rank)
            best[other] = min(best.get(other, (rank, way)), (rank, way), key=lambda one: one[0])
    for rank, other in enumerate(other for other in by_key if other not in left_out):
        scores.setdefault(other, 1 / (FUSION + RANKED + rank))  # after all others
    found = []
    for other in sorted(scores, key=lambda other: (-scores[other], other)):
        if nodes[other]["kind"] in (NodeKind.NOTE, NodeKind.TOPIC, NodeKind.CANVAS):
            known = by_key.get(other) or Related(other, 0.0, (), (), other in own)
            found.append(
                known._replace(
                    similarity=round(texts.get(other, 0.0), 4),
                    way=best.get(other, (0, "neighbors"))[1],
                )
            )
    return found


class Prepared:
    """What is the same for all notes of a graph: their links, and the terms of their names."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.links = _Links(graph)
        self._named: dict[str, set[str]] = {
            key: {*terms(" ".join((_split(node["label"]), node["title"], *node["aliases"])))}
            for key, node in graph.nodes(data=True)
            if node["kind"] == NodeKind.NOTE
        }
        uses = Counter(term for name in self._named.values() for term in name)
        self._weights = {term: log(1 + len(self._named) / uses[term]) for term in uses}
        self._users: defaultdict[str, list[str]] = defaultdict(list)
        for key, name in self._named.items():
            for term in name:
                self._users[term].append(key)

    def named_in(self, text: str) -> list[str]:
        """Return the notes whose names have terms in common with a text, best first.

        A name scores the sum of the weights (logarithms of rarity) of its terms in the text, times
        their share of all its terms' weights.
        """
        found, weights = set(terms(text)), self._weights
        scores = {}
        for key in {key for term in found if term in weights for key in self._users[term]}:
            name = self._named[key]
            hit = sum(weights[term] for term in sorted(name & found))
            scores[key] = hit * hit / sum(weights[term] for term in sorted(name))
        return _ranked(scores)


class _Links:
    """The nodes that each node is linked with, in either direction, itself left out."""

    def __init__(self, graph: nx.MultiDiGraph[str]) -> None:
        self.graph = graph
        self._found: dict[str, list[str]] = {}

    def of(self, key: str) -> list[str]:
        found = self._found.get(key)
        if found is None:
            found = self._found[key] = sorted({*neighbors(self.graph, key)} - {key})
        return found


def _ranked(scores: Mapping[str, float]) -> list[str]:
    return sorted(scores, key=lambda key: (-scores[key], key))


def _by_paths(links: _Links, key: str) -> dict[str, float]:
    """Score nodes by the paths of three links that lead to them.

    A path a-u-v-b counts 1 / sqrt(links of u * links of v) (L3: Kovács and others, "Network-based
    prediction of protein interactions", 2019). Notes with the same neighbours are of one kind, as
    two records are that name one label; what is missing is often the link to a note of the other
    kind, which a neighbour's neighbours are not, but the neighbours of a similar note are.
    """
    second: defaultdict[str, float] = defaultdict(float)
    for between in links.of(key):
        around = links.of(between)
        for other in around:
            if other != key:
                second[other] += 1 / sqrt(len(around) * len(links.of(other)))
    scores: defaultdict[str, float] = defaultdict(float)
    for other, weight in second.items():
        for end in links.of(other):
            if end != key:
                scores[end] += weight
    return scores


def _by_example(links: _Links, key: str, similar: Sequence[Similar]) -> dict[str, float]:
    """Score nodes by the notes with similar texts that are linked with them.

    Each note counts its similarity, divided by the square root of the number of links of the node
    that is scored: what everything is linked with is no example.
    """
    scores: defaultdict[str, float] = defaultdict(float)
    alike = [one for one in similar if one.path != key and one.path in links.graph]
    for one in alike[:ALIKE]:
        for other in links.of(one.path):
            scores[other] += one.score / sqrt(len(links.of(other)))
    return scores


def _by_folder(links: _Links, key: str) -> dict[str, float]:
    """Score notes by how many of the linked notes, and the note itself, share their folder.

    Within a folder those with most links come first.
    """
    folders = Counter(_folder(links.graph, other) for other in [key, *links.of(key)])
    del folders[""]  # topics, and notes that are in no folder
    if not folders:
        return {}
    size = len(links.graph)
    return {
        other: folders[folder] + len(links.of(other)) / (size + 1)
        for other, node in links.graph.nodes(data=True)
        if node["kind"] == NodeKind.NOTE and (folder := _folder(links.graph, other)) in folders
    }


def _folder(graph: nx.MultiDiGraph[str], key: str) -> str:
    return str(graph.nodes[key]["path"]).rpartition("/")[0]


def _split(label: str) -> str:
    """Return the words of a file's name."""
    return _SEPARATORS.sub(" ", label)


def related(graph: nx.MultiDiGraph[str], key: str) -> list[Related]:
    """Return the notes and topics that share a neighbour with a node, most related first.

    `adamic_adar` is Adamic and Adar's measure ("Friends and neighbors on the Web", 2003): sharing
    a neighbour with few links counts more than sharing one with many. `cited_together` is
    co-citation (Small: "Co-citation in the scientific literature", 1973). Daily notes and tags
    count as neighbours; only notes, topics and canvases are returned.
    """
    own = set(neighbors(graph, key)) - {key}
    shared: defaultdict[str, list[str]] = defaultdict(list)
    degrees = {}
    for between in sorted(own):
        around = set(neighbors(graph, between)) - {between}
        degrees[between] = len(around)
        for other in around - {key}:
            shared[other].append(between)
    found = [
        _related(graph, key, other, between, degrees, other in own)
        for other, between in shared.items()
        if graph.nodes[other]["kind"] in (NodeKind.NOTE, NodeKind.TOPIC, NodeKind.CANVAS)
    ]
    return sorted(found, key=lambda one: (-one.adamic_adar, -len(one.cited_together), one.key))


def _related(
    graph: nx.MultiDiGraph[str],
    key: str,
    other: str,
    shared: list[str],
    degrees: dict[str, int],
    linked: bool,
) -> Related:
    shared.sort(key=lambda between: (degrees[between], between))
    together = [b for b in shared if graph.has_edge(b, key) and graph.has_edge(b, other)]
    together.sort(key=lambda between: (graph.out_degree(between), between))
    score = sum(1 / log(degrees[between]) for between in shared)
    return Related(other, score, tuple(shared), tuple(together), linked)
