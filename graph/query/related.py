"""Find the notes related to a note: by their links, texts, names and folders."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Mapping, Sequence
from math import log, sqrt
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph.schema import NodeKind

if TYPE_CHECKING:
    from noteweave.graph.query.link_index import LinkIndex
    from noteweave.vault.text_index import Similar


FUSION = 5
"""Larger values make the first ranks of each ranking count less."""
ALIKE = 30
"""Notes with similar texts whose links are taken as examples."""
RANKED = 200
"""Notes of each ranking that are combined."""
_RETURNED = (NodeKind.NOTE, NodeKind.TOPIC, NodeKind.CANVAS)


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
    index: LinkIndex,
    key: str,
    text: str,
    similar: Sequence[Similar],
    *,
    linked: bool = False,
    limit: int | None = None,
) -> list[Related]:
    """Return the notes related to a note by neighbours, text and names together, best first.

    Five rankings are combined, each of which finds links that the others miss: paths of three
    links (`_by_paths`), what notes with similar texts are linked with (`_by_example`), `similar`
    itself, the notes whose names occur in the text (`LinkIndex.named_in`), and the folders of the
    linked notes (`_by_folder`). A note scores 1 / (`FUSION` + its rank) in each (reciprocal rank
    fusion: Cormack, Clarke, Büttcher, 2009).

    Args:
        index: the links and names of the graph.
        key: of the note.
        text: of the note.
        similar: notes with similar texts, best first, from `noteweave.vault.text_index`.
        linked: whether to include notes that are linked with it; without them the others have
            better ranks.
        limit: the number of notes to return; None: all.

    Raises:
        KeyError: the graph has no such note.
    """
    note = index.numbers[key]
    left_out = {note} if linked else {note, *index.links[note]}
    texts = {index.numbers[one.path]: one.score for one in similar if one.path in index}
    rankings = {
        "paths": _ranked(_by_paths(index, note), left_out),
        "examples": _ranked(_by_example(index, note, similar), left_out),
        "text": [other for other in texts if other not in left_out][:RANKED],
        "name": _ranked(index.named_in(text), left_out),
        "folder": _ranked(_by_folder(index, note), left_out),
    }
    scores, best = _fused(rankings)
    common = _InCommon(index, note)
    rest = (other for other in common.ranking() if other not in left_out)
    for rank, other in enumerate(rest):
        scores.setdefault(other, 1 / (FUSION + RANKED + rank))  # after all others
    returned = [other for other in scores if index.kind(other) in _RETURNED]
    return [
        common.related(other)._replace(
            similarity=round(texts.get(other, 0.0), 4),
            way=best.get(other, (0, "neighbors"))[1],
        )
        for other in sorted(sorted(returned), key=scores.__getitem__, reverse=True)[:limit]
    ]


def related(index: LinkIndex, key: str) -> list[Related]:
    """Return the notes and topics that share a neighbour with a node, most related first.

    `adamic_adar` is Adamic and Adar's measure ("Friends and neighbors on the Web", 2003): sharing
    a neighbour with few links counts more than sharing one with many. `cited_together` is
    co-citation (Small: "Co-citation in the scientific literature", 1973). Daily notes and tags
    count as neighbours; only notes, topics and canvases are returned.

    Raises:
        KeyError: the graph has no such node.
    """
    common = _InCommon(index, index.numbers[key])
    return [common.related(other) for other in common.ranking() if index.kind(other) in _RETURNED]


class _InCommon:
    """What other nodes have in common with a node: neighbours, and notes that link to both."""

    def __init__(self, index: LinkIndex, note: int) -> None:
        self._index, self._note = index, note
        links = index.links
        self._neighbors = sorted(links[note], key=lambda between: (len(links[between]), between))
        """The one with the fewest neighbours first."""
        self._linking = {one for one in self._neighbors if index.has_link(one, note)}

    def ranking(self) -> list[int]:
        """Return the nodes that share a neighbour, most related first."""
        links = self._index.links
        scores: defaultdict[int, float] = defaultdict(float)
        cited: Counter[int] = Counter()
        for between in self._neighbors:
            around = [other for other in links[between] if other != self._note]
            for other in around:  # if there is any, the logarithm is not 0
                scores[other] += 1 / log(len(links[between]))
            if between in self._linking:
                cited.update(self._index.targets(between))
        return sorted(scores, key=lambda other: (-scores[other], -cited[other], other))

    def related(self, other: int) -> Related:
        """Return one node with all that it has in common."""
        index, keys = self._index, self._index.keys
        around = {*index.links[other]}
        shared = [between for between in self._neighbors if between in around]
        together = [b for b in shared if b in self._linking and index.has_link(b, other)]
        together.sort(key=lambda between: (index.edges[between], between))
        return Related(
            keys[other],
            sum(1 / log(len(index.links[between])) for between in shared),
            tuple(keys[between] for between in shared),
            tuple(keys[between] for between in together),
            self._note in around,
        )


def _ranked(scores: Mapping[int, float], left_out: Collection[int]) -> list[int]:
    allowed = sorted(other for other in scores if other not in left_out)
    return sorted(allowed, key=scores.__getitem__, reverse=True)[
        :RANKED
    ]  # equal ones stay in order


def _fused(
    rankings: Mapping[str, list[int]],
) -> tuple[defaultdict[int, float], dict[int, tuple[int, str]]]:
    """Return the score of each node over all rankings, and its best rank and ranking."""
    scores: defaultdict[int, float] = defaultdict(float)
    best: dict[int, tuple[int, str]] = {}
    for way, ranking in rankings.items():
        for rank, other in enumerate(ranking):
            scores[other] += 1 / (FUSION + rank)
            best[other] = min(best.get(other, (rank, way)), (rank, way), key=lambda one: one[0])
    return scores, best


def _by_paths(index: LinkIndex, note: int) -> dict[int, float]:
    """Score nodes by the paths of three links that lead to them.

    A path a-u-v-b counts 1 / sqrt(links of u * links of v) (L3: Kovács and others, "Network-based
    prediction of protein interactions", 2019). Notes with the same neighbours are of one kind, as
    two records are that name one label; what is missing is often the link to a note of the other
    kind, which a neighbour's neighbours are not, but the neighbours of a similar note are.
    """
    links = index.links
    second: defaultdict[int, float] = defaultdict(float)
    for between in links[note]:
        around = links[between]
        for other in around:
            if other != note:
                second[other] += 1 / sqrt(len(around) * len(links[other]))
    scores: defaultdict[int, float] = defaultdict(float)
    for other, weight in second.items():
        for end in links[other]:
            scores[end] += weight
    scores.pop(note, None)
    return scores


def _by_example(index: LinkIndex, note: int, similar: Sequence[Similar]) -> dict[int, float]:
    """Score nodes by the notes with similar texts that are linked with them.

    Each note counts its similarity, divided by the square root of the number of links of the node
    that is scored: what everything is linked with is no example.
    """
    links, own = index.links, index.keys[note]
    scores: defaultdict[int, float] = defaultdict(float)
    alike = [one for one in similar if one.path != own and one.path in index]
    for one in alike[:ALIKE]:
        for other in links[index.numbers[one.path]]:
            scores[other] += one.score / sqrt(len(links[other]))
    return scores


def _by_folder(index: LinkIndex, note: int) -> dict[int, float]:
    """Score notes by how many of the linked notes, and the note itself, share their folder.

    Within a folder those with most links come first.
    """
    folders = Counter(index.folder(other) for other in [note, *index.links[note]])
    del folders[""]  # topics, and notes that are in no folder
    if not folders:
        return {}
    size = len(index)
    return {
        other: folders[folder] + len(index.links[other]) / (size + 1)
        for other in range(size)
        if index.kind(other) == NodeKind.NOTE and (folder := index.folder(other)) in folders
    }
