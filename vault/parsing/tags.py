"""Find tags in running text and in frontmatter, by Obsidian's grammar.

`#` at the beginning of a chunk of text, after white space or right after a tag; then everything but
white space, general punctuation (U+2000–206F, U+2E00–2E7F) and ASCII punctuation other than `_`,
`-` and `/`.
At least one character is not a digit. Letters of every script and emoji are allowed; by that
grammar, so are `，` and `。`.

Obsidian keeps the slash of `#trail/` and `#/lead`; here it is dropped, as it names no level: both
are the tag without it, so that one tag is one node, and has one parent.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Any

import msgspec

from noteweave.vault.model import Link
from noteweave.vault.parsing.markdown import MarkdownOutline
from noteweave.vault.parsing.positions import contains

_BODY = r"[^\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]+"
_TAG = re.compile(_BODY)
_DOTTED = re.compile(rf"{_BODY}(?:\.+{_BODY})*")
_DIGITS = re.compile(r"[0-9]+")
_SPLIT = re.compile(r"[,，\s]+")
_NO_TAG = frozenset({"", "#", " ", "\t", "\n"})
"""What follows the `#` of a heading: comparing it is faster than looking up its range."""
_LONGEST = 1000
"""Characters of the longest tag."""
_SPACE = frozenset(" \t\r\n\x0b\x0c\u3000\xa0")


class InlineTag(msgspec.Struct, gc=False):
    """A tag in running text; `start` is the character of its `#`."""

    start: int
    name: str


def scan(
    text: str, found: MarkdownOutline, links: Sequence[Link], *, dots: bool = False
) -> Iterator[InlineTag]:
    """Yield the tags in running text, in order, except those inside the (sorted) links.

    `dots`: a tag may have dots, except at its end (Logseq).
    """
    pattern = _DOTTED if dots else _TAG
    starts, ends = found.text_starts, found.text_ends
    place = text.find("#", starts[0]) if starts else -1
    after_tag = -1
    while place >= 0:
        body = None
        if text[place + 1 : place + 2] not in _NO_TAG:
            run = bisect_right(starts, place) - 1
            before = text[place - 1 : place]
            if (
                place < ends[run]
                and (
                    before in _SPACE
                    or (place == starts[run] and before != "\\")
                    or place == after_tag
                )
                and not contains(links, place)
            ):
                body = pattern.match(text, place + 1, min(ends[run], place + _LONGEST))
        if body:
            name = clean(body.group())
            if name:
                yield InlineTag(place, name)
                after_tag = body.end()
        place = text.find("#", body.end() if body else place + 1)


def clean(name: str) -> str:
    """Return a tag without empty levels; "" if it is none (only digits)."""
    if "/" not in name:
        return "" if name.isascii() and name.isdigit() else name
    levels = "/".join(level for level in name.split("/") if level)
    return "" if _DIGITS.fullmatch(levels) else levels


def from_property(value: Any) -> Iterator[str]:
    """Yield the tags of a `tags` property: a list, or words divided by commas or white space."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, str):
            yield from _words(item)
        elif isinstance(item, bool | float | int):
            yield from _words(str(item).lower())


@lru_cache(maxsize=10_000)  # most notes use the same tags
def _words(text: str) -> tuple[str, ...]:
    found = []
    for word in _SPLIT.split(text):
        body = _TAG.fullmatch(word.lstrip("#"))
        name = clean(body.group()) if body else ""
        if name:
            found.append(name)
    return tuple(found)
