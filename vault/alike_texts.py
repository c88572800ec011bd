"""The most similar texts of every text at once, for a page that cannot ask the full-text index.

BM25 as in `vault.text_index`, but with fewer terms of each text, and none that many texts have: so
the time grows with the number of texts and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from math import log

QUERY_TERMS = 30
"""Terms of each text that are looked for in the others: those with the highest TF-IDF weight."""
COMMON = 100
"""Texts that may share a term; a more frequent one says little about any of them."""
_K1, _B = 1.2, 0.75
"""Parameters of BM25, as in SQLite's FTS5."""


def alike_texts(texts: Iterable[tuple[str, Sequence[str]]], most: int) -> dict[str, list[str]]:
    """Return the names of the most similar texts of each text, the most similar first.

    Args:
        texts: name and terms of each.
        most: how many are returned for each.
    """
    counts = {name: Counter(terms) for name, terms in texts}
    lengths = {name: count.total() for name, count in counts.items()}
    average = sum(lengths.values()) / len(lengths) if lengths else 0.0
    users: defaultdict[str, list[str]] = defaultdict(list)
    for name in sorted(counts):
        for term in counts[name]:
            users[term].append(name)
    rarity = {
        term: log(len(counts) / len(names))
        for term, names in users.items()
        if 1 < len(names) <= COMMON
    }
    found = {}
    for name, count in counts.items():
        weights = {term: (1 + log(n)) * rarity[term] for term, n in count.items() if term in rarity}
        best = sorted(weights, key=lambda term: (-weights[term], term))[:QUERY_TERMS]
        scores: defaultdict[str, float] = defaultdict(float)
        for term in best:
            for other in users[term]:
                n, long = counts[other][term], lengths[other] / average
                scores[other] += rarity[term] * n * (_K1 + 1) / (n + _K1 * (1 - _B + _B * long))
        scores.pop(name, None)
        found[name] = sorted(scores, key=lambda other: (-scores[other], other))[:most]
    return found
