"""Frontmatter as nearly everybody writes it: `key: value` and lists of words, a line each.

YAML is much more than that, and to read it is PyYAML's work; but to begin that work takes longer
than such lines do. Read here is what leaves YAML nothing to decide: names, and values without any
mark that means something. Where there is anything else, all is left to PyYAML.
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from noteweave.vault.frontmatter.scalars import Scalar, typed

LONGEST = 10_000
"""Characters of a frontmatter that is read here."""

# What libyaml refuses (https://yaml.org/spec/1.1/#c-printable) or takes for the end of a line.
_ODD = r"\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff"
_PLAIN = rf"\w[^:#\[{_ODD}]*(?::[^\s:#\[{_ODD}][^:#\[{_ODD}]*)*"
_QUOTED = rf"\"[^\"\\{_ODD}]*\"|'[^'{_ODD}]*'"
_WORD = rf"\w[^,?\[\]{{}}:#{_ODD}]*"
_LINE = re.compile(
    rf"(?:([^\W\d_][\w-]{{0,80}}):|( *)-)"  # a property, or an item of a list
    rf"(?: +(?:({_PLAIN})|({_QUOTED})|\[((?:{_WORD}(?:, *{_WORD})*)?)\]))? *\n"
)


class Lines(NamedTuple):
    """What a frontmatter holds that takes no YAML."""

    properties: dict[str, Any]
    lines: dict[str, int]
    """The line of each property in the note, from 1."""
    strings: list[Scalar]
    """The values that may hold a link."""


def read(source: str, begin: int) -> Lines | None:
    """Read a frontmatter if it takes no YAML; else None.

    Args:
        source: what stands between the two `---`, the last line end included.
        begin: the character of the note at which it begins.
    """
    if len(source) > LONGEST:
        return None
    found: dict[str, Any] = {}
    at: dict[str, int] = {}
    texts: list[Scalar] = []
    key, items, indent = "", None, ""  # of the list that has begun
    empty = False  # a list may begin here
    place, line = 0, 2
    while place < len(source):
        match = _LINE.match(source, place)
        if match is None:
            return None
        name, dash, plain, quoted, words = match.groups()
        value: Any = None
        if plain is not None:
            value = typed(plain.rstrip(" "))
        elif quoted is not None:
            value = quoted[1:-1]
        elif words is not None:
            value = [typed(word.strip(" ")) for word in words.split(",")] if words else []
        if name is not None:
            if name in found:
                return None
            key, items = name, None
            empty = value is None and plain is None
            found[name] = value
            at[name] = line
            where: tuple[str, ...] = (name,)
        else:
            if empty:  # the first item
                empty, indent = False, dash
                items = found[key] = []
            if items is None or dash != indent or (plain is None and quoted is None):
                return None
            where = (key, str(len(items)))
            items.append(value)
        if quoted is not None and "[" in quoted:
            texts.append(Scalar(where, value, begin + match.start(4), begin + match.end(4), True))
        place = match.end()
        line += 1
    return Lines(found, at, texts)
