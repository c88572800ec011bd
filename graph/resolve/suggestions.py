"""Which existing name was probably meant by one that does not exist."""

from __future__ import annotations

import re
from array import array
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from unicodedata import category, normalize

from noteweave.graph import names

_SEVERAL_WORDS = re.compile(r"\w[\W_]+\w")
_DIGITS = re.compile(r"\d+")
_BETWEEN_DIGITS = re.compile(r"(?<=\d)[-.,:·–](?=\d)")
_AND = re.compile(r"\band\b|[和与與及]")
_ASCII_MARKS = re.compile(r"[\s\-_.,:;'\"()\[\]{}]+|(?<![!?])[!?](?![!?])")
_SIGN_AT_END = re.compile(r" [!-/:-@\[-`{-~]$")
"""`Haskell -` is about the sign."""
_BORDER = "\x01"
"""Stands between names that are looked at as one text."""
_SIGNS = "#%&*@\\/"
"""Punctuation that makes another name, as mathematical signs do: `C#` is not `C`."""
_REMEMBERED = 20_000
"""Names whose answers are kept: the same unwritten topic is linked again and again."""
_SWAP, _OMISSION = 8, 12
"""Letters of an alphabetic name from which two swapped letters, or one too many or few, are a slip.

In real vaults shorter names, and one letter for another, are other words far more often than slips:
Laser and Layer, Flash and Flask, Continent and Contingent."""


class SimilarNames:
    """Names of notes, asked for the one that differs from a given name by a slip.

    A slip is: other punctuation, spaces, width or a missing emoji (`Tea-House`, `🫖 Tea House`);
    the plural of several words; and, in a long alphabetic name, two letters swapped or one too many
    or too few. Digits are never a slip: `Week 12` is not `Week 13`. Nor is a Chinese character: one
    of them makes another word. Two names that are one edit apart share their beginning or their
    end, so names of one length are sorted by either half and a question looks at a handful.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        self._paths = list(paths)
        self._names = names.keys(names.stem(path) for path in self._paths)
        self._alike: dict[str, list[int] | int] = {}
        self._by_length: dict[int, array[int]] = {}
        self._halves: dict[int, tuple[array[int], array[int]]] = {}
        self._answer = lru_cache(_REMEMBERED)(self._find)
        for n, letters in enumerate(_letters_of(self._names)):
            first = self._alike.setdefault(letters, n)  # nearly always the only one
            if isinstance(first, list):
                first.append(n)
            elif first != n:
                self._alike[letters] = [first, n]
            length = len(self._names[n])
            if length not in self._by_length:
                self._by_length[length] = array("L")
            self._by_length[length].append(n)

    def find(self, name: str) -> list[str]:
        """Return the paths of the notes whose name was probably meant, in order."""
        return self._answer(name)

    def _find(self, name: str) -> list[str]:
        wanted = names.key(name)
        letters = _letters(wanted)
        found = (
            self._written_alike(wanted, letters)
            or self._plural(wanted, letters)
            or self._edited(wanted, _slip)
        )
        return sorted({self._paths[n] for n in found})

    def find_in_folder(self, name: str, folder: str) -> list[str]:
        """Return the paths of the notes in a folder whose name was surely meant.

        Names in one folder are fewer, so that two swapped letters say enough in a short one too.
        """
        wanted = names.key(name)
        tail = f"/{names.key(folder.strip('/'))}"
        found = [
            *self._written_alike(wanted, _letters(wanted)),
            *self._edited(wanted, _swap),
        ]
        paths = {self._paths[n] for n in found}
        return sorted(p for p in paths if f"/{names.key(names.folder(p))}".endswith(tail))

    def _written_alike(self, wanted: str, letters: str) -> list[int]:
        found = self._with(letters) if len(letters) > 1 else []
        if not found:
            return []
        marks = _emoji(wanted)
        if not marks:
            return found
        theirs = ((n, _emoji(self._names[n])) for n in found)
        return [n for n, emoji in theirs if not emoji or emoji == marks]

    def _plural(self, wanted: str, letters: str) -> list[int]:
        if not _SEVERAL_WORDS.search(wanted):  # the officers of a firm are no plural of an officer
            return []
        if len(letters) < 6 or letters.endswith("ss") or not letters[-3:].isascii():
            return []
        return self._with(letters[:-1] if letters.endswith("s") else f"{letters}s")

    def _with(self, letters: str) -> list[int]:
        found = self._alike.get(letters, [])
        return found if isinstance(found, list) else [found]

    def _edited(self, wanted: str, is_slip: Callable[[str, str], bool]) -> list[int]:
        if not _is_alphabetic(wanted):
            return []
        return [n for n in self._halved(wanted) if is_slip(wanted, self._names[n])]

    def _halved(self, wanted: str) -> Iterator[int]:
        """The names that share a half with one that is a letter longer or shorter, or as long."""
        for length in range(len(wanted) - 1, len(wanted) + 2):
            if length not in self._by_length:
                continue
            middle = length // 2
            tail = wanted[len(wanted) - (length - middle) :]
            heads, tails = self._sorted(length)
            yield from self._sharing(heads, slice(middle), wanted[:middle])
            yield from self._sharing(tails, slice(middle, None), tail)

    def _sorted(self, length: int) -> tuple[array[int], array[int]]:
        """The names of a length by either half; sorted when that length is first asked for."""
        found = self._halves.get(length)
        if found is None:
            several, middle = self._by_length[length], length // 2
            heads = sorted(several, key=lambda n: self._names[n][:middle])
            tails = sorted(several, key=lambda n: self._names[n][middle:])
            found = self._halves[length] = array("L", heads), array("L", tails)
        return found

    def _sharing(self, several: array[int], half: slice, wanted: str) -> Iterator[int]:
        """Those of some names, sorted by a half of theirs, in which it is the wanted one."""
        first = bisect_left(several, wanted, key=lambda n: self._names[n][half])
        for at in range(first, len(several)):
            if self._names[several[at]][half] != wanted:
                break
            yield several[at]


def _slip(wanted: str, name: str) -> bool:
    if len(wanted) >= _SWAP and _swap(wanted, name):
        return True
    if min(len(wanted), len(name)) < _OMISSION or len(wanted) == len(name):
        return False
    longer, shorter = sorted((wanted, name), key=len, reverse=True)
    place = next((n for n, (a, b) in enumerate(zip(longer, shorter, strict=False)) if a != b), -1)
    within_word = place > 0 and longer[place - 1].isalpha() and longer[place].isalpha()
    return within_word and _one_edit(wanted, name)


def _swap(wanted: str, name: str) -> bool:
    """Whether two neighbouring letters have changed places, behind the first of the name."""
    return (
        len(wanted) == len(name) > 3
        and wanted[0] == name[0]
        and _DIGITS.findall(wanted) == _DIGITS.findall(name)
        and sorted(wanted) == sorted(name)
        and _one_edit(wanted, name)
    )


def _one_edit(wanted: str, name: str) -> bool:
    from rapidfuzz.distance import OSA  # imported only when a name comes this far

    return OSA.distance(wanted, name, score_cutoff=1) == 1


def _is_alphabetic(name: str) -> bool:
    """Whether a name is in a script of letters, in which one of them makes no word."""
    return name.isascii() or max(name) < "\u2000"


def _letters(name: str) -> str:
    """What is left of a folded name when marks between words do not count."""
    if name[-2:-1] == " " and _SIGN_AT_END.search(name):
        return name
    text = _bare(name.replace(_BORDER, ""))
    return text if text.isascii() else text.translate(_KEPT)


def _bare(text: str) -> str:
    text = text if text.isascii() else normalize("NFKC", text)
    return _ASCII_MARKS.sub("", _BETWEEN_DIGITS.sub("\0", _AND.sub("&", text)))


def _letters_of(folded: Sequence[str]) -> list[str]:
    """The same for many names, as one text: ten times as quick."""
    text = _bare(_BORDER.join(folded))
    letters = [t if t.isascii() else t.translate(_KEPT) for t in text.split(_BORDER)]
    if len(letters) != len(folded):  # a name holds the border itself
        return [_letters(name) for name in folded]
    for n, name in enumerate(folded):
        if name[-2:-1] == " " and _SIGN_AT_END.search(name):
            letters[n] = name
    return letters


class _Kept(dict[int, int | None]):
    """For `str.translate`: what counts in a name, found out when a character is first seen."""

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
