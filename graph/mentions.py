"""Notes that are named without a link: find the names in the text, and put the best first.

One Aho-Corasick pass a note finds every name of the vault at once. What a name is, and where a word
ends, is said here; opens no file.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from ahocorasick_rs import AhoCorasick

from noteweave.graph import names
from noteweave.graph.folding import folded
from noteweave.vault.model import Note

LONGEST = 120
"""Characters of the longest name that is looked for."""

_SPACES = re.compile(r"\s+")
_GLUE = frozenset("-_/\\.@#&=+~$%^*")
"""Signs that tie a word to the next: `self-made`, `user@host`, `a/b.md`, `#tag`."""
_BEFORE_ANYTHING = frozenset("#@/\\$")
"""Signs that make something else of the word after them, whatever stands before."""
_DENSE = re.compile(
    r"[\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u2e80-\u2fff\u3005-\u3007\u3021-\u3029\u3040-\u30ff"
    r"\u3100-\u312f\u31a0-\u31ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00016fe0-\U00018aff"
    r"\U0001b000-\U0001b2ff\U00020000-\U0003ffff]"
)
"""Scripts that put no space between words: Chinese, Japanese, Thai, Lao, Burmese, Khmer …"""
_HANGUL = re.compile(r"[\u1100-\u11ff\u3130-\u318f\uac00-\ud7ff]")


class Found(NamedTuple):
    """A name in a text."""

    start: int
    end: int
    name: int
    """Which of the names."""


class Names:
    """All names of a vault, to be looked for together."""

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
        """As their owners write them."""
        self.paths = [tuple(sorted(paths[name])) for name in self.names]
        """Of the notes that have the name."""
        self._search = AhoCorasick(self.names)

    def find(self, text: str) -> list[Found]:
        """Find the names in a text: whole words, the longest first, none within another."""
        plain, back = folded(text)
        matches = self._search.find_matches_as_indexes(plain, overlapping=True)
        whole = [m for m in matches if _is_whole(plain, m[1], m[2])]
        whole.sort(key=lambda m: (m[1], -m[2]))
        found, last = [], 0
        for name, start, end in whole:
            if start >= last:
                found.append(Found(*back(start, end), name))
                last = end
        return found


def of_note(note: Note) -> Iterator[str]:
    """Yield the names of a note: its file's, its title, its aliases."""
    yield names.stem(note.path)
    yield note.title
    yield from note.aliases


def is_name(name: str) -> bool:
    """Whether a (folded) name says enough to be looked for: three letters, or two characters of a
    script without spaces; no mere number or date."""
    if len(name) > LONGEST:
        return False
    letters = sum(char.isalpha() for char in name)
    return letters >= 3 or (letters >= 2 and is_dense(name))


def is_dense(name: str) -> bool:
    """Whether a name is in a script that puts no space between words."""
    return bool(_DENSE.search(name) or _HANGUL.search(name))


def _is_whole(text: str, start: int, end: int) -> bool:
    """Whether a name is a word for itself, not part of a longer one."""
    return _may_begin(text, start) and _may_end(text, end)


def _may_begin(text: str, at: int) -> bool:
    if at == 0 or not _is_word(text[at]):
        return True
    before = text[at - 1]
    if _is_word(before):
        return bool(_DENSE.match(before) or _DENSE.match(text[at]))
    if before in _BEFORE_ANYTHING:
        return False
    return before not in _GLUE or at < 2 or not _is_word(text[at - 2])


def _may_end(text: str, at: int) -> bool:
    if at == len(text) or not _is_word(text[at - 1]):
        return True
    after = text[at]
    if _is_word(after):
        # a Korean particle follows its noun without a space
        return bool(_DENSE.match(after) or _DENSE.match(text[at - 1]) or _HANGUL.match(after))
    following = text[at + 1 : at + 3]
    if after in "'’":  # Alice's, not don't
        return not following[:1].isalpha() or (following[0] == "s" and not following[1:].isalpha())
    return after not in _GLUE or not following or not _is_word(following[0])


def _is_word(char: str) -> bool:
    return char.isalnum() or unicodedata.category(char)[0] == "M"
