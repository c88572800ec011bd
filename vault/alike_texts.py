"""The most similar texts of every text at once, for a page that cannot ask the full-text index.

BM25 as in `vault.text_index`, but with fewer terms of each text, and none that many texts have: so
the time grows with the number of texts and not with its square.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from heapq import nlargest
from math import log

from noteweave.vault.text_index import TextIndex, open_index
from noteweave.vault.vault import Vault

MOST = 8
"""Similar texts that are returned for each text."""
LARGEST = 12_000
"""Notes of a vault up to which its texts are compared.

With 10,000 notes of 480 words it takes 2.5 s of processor time, an eighth of what a build takes,
and 85 MB, in a process beside the layout; the first time, the index takes four times as long.
Both grow with the number of notes: very large vaults are built without.
"""
QUERY_TERMS = 30
"""Terms of each text that are looked for in the others: those with the highest TF-IDF weight."""
COMMON = 100
"""Texts that may share a term; a more frequent one says little about any of them."""
_K1, _B = 1.2, 0.75
"""Parameters of BM25, as in SQLite's FTS5."""


def similar_texts(vault: Vault) -> dict[str, list[str]]:
    """Return the notes with the most similar texts of each note, by path; none if it is too large.

    The one source of what the page knows of texts, however the page is made.
    """
    if len(vault.notes) > LARGEST:
        return {}
    index = open_index(vault)
    try:
        return alike(index)
    finally:
        index.close()


def alike(index: TextIndex, most: int = MOST) -> dict[str, list[str]]:
    """Return the names of the most similar texts of each text of an index, the best first."""
    return alike_texts(index.each(), index.frequencies(COMMON), most)


def alike_texts(
    texts: Iterable[tuple[str, str]], frequencies: Mapping[str, int], most: int
) -> dict[str, list[str]]:
    """Return the names of the most similar texts of each text, the most similar first.

    Args:
        texts: name and terms of each, with a space between terms.
        frequencies: the number of texts that have each term; terms that are not in it count only
            for the length of a text.
        most: how many are returned for each.
    """
    names, lengths, counts = [], [], []
    for name, text in texts:
        terms = text.split(" ")
        names.append(name)
        lengths.append(len(terms))
        counts.append(Counter(filter(frequencies.__contains__, terms)))
    rarity = {term: log(len(names) / users) for term, users in frequencies.items()}
    average = sum(lengths) / len(lengths) if lengths else 0.0
    scored: defaultdict[str, list[tuple[int, float]]] = defaultdict(list)
    for number, count in enumerate(counts):
        norm = _K1 * (1 - _B + _B * lengths[number] / average)
        for term, n in count.items():
            scored[term].append((number, rarity[term] * n * (_K1 + 1) / (n + norm)))
    found = {}
    for number, count in enumerate(counts):
        weights = {term: (1 + log(n)) * rarity[term] for term, n in count.items()}
        scores: defaultdict[int, float] = defaultdict(float)
        for term in sorted(weights, key=lambda term: (-weights[term], term))[:QUERY_TERMS]:
            for other, score in scored[term]:
                scores[other] += score
        scores.pop(number, None)
        best = nlargest(most, ((score, -other) for other, score in scores.items()))
        found[names[number]] = [names[-other] for _, other in best]
    return found
