"""Find the existing name that was probably meant by a name without a note."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import cached_property, lru_cache
from typing import Any
from unicodedata import category, normalize

from noteweave.graph import names

_TWO_WORDS = re.compile(r"\w[\W_]+\w")
_DIGITS = re.compile(r"\d+")
# Each begins with what it matches and looks back from there: that makes a search in long text four
# times as fast as one that first looks back at every character.
_BETWEEN_DIGITS = re.compile(r"[-.,:·–](?<=\d.)(?=\d)")
_AND = re.compile(r"and(?<=\band)\b|[和与與及]")
_ASCII_MARKS = re.compile(r"[\s\-_.,:;'\"()\[\]{}]+|[!?](?<![!?][!?])(?![!?])")
_SIGN_AT_END = re.compile(r" [!-/:-@\[-`{-~]$")
"""`Haskell -` is about the sign."""
_BORDER = "\x01"
"""Separates names that are processed as one text."""
_SIGNS = "#%&*@\\/"
"""Punctuation that distinguishes names, like mathematical signs: `C#` is not `C`."""
_CACHED = 20_000
"""Upper limit of cached names: the same unwritten topic is linked many times."""
_SWAP, _OMISSION = 8, 12
"""Least letters of an alphabetic name for two swapped letters, or one added or left out.

In real vaults shorter names, and one letter for another, are far more often other words than typing
errors: Laser and Layer, Flash and Flask, Continent and Contingent."""


class SimilarNames:
    """Names of notes; finds those that differ from a given name by a typing error.

    Typing errors are: other punctuation, spaces, width or a missing emoji (`Tea-House`, `🫖 Tea
    House`); the plural of two or more words; and, in a long alphabetic name, two swapped letters or
    one added or left out. Other digits are not (`Week 12` is not `Week 13`), nor is another Chinese
    character. Two names that are one edit apart share their first or their second half, so names of
    one length are sorted by either half, and a lookup compares few names.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = list(paths)
        self._names = names.keys(names.stem(path) for path in self._paths)
        self._alike: dict[str, list[int] | int] = {}
        self._halves: dict[int, tuple[array[int], array[int]]] = {}
        self._cached_find: Callable[[str], list[str]] = lru_cache(_CACHED)(self._find)
        for n, letters in enumerate(letters_of(self._names)):
            first = self._alike.setdefault(letters, n)  # nearly always one name only
            if isinstance(first, list):
                first.append(n)
            elif first != n:
                self._alike[letters] = [first, n]

    def _path(self, one: int) -> str:
        """Return the path of a name, given by its number."""
        return self._paths[one]

    def _name(self, one: int) -> str:
        """Return a folded name, given by its number."""
        return self._names[one]

    @cached_property
    def _by_length(self) -> dict[int, array[int]]:
        """The names by their length, which only an alphabetic name needs."""
        found: dict[int, array[int]] = {}
        for n, name in enumerate(self._names):
            if len(name) not in found:
                found[len(name)] = array("L")
            found[len(name)].append(n)
        return found

    def find(self, name: str) -> list[str]:
        """Return the paths of the notes whose name was probably meant, in order."""
        return self._cached_find(name)

    def _find(self, name: str) -> list[str]:
        wanted = names.key(name)
        letters = _letters(wanted)
        found = (
            self._written_alike(wanted, letters)
            or self._plural(wanted, letters)
            or self._edited(wanted, _is_typo)
        )
        return sorted({self._path(n) for n in found})

    def find_in_folder(self, name: str, folder: str) -> list[str]:
        """Return the paths of the notes in a folder whose name was certainly meant.

        A folder has fewer names, so that swapped letters are evidence in short ones too.
        """
        wanted = names.key(name)
        tail = f"/{names.key(folder.strip('/'))}"
        found = [
            *self._written_alike(wanted, _letters(wanted)),
            *self._edited(wanted, _swap),
        ]
        paths = {self._path(n) for n in found}
        return sorted(p for p in paths if f"/{names.key(names.folder(p))}".endswith(tail))

    def _written_alike(self, wanted: str, letters: str) -> list[Any]:
        found = self._with(letters) if len(letters) > 1 else []
        if not found:
            return []
        marks = _emoji(wanted)
        if not marks:
            return found
        theirs = ((n, _emoji(self._name(n))) for n in found)
        return [n for n, emoji in theirs if not emoji or emoji == marks]

    def _plural(self, wanted: str, letters: str) -> list[Any]:
        if not _TWO_WORDS.search(wanted):
            return []
        if len(letters) < 6 or letters.endswith("ss") or not letters[-3:].isascii():
            return []
        return self._with(letters[:-1] if letters.endswith("s") else f"{letters}s")

    def _with(self, letters: str) -> list[Any]:
        found = self._alike.get(letters, [])
        return found if isinstance(found, list) else [found]

    def _edited(self, wanted: str, is_typo: Callable[[str, str], bool]) -> list[Any]:
        if not _is_alphabetic(wanted):
            return []
        return [n for n in self._halved(wanted) if is_typo(wanted, self._name(n))]

    def _halved(self, wanted: str) -> Iterator[Any]:
        """Yield the names of about the same length that share one half with a name."""
        for length in range(len(wanted) - 1, len(wanted) + 2):
            middle = length // 2
            tail = wanted[len(wanted) - (length - middle) :]
            yield from self._with_half(length, 0, wanted[:middle])
            yield from self._with_half(length, 1, tail)

    def _with_half(self, length: int, which: int, half: str) -> Iterator[Any]:
        """Yield the names of a length whose first (0) or second (1) half is the given one."""
        if length in self._by_length:
            part = slice(length // 2, None) if which else slice(length // 2)
            yield from self._sharing(self._sorted(length)[which], part, half)

    def _sorted(self, length: int) -> tuple[array[int], array[int]]:
        """Return the names of a length sorted by either half, sorted on first use."""
        found = self._halves.get(length)
        if found is None:
            numbers, middle = self._by_length[length], length // 2
            heads = sorted(numbers, key=lambda n: self._names[n][:middle])
            tails = sorted(numbers, key=lambda n: self._names[n][middle:])
            found = self._halves[length] = array("L", heads), array("L", tails)
        return found

    def _sharing(self, numbers: array[int], half: slice, wanted: str) -> Iterator[int]:
        """Yield those of some names, sorted by one half, that have the wanted half."""
        first = bisect_left(numbers, wanted, key=lambda n: self._names[n][half])
        for at in range(first, len(numbers)):
            if self._name(numbers[at])[half] != wanted:
                break
            yield numbers[at]


def _is_typo(wanted: str, name: str) -> bool:
    if len(wanted) >= _SWAP and _swap(wanted, name):
        return True
    if min(len(wanted), len(name)) < _OMISSION or len(wanted) == len(name):
        return False
    longer, shorter = sorted((wanted, name), key=len, reverse=True)
    place = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), -1)
    within_word = place > 0 and longer[place - 1].isalpha() and longer[place].isalpha()
    return within_word and _one_edit(wanted, name)


def _swap(wanted: str, name: str) -> bool:
    """Whether two adjacent letters, except the first, are swapped."""
    return (
        len(wanted) == len(name) > 3
        and wanted[0] == name[0]
        and _DIGITS.findall(wanted) == _DIGITS.findall(name)
        and sorted(wanted) == sorted(name)
        and _one_edit(wanted, name)
    )


def _one_edit(wanted: str, name: str) -> bool:
    from rapidfuzz.distance import OSA  # imported only if needed

    return OSA.distance(wanted, name, score_cutoff=1) == 1


def _is_alphabetic(name: str) -> bool:
    """Whether a name is in an alphabetic script, not in one of words or syllables."""
    return name.isascii() or max(name) < "\u2000"


def _letters(name: str) -> str:
    """Return a folded name without the marks between words."""
    if name[-2:-1] == " " and _SIGN_AT_END.search(name):
        return name
    text = _bare(name.replace(_BORDER, ""))
    return text if text.isascii() else text.translate(_KEPT)


def _bare(text: str) -> str:
    text = text if text.isascii() else normalize("NFKC", text)
    return _ASCII_MARKS.sub("", _BETWEEN_DIGITS.sub("\0", _AND.sub("&", text)))


def letters_of(folded: Sequence[str]) -> list[str]:
    """Return `_letters` of many names, joined as one text: ten times as fast."""
    text = _bare(_BORDER.join(folded))
    letters = [t if t.isascii() else t.translate(_KEPT) for t in text.split(_BORDER)]
    if len(letters) != len(folded):  # a name contains the border itself
        return [_letters(name) for name in folded]
    for n, name in enumerate(folded):
        if name[-2:-1] == " " and _SIGN_AT_END.search(name):
            letters[n] = name
    return letters


class _Kept(dict[int, int | None]):
    """A table for `str.translate` that drops characters without meaning, filled on demand."""

    def __missing__(self, code: int) -> int | None:
        self[code] = code if _counts(chr(code)) else None
        return self[code]


_KEPT = _Kept()


def _counts(character: str) -> bool:
    if character.isalnum() or character in _SIGNS:
        return True
    kind = category(character)
    return kind in ("Sm", "Sc", "Mc", "Cc") or (kind == "Mn" and character < "\ufe00")


def _emoji(name: str) -> frozenset[str]:
    return frozenset(c for c in name if c > "\u2000" and category(c) == "So")
