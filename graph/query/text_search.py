"""Find words in the text of one note, and the line that holds most of them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple
from unicodedata import combining

from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.parsing.positions import count_lines, with_newlines
from noteweave.vault.text_index import fold

_ANYWHERE = re.compile(
    "[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff]"
)
"""A character of a script in which words are not separated, or are joined (Korean)."""
_JAMO = range(0x1160, 0x1200)
"""Vowels and final consonants of Korean that are not composed."""


class Found(NamedTuple):
    """The best line of a text that holds all words."""

    line: int
    column: int
    """The place of the first of the words in this line, from 1."""
    start: int
    end: int
    """The same place in characters from the beginning of the text."""
    words: int
    """How many of the words are in this line."""
    together: bool
    """Whether they stand there next to each other, as in the query."""
    places: int
    """In how many lines a word stands."""


class Words(NamedTuple):
    """What a query looks for, folded."""

    plain: tuple[str, ...]
    """Words, and phrases of several words with one space between them."""
    tags: tuple[str, ...] = ()
    """How a word of a tag begins."""

    @property
    def whole(self) -> str:
        """The plain words as one phrase."""
        return " ".join(self.plain)

    @staticmethod
    def at(text: str, word: str) -> int:
        """Return where a word of a folded text begins with `word`, or -1."""
        place = text.find(word)
        while place >= 0:
            before = text[place - 1] if place else " "
            if not before.isalnum() or _ANYWHERE.match(text[place]):
                return place
            place = text.find(word, place + 1)
        return -1

    @staticmethod
    def begins(text: str, word: str) -> bool:
        """Whether a word of a folded text begins with `word`."""
        return bool(word) and Words.at(text, word) >= 0

    def all_in(self, text: str) -> str:
        """Return how a short text compares with the words: exact, prefix, word; "" if not all
        words are in it.
        """
        folded = " ".join(fold(text).split())
        if not all(self.begins(folded, word) for word in self.plain):
            return ""
        if folded == self.whole:
            return "exact"
        return "prefix" if folded.startswith(self.whole) else "word"


def search_text(text: str, words: Words) -> Found | None:
    """Return the best line of a note's text, its frontmatter left out; None: a word is missing.

    A line is better with more of the words, then with all of them next to each other, then the
    earlier one.
    """
    begin = body_start(text)
    body = with_newlines(text[begin:])
    folded = fold(body)
    if not all(word in folded for word in words.plain):
        return None
    missing = set(words.plain)
    best: tuple[int, bool, int, int, str] | None = None
    places = offset = 0
    for line, given in zip(folded.split("\n"), body.split("\n"), strict=True):
        held = [(at, word) for word in words.plain if (at := Words.at(line, word)) >= 0]
        if held:
            places += 1
            missing.difference_update(word for _, word in held)
            together = (at := Words.at(line, words.whole)) >= 0
            if best is None or (len(held), together) > best[:2]:
                first, word = (at, words.whole) if together else min(held)
                start, end = _original(given, line, first, first + len(word))
                best = len(held), together, offset + start, offset + end, given
        offset += len(given) + 1
    if missing or best is None:
        return None
    count, together, start, end, _ = best
    line_begin = body.rfind("\n", 0, start) + 1
    number = count_lines(text[:begin]) + body.count("\n", 0, start) + 1
    return Found(
        number, start - line_begin + 1, begin + start, begin + end, count, together, places
    )


def _original(given: str, folded: str, start: int, end: int) -> tuple[int, int]:
    """Return the range of a line that was folded to a range of the folded line."""
    same = len(given) == len(folded) and fold(given[start:end]) == folded[start:end]
    if same:  # nearly always, and many times faster than going through the line
        return start, end
    place = offset = 0
    first = last = -1
    for cluster in _clusters(given):
        length = len(fold(cluster))
        if first < 0 and place + length > start:
            first = offset
        place, offset = place + length, offset + len(cluster)
        if last < 0 and place >= end:
            last = offset
    if place != len(folded) or first < 0 or last <= first:
        return 0, len(given)
    return first, last


def _clusters(text: str) -> Iterator[str]:
    """Yield each character with the marks that follow it: they are folded together."""
    begin = 0
    for place in range(1, len(text)):
        if not combining(text[place]) and ord(text[place]) not in _JAMO:
            yield text[begin:place]
            begin = place
    if text:
        yield text[begin:]
