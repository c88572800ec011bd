"""A full-text index of a vault's notes in SQLite, kept in the cache: similar notes, and search.

A note's terms are its words and, in scripts without spaces, each pair of neighbouring characters.
Notes that have changed since the last time are indexed again.
"""

from __future__ import annotations

import os
import re
import sqlite3
import time
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from math import log
from operator import add
from typing import NamedTuple, Protocol
from unicodedata import normalize

from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import FileKind
from noteweave.vault.vault import Vault

QUERY_TERMS = 60
"""Terms of a note that are searched: those with the highest TF-IDF weight."""
MAX_TERM = 40
"""Characters of a term; longer ones are addresses and codes, single letters are left out too."""

_DENSE = "\u2e80-\u2fff\u3005-\u3007\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_DENSE}]+|[^\W_{_DENSE}]+")
_LONG_WORD = re.compile(r"[^\W_]{2,}")
_IS_DENSE = re.compile(rf"[{_DENSE}]")
_UNINDEXED = re.compile("[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\ua000-\ua4cf\uac00-\ud7a3]")
_URL = re.compile(r"[a-z][a-z0-9+.-]*://\S+", re.IGNORECASE)
_ACCENTS = re.compile("[\u0300-\u036f]+")
_VERSION = 3
"""`PRAGMA user_version` of the database; another one has other terms and is not used."""
_DROP = """
DROP TABLE IF EXISTS vocabulary; DROP TABLE IF EXISTS texts; DROP TABLE IF EXISTS notes;
DROP TABLE IF EXISTS frequencies; DROP TABLE IF EXISTS state;
"""
_SCHEMA = f"""
PRAGMA user_version = {_VERSION};
CREATE TABLE IF NOT EXISTS notes (id INTEGER PRIMARY KEY, path TEXT UNIQUE, stamp TEXT);
CREATE VIRTUAL TABLE IF NOT EXISTS texts USING fts5(
  terms, tokenize="unicode61 remove_diacritics 0"
);
CREATE TABLE IF NOT EXISTS frequencies (term TEXT PRIMARY KEY, notes INTEGER) WITHOUT ROWID;
CREATE TABLE IF NOT EXISTS state (changed TEXT);
"""


class Similar(NamedTuple):
    """A note with words in common with another text."""

    path: str
    score: float
    """BM25, larger is more similar."""


def fold(text: str) -> str:
    """Return a text without differences of case, composition, width and accents.

    The search of the graph page folds in the same way (`data/normalize.js`).

    >>> fold("Ｃafé GROẞ")
    'cafe gross'
    """
    if text.isascii():
        return text.lower()
    bare = normalize("NFC", _ACCENTS.sub("", normalize("NFKD", text)))
    return bare.lower().replace("ß", "ss")


def terms(text: str) -> list[str]:
    """Return the terms of a text in order, folded; addresses (URLs) are left out.

    >>> terms("The Kettle: 水壶响了")
    ['the', 'kettle', '水壶', '壶响', '响了']
    """
    return [term for term in _split(fold(_URL.sub(" ", text))) if len(term) <= MAX_TERM]


def _split(folded: str) -> list[str]:
    if not _IS_DENSE.search(folded):
        return _LONG_WORD.findall(folded)
    found: list[str] = []
    for word in _WORD.findall(folded):
        if not _IS_DENSE.match(word):
            if len(word) > 1:
                found.append(word)
        elif len(word) == 1:
            found.append(word)
        else:
            found += map(add, word, word[1:])
    return found


def _indexed(text: str) -> list[str]:
    """Return the terms by which a text can be found: with those of addresses, long ones cut."""
    return [term[:MAX_TERM] for term in _split(fold(text))]


class TextIndex:
    """An index of texts by their path."""

    def __init__(self, place: str = ":memory:") -> None:
        """`place` is the file of the database; by default it is kept in memory.

        Raises:
            sqlite3.Error: the file is damaged or cannot be written.
        """
        self.place = place
        if place != ":memory:":
            os.makedirs(os.path.dirname(place), exist_ok=True)
        # a server asks it from several threads, one after the other
        self._database = sqlite3.connect(place, check_same_thread=False)
        (version,) = self._database.execute("PRAGMA user_version").fetchone()
        self._database.executescript(_SCHEMA if version == _VERSION else _DROP + _SCHEMA)

    def update(self, stamps: Mapping[str, str], texts: Iterable[tuple[str, str]]) -> None:
        """Replace texts, and remove those whose path has no stamp.

        Args:
            stamps: what changes whenever a text does, by path.
            texts: path and text of those that `outdated` returned.
        """
        with self._database as database:
            known = dict(database.execute("SELECT path, id FROM notes"))
            changes: Counter[str] = Counter()
            for path in known.keys() - stamps.keys():
                self._remove(known[path], changes)
                database.execute("DELETE FROM notes WHERE id = ?", (known[path],))
            for path, text in texts:
                if path in known:
                    self._remove(known[path], changes)
                row = known.get(path), path, stamps[path]
                number = database.execute("REPLACE INTO notes VALUES (?, ?, ?)", row).lastrowid
                words = _indexed(text)
                changes.update({*words})
                inserted = number, " ".join(words)
                database.execute("INSERT INTO texts(rowid, terms) VALUES (?, ?)", inserted)
            self._count(changes)

    def _remove(self, number: int, changes: Counter[str]) -> None:
        (words,) = self._database.execute(
            "SELECT terms FROM texts WHERE rowid = ?", (number,)
        ).fetchone() or ("",)
        changes.subtract({*words.split()})
        self._database.execute("DELETE FROM texts WHERE rowid = ?", (number,))

    def _count(self, changes: Counter[str]) -> None:
        """Change the numbers of notes that have each term."""
        if not changes:
            return
        self._database.executemany(
            "INSERT INTO frequencies VALUES (?, ?) "
            "ON CONFLICT (term) DO UPDATE SET notes = notes + excluded.notes",
            sorted((term, count) for term, count in changes.items() if count),
        )
        self._database.execute("DELETE FROM frequencies WHERE notes <= 0")
        self._database.execute("DELETE FROM state")
        self._database.execute("INSERT INTO state VALUES (?)", (str(time.time_ns()),))

    @property
    def state(self) -> str:
        """What is different after each change of the index; "" if it is empty."""
        (changed,) = self._database.execute("SELECT changed FROM state").fetchone() or ("",)
        return str(changed)

    def outdated(self, stamps: Mapping[str, str]) -> list[str]:
        """Return the paths whose text is not in the index, or not as it is now."""
        known = dict(self._database.execute("SELECT path, stamp FROM notes"))
        return [path for path, stamp in stamps.items() if known.get(path) != stamp]

    def similar(self, text: str, limit: int) -> list[Similar]:
        """Return the paths of the texts most similar to a text, by BM25 over its best terms."""
        return self.with_terms(self.best_terms(text), limit)

    def with_terms(self, terms: Iterable[str], limit: int) -> list[Similar]:
        """Return the paths of the texts with most of some terms, by BM25."""
        query = " OR ".join(f'"{term}"' for term in terms)
        if not query:
            return []
        rows = self._database.execute(
            "SELECT path, -rank FROM texts JOIN notes ON notes.id = texts.rowid "
            "WHERE texts MATCH ? ORDER BY rank, path LIMIT ?",
            (query, limit),
        )
        return [Similar(path, score) for path, score in rows]

    def each(self) -> Iterator[tuple[str, str]]:
        """Yield path and terms of each text, by path; there is a space between terms."""
        rows = self._database.execute(
            "SELECT path, terms FROM texts JOIN notes ON notes.id = texts.rowid ORDER BY path"
        )
        yield from rows

    def frequencies(self, most: int) -> dict[str, int]:
        """Return the number of texts that have each term, of those in two texts to `most`."""
        found = self._database.execute(
            "SELECT term, notes FROM frequencies WHERE notes BETWEEN 2 AND ?", (most,)
        )
        return dict(found)

    def holding(self, words: Iterable[str]) -> Sequence[str] | None:
        """Return the paths of the texts that may hold all words; the others certainly do not.

        Args:
            words: folded; a text holds one if one of its words begins with it, or if it is in a
                script without spaces and stands anywhere.

        Returns:
            Sorted paths; None: the index cannot tell for any of the words.
        """
        query = " AND ".join(dict.fromkeys(f'"{term}" *' for term in _certain(words)))
        if not query:
            return None
        rows = self._database.execute(
            "SELECT path FROM texts JOIN notes ON notes.id = texts.rowid "
            "WHERE texts MATCH ? ORDER BY path",
            (query,),
        )
        return [path for (path,) in rows]

    def best_terms(self, text: str, limit: int = QUERY_TERMS) -> list[str]:
        """Return the terms of a text that other texts have too, by their TF-IDF weight."""
        (total,) = self._database.execute("SELECT count(*) FROM notes").fetchone()
        weights = {}
        for term, count in Counter(terms(text)).items():
            found = self._database.execute("SELECT notes FROM frequencies WHERE term = ?", (term,))
            (documents,) = found.fetchone() or (0,)
            if 1 < documents <= max(2, total / 2):
                weights[term] = (1 + log(count)) * log(total / documents)
        return sorted(weights, key=lambda term: (-weights[term], term))[:limit]

    def close(self) -> None:
        """Close the database."""
        self._database.close()


def _certain(words: Iterable[str]) -> Iterator[str]:
    """Yield the terms that are in the index of every text that holds the words.

    Not single characters, which are not indexed or only the first of a pair, and not parts of
    scripts whose words are neither separated nor indexed as pairs (Korean, Thai, Lao, Khmer).
    """
    for word in words:
        if _UNINDEXED.search(word):
            continue
        for term in _split(word):
            if len(term) > 1:
                yield term[:MAX_TERM]


def open_index(vault: Vault) -> TextIndex:
    """Return the index of a vault's notes, up to date; in memory if the cache is not usable."""
    stamps = {
        path: f"{vault.files[path].size} {vault.files[path].mtime_ns}"
        for path in vault.notes
        if vault.files[path].kind is FileKind.NOTE and not vault.files[path].excluded
    }
    if vault.cache is not None:
        with suppress(sqlite3.Error, OSError):
            return _updated(TextIndex(vault.cache.texts), vault, stamps)
    return _updated(TextIndex(), vault, stamps)


def holding(vault: Vault, words: Sequence[str]) -> Sequence[str] | None:
    """Return the notes of a vault that may hold all words; None: any of them may.

    A vault so small that it has no cache is not indexed: reading its notes is faster.
    """
    if vault.cache is None:
        return None
    index = open_index(vault)
    try:
        return index.holding(words)
    finally:
        index.close()


def _updated(index: TextIndex, vault: Vault, stamps: Mapping[str, str]) -> TextIndex:
    paths = index.outdated(stamps)
    index.update(stamps, ((path, body_of(vault, path)) for path in paths))
    return index


class Texts(Protocol):
    """Something that has the texts of notes."""

    def text(self, path: str) -> str:
        """Return the text of a note by its vault path."""


def body_of(vault: Texts, path: str) -> str:
    """Return the name and the text of a note, without its frontmatter."""
    text = vault.text(path)
    name = path.rpartition("/")[2].rpartition(".")[0]
    return f"{name}\n{text[body_start(text) :]}"
