"""Normalise text for comparing (NFC, case folded) and map positions back to the original text."""

from __future__ import annotations

import re
import unicodedata
from array import array
from collections.abc import Callable

from noteweave.graph.names import key

_WORD = re.compile(r"\S+|\s")


def folded(text: str) -> tuple[str, Callable[[int, int], tuple[int, int]]]:
    """Fold a text for comparing; white space becomes plain spaces.

    Returns the folded text, and a function that maps a range in it to the range in `text` (whole
    characters: the `ss` of a folded `ß` is mapped to the `ß`).
    """
    plain = text.casefold() if unicodedata.is_normalized("NFC", text) else ""
    if len(plain) == len(text):  # folding never shortens a text: positions are the same
        return _spaced(plain), lambda start, end: (start, end)
    return _folded_by_word(text)


def _spaced(text: str) -> str:
    """Replace all usual white space by spaces; faster than `str.translate`."""
    for space in "\n\r\t\u00a0\u3000":
        text = text.replace(space, " ")
    return text


def _folded_by_word(text: str) -> tuple[str, Callable[[int, int], tuple[int, int]]]:
    """Fold a text in which some characters change their number; only their words are split."""
    parts: list[str] = []
    starts, ends = array("q"), array("q")
    for match in _WORD.finditer(text):
        word, at = match[0], match.start()
        plain = key(word)
        if len(plain) == len(word) and unicodedata.is_normalized("NFC", word):
            places = range(at, at + len(word))
            parts.append(plain)
            starts.extend(places)
            ends.extend(place + 1 for place in places)
            continue
        for cluster in _CLUSTER.finditer(word):
            plain = key(cluster[0])
            parts.append(plain)
            starts.extend([at + cluster.start()] * len(plain))
            ends.extend([at + cluster.end()] * len(plain))
    plain = _spaced("".join(parts))
    return plain, lambda start, end: (starts[start], ends[end - 1])


_CLUSTER = re.compile(
    r".[\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    r"\u0900-\u0903\u093a-\u094f\u09bc-\u09cd\u0b3e\u0b57\u0bbe\u0bd7\u0cbc-\u0cd6\u0d3e\u0d57\u0dca-\u0ddf"
    r"\u0f71-\u0f84\u102e\u1160-\u11ff\u1b35\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f]*",
    re.DOTALL,
)
"""A character and those that NFC may merge with it: marks, later letters of a Hangul syllable."""
