"""Find the notes related to a note: by shared neighbours, by their text and by their names."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Sequence
from math import log
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.query.select import neighbors
from noteweave.graph.schema import NodeKind
from noteweave.vault.text_index import Similar, terms

if TYPE_CHECKING:
    import networkx as nx


FUSION = 10
"""Larger values make the first ranks of each ranking count less."""
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


def related_by_text(
    graph: nx.MultiDiGraph[str],
    key: str,
    text: str,
    similar: Sequence[Similar],
    *,
    linked: bool = False,
) -> list[Related]:
    """Return the notes related to a note by neighbours, text and names together, best first.

    Three rankings are combined: `related`, `similar`, and the notes whose names occur in the text
    (see `_named_in`). A note scores 1 / (`FUSION` + its rank) in each (reciprocal rank fusion:
    Cormack, Clarke, Büttcher, 2009).

    Args:
        graph: the graph.
        key: of the note.
        text: of the note.
        similar: notes with similar texts, best first, from `noteweave.vault.text_index`.
        linked: whether to include notes that are linked with it; without them the others have
            better ranks.
    """
    nodes, own = graph.nodes, set(neighbors(graph, key))
    by_key = {one.key: one for one in related(graph, key)}
    texts = {one.path: one.score for one in similar if one.path in graph}
    scores: defaultdict[str, float] = defaultdict(float)
    left_out = {key} if linked else {key, *own}
    for ranking in (by_key, texts, _named_in(graph, text)):
        ranked = [other for other in ranking if other not in left_out][:RANKED]
        for rank, other in enumerate(ranked):
            scores[other] += 1 / (FUSION + rank)
    found = []
    for other in sorted(scores, key=lambda other: (-scores[other], other)):
        if nodes[other]["kind"] in (NodeKind.NOTE, NodeKind.TOPIC, NodeKind.CANVAS):
            known = by_key.get(other) or Related(other, 0.0, (), (), other in own)
            found.append(known._replace(similarity=round(texts.get(other, 0.0), 4)))
    return found


def _named_in(graph: nx.MultiDiGraph[str], text: str) -> list[str]:
    """Return the notes whose names have terms in common with a text, best first.

    A name scores the sum of the weights (logarithms of rarity) of its terms in the text, times
    their share of all its terms' weights.
    """
    named = {
        key: {*terms(" ".join((_split(node["label"]), node["title"], *node["aliases"])))}
        for key, node in graph.nodes(data=True)
        if node["kind"] == NodeKind.NOTE
    }
    uses = Counter(term for name in named.values() for term in name)
    weights = {term: log(1 + len(named) / count) for term, count in uses.items()}
    found = set(terms(text))
    scores = {}
    for key, name in named.items():
        hit = sum(weights[term] for term in sorted(name & found))
        if hit:
            scores[key] = hit * hit / sum(weights[term] for term in sorted(name))
    return sorted(scores, key=lambda key: (-scores[key], key))


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
