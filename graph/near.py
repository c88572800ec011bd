"""Which existing name was probably meant by one that does not exist."""

from __future__ import annotations

import re
from collections.abc import Iterable
from unicodedata import normalize

from rapidfuzz.distance import OSA

from noteweave.graph import names

_MARKS = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_LONG_ENOUGH = 5
"""Letters from which one wrong letter in an alphabetic name is a slip rather than another word."""
_LONG_ENOUGH_WIDE = 7
"""The same for scripts in which one character is a syllable or a word."""


class NearNames:
    """Names of notes, asked for the one that differs from a given name by a slip.

    A slip is: other punctuation, spaces or width (`Tea-House`, `Tea House`, `Ｔea House`), or one
    letter added, dropped, changed or swapped with its neighbour. Digits are never a slip: `Week 12`
    is not `Week 13`. Two names that are one edit apart share their beginning or their end, so each
    name is filed under both halves and a question looks at a handful.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._squashed: dict[str, list[str]] = {}
        self._halves: dict[tuple[str, int, bool], list[tuple[str, str]]] = {}
        for path in paths:
            name = names.key(names.stem(path))
            self._squashed.setdefault(_squash(name), []).append(path)
            if len(name) < _LONG_ENOUGH - 1:
                continue
            middle = len(name) // 2
            for half, first in ((name[:middle], True), (name[middle:], False)):
                self._halves.setdefault((half, len(name), first), []).append((name, path))

    def near(self, name: str) -> list[str]:
        """Return the paths of the notes whose name was probably meant, in order."""
        wanted = names.key(name)
        squashed = _squash(wanted)
        found = self._squashed.get(squashed, ()) if len(squashed) > 1 else ()
        return sorted(set(found or self._one_edit(wanted)))

    def _one_edit(self, wanted: str) -> Iterable[str]:
        if len(wanted) < _enough(wanted):
            return
        for length in range(len(wanted) - 1, len(wanted) + 2):
            middle = length // 2
            tail = wanted[len(wanted) - (length - middle) :]
            for half, first in ((wanted[:middle], True), (tail, False)):
                for name, path in self._halves.get((half, length, first), ()):
                    if _is_slip(wanted, name):
                        yield path


def _squash(name: str) -> str:
    return _MARKS.sub("", normalize("NFKC", name))


def _enough(name: str) -> int:
    return _LONG_ENOUGH if name.isascii() or max(name) < "\u0600" else _LONG_ENOUGH_WIDE


def _is_slip(wanted: str, name: str) -> bool:
    return _DIGITS.findall(wanted) == _DIGITS.findall(name) and (
        OSA.distance(wanted, name, score_cutoff=1) == 1
    )
