"""Find the names of notes in a text.

One Aho-Corasick search finds all names of the vault at once. This module defines what counts as a
name and where a word begins and ends.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from noteweave.graph import names
from noteweave.graph.mentions.folding import folded

MAX_NAME = 120
"""Length of the longest name that is searched for."""

_SPACES = re.compile(r"\s+")
_GLUE = frozenset("-_/\\.@#&=+~$%^*")
"""Characters that join a word to the next: `self-made`, `user@host`, `a/b.md`, `#tag`."""
_PREFIXES = frozenset("#@/\\$")
"""Characters that make the word after them a tag, handle or path, whatever precedes them."""
_APOSTROPHES = "'’"
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff"
    r"\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00016fe0-\U00018aff"
    r"\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer …"""
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")


CACHED = 1 << 16
"""Pairs of characters for which it is cached whether a word may begin or end between them."""


class Match(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    name: int
    """Its index in `NameMatcher.names`."""


class NameMatcher:
    """Searches a text for all names of a vault at once."""

    def __init__(self, owners: Iterable[tuple[str, str]]) -> None:
        """`owners` are pairs of a name and the path of the note it belongs to."""
        paths: dict[str, dict[str, None]] = {}
        spellings: dict[str, str] = {}
        for name, path in owners:
            wanted = names.key(_SPACES.sub(" ", name).strip())
            if is_name(wanted):
                paths.setdefault(wanted, {})[path] = None
                spellings.setdefault(wanted, name)
        self.names = sorted(paths)
        """Folded."""
        self.spellings = [spellings[name] for name in self.names]
        """As written in the note or its path."""
        self.paths = [tuple(sorted(paths[name])) for name in self.names]
        """The paths of the notes that have each name."""
        self._search = AhoCorasick(self.names)

    def find(self, text: str) -> list[Match]:
        """Find the names in a text: whole words, the longest where names overlap."""
        plain, back = folded(text)
        matches = self._search.find_matches_as_indexes(plain, overlapping=True)
        whole = [m for m in matches if _may_begin(plain, m[1]) and _may_end(plain, m[2])]
        whole.sort(key=lambda m: (m[1], -m[2]))
        found, last = [], 0
        for name, start, end in whole:
            if start >= last:
                found.append(Match(*back(start, end), name))
                last = end
        return found


def is_name(name: str) -> bool:
    """Return whether a (folded) name is worth searching for: at least three letters, or two
    characters of a script without spaces; not just a number or date."""
    if len(name) > MAX_NAME:
        return False
    letters = sum(char.isalpha() for char in name)
    return letters >= 3 or (letters >= 2 and is_dense(name))


def is_dense(name: str) -> bool:
    """Return whether a name has characters of a script without spaces between words."""
    return bool(_DENSE.search(name) or _HANGUL.search(name))


def _may_begin(text: str, at: int) -> bool:
    """Return whether a word may begin at this position."""
    if at == 0:
        return True
    begins = _begins(text[at - 1 : at + 1])
    return not (at > 1 and _is_word(text[at - 2])) if begins is None else begins


@lru_cache(CACHED)
def _begins(around: str) -> bool | None:
    """Return whether a word may begin between two characters; None: if no word ends before."""
    before, first = around[0], around[1]
    if not _is_word(first):
        return True
    if _is_word(before):
        return bool(_DENSE.match(before) or _DENSE.match(first))
    if before in _PREFIXES:
        return False
    return None if before in _GLUE else True


def _may_end(text: str, at: int) -> bool:
    """Return whether a word may end at this position."""
    if at == len(text):
        return True
    ends = _ends(text[at - 1 : at + 1])
    if ends is not None:
        return ends
    following = text[at + 1 : at + 3]
    if text[at] in _APOSTROPHES:  # Alice's, not don't
        return not following[:1].isalpha() or (following[0] == "s" and not following[1:].isalpha())
    return not following or not _is_word(following[0])


@lru_cache(CACHED)
def _ends(around: str) -> bool | None:
    """Return whether a word may end between two characters; None: it depends on what follows."""
    last, after = around[0], around[1]
    if not _is_word(last):
        return True
    if _is_word(after):
        # a Korean particle follows its noun without a space
        return bool(_DENSE.match(after) or _DENSE.match(last) or _HANGUL.match(after))
    return None if after in _GLUE or after in _APOSTROPHES else True


@lru_cache(CACHED)
def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
