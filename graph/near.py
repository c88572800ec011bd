"""Which existing name was probably meant by one that does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from unicodedata import category, normalize

from noteweave.graph import names

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
_SWAP, _OMISSION = 8, 12
"""Letters of an alphabetic name from which two swapped letters, or one too many or few, are a slip.

In real vaults shorter names, and one letter for another, are other words far more often than slips:
Laser and Layer, Flash and Flask, Continent and Contingent."""


class NearNames:
    """Names of notes, asked for the one that differs from a given name by a slip.

    A slip is: other punctuation, spaces, width or a missing emoji (`Tea-House`, `🫖 Tea House`);
    the plural; and, in a long alphabetic name, two letters swapped or one too many or too few.
    Digits are never a slip: `Week 12` is not `Week 13`. Nor is a Chinese character: one of them
    makes another word. Two names that are one edit apart share their beginning or their end, so
    each name is filed under both halves and a question looks at a handful.
    """

    def __init__(self, paths: Iterable[str]) -> None:
        known = list(paths)
        folded = names.keys(names.stem(path) for path in known)
        self._alike: dict[str, list[tuple[str, str]]] = {}
        self._by_length: dict[int, list[tuple[str, str]]] = {}
        self._halves: dict[int, dict[tuple[str, bool], list[tuple[str, str]]]] = {}
        for path, name, letters in zip(known, folded, _letters_of(folded), strict=True):
            self._alike.setdefault(letters, []).append((name, path))
            self._by_length.setdefault(len(name), []).append((name, path))

    def near(self, name: str) -> list[str]:
        """Return the paths of the notes whose name was probably meant, in order."""
        wanted = names.key(name)
        found = self._written_alike(wanted) or self._plural(wanted) or self._edited(wanted, _slip)
        return sorted({path for _, path in found})

    def nearest(self, name: str, folder: str) -> list[str]:
        """Return the paths of the notes in a folder whose name was surely meant.

        Names in one folder are fewer, so that two swapped letters say enough in a short one too.
        """
        wanted = names.key(name)
        tail = f"/{names.key(folder.strip('/'))}"
        found = [*self._written_alike(wanted), *self._edited(wanted, _swap)]
        paths = {path for _, path in found}
        return sorted(p for p in paths if f"/{names.key(names.folder(p))}".endswith(tail))

    def _written_alike(self, wanted: str) -> list[tuple[str, str]]:
        letters = _letters(wanted)
        if len(letters) < 2:
            return []
        marks = _emoji(wanted)
        return [
            (name, path)
            for name, path in self._alike.get(letters, ())
            if not marks or not _emoji(name) or marks == _emoji(name)
        ]

    def _plural(self, wanted: str) -> list[tuple[str, str]]:
        letters = _letters(wanted)
        if len(letters) < 6 or letters.endswith("ss") or not letters[-3:].isascii():
            return []
        other = letters[:-1] if letters.endswith("s") else f"{letters}s"
        return list(self._alike.get(other, ()))

    def _edited(self, wanted: str, is_slip: Callable[[str, str], bool]) -> list[tuple[str, str]]:
        if not _is_alphabetic(wanted):
            return []
        return [found for found in self._halved(wanted) if is_slip(wanted, found[0])]

    def _halved(self, wanted: str) -> Iterator[tuple[str, str]]:
        """The names that share a half with one that is a letter longer or shorter, or as long."""
        for length in range(len(wanted) - 1, len(wanted) + 2):
            middle = length // 2
            tail = wanted[len(wanted) - (length - middle) :]
            halves = self._halves_of(length)
            for half, first in ((wanted[:middle], True), (tail, False)):
                yield from halves.get((half, first), ())

    def _halves_of(self, length: int) -> dict[tuple[str, bool], list[tuple[str, str]]]:
        """The names of a length by either half; filed when that length is first asked for."""
        halves = self._halves.get(length)
        if halves is None:
            halves = self._halves[length] = {}
            middle = length // 2
            for name, path in self._by_length.get(length, ()):
                for half, first in ((name[:middle], True), (name[middle:], False)):
                    halves.setdefault((half, first), []).append((name, path))
        return halves


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
    return _letters_of([name])[0]


def _letters_of(folded: Sequence[str]) -> list[str]:
    """The same for many names, as one text: ten times as quick."""
    text = normalize("NFKC", _BORDER.join(folded))
    text = _BETWEEN_DIGITS.sub("\0", _AND.sub("&", text))
    text = _ASCII_MARKS.sub("", text)
    dropped = {ord(c): None for c in set(text) if not _counts(c)}
    letters = [t if t.isascii() else t.translate(dropped) for t in text.split(_BORDER)]
    if len(letters) != len(folded):  # a name holds the border itself
        return [_letters_of([name.replace(_BORDER, "")])[0] for name in folded]
    for n, name in enumerate(folded):
        if name[-2:-1] == " " and _SIGN_AT_END.search(name):
            letters[n] = name
    return letters


def _counts(character: str) -> bool:
    if character.isalnum() or character in _SIGNS:
        return True
    if character == _BORDER:
        return True
    kind = category(character)
    return kind in ("Sm", "Sc", "Mc", "Cc") or (kind == "Mn" and character < "\ufe00")


def _emoji(name: str) -> frozenset[str]:
    return frozenset(c for c in name if c > "\u2000" and category(c) == "So")
