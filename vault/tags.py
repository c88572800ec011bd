"""Tags in running text and in frontmatter, by Obsidian's grammar.

`#` at the beginning of a chunk of text or after white space; then everything but white space,
general punctuation (U+2000–206F, U+2E00–2E7F) and ASCII punctuation other than `_`, `-` and `/`.
At least one character is no digit. Letters of every script and emoji are fine; so, by that grammar,
are `，` and `。`.
"""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from functools import lru_cache
from operator import attrgetter
from typing import Any

import msgspec

from noteweave.vault.markdown import Outline
from noteweave.vault.wikilinks import Wikilink

_BODY = r"[^\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]+"
_TAG = re.compile(_BODY)
_HASH = re.compile(r"#(?=[^\s#])", re.ASCII)
_DIGITS = re.compile(r"[0-9]+")
_SPLIT = re.compile(r"[,，\s]+")
_start = attrgetter("start")
_LONGEST = 1000
"""Characters of a tag that are looked at."""
_SPACE = frozenset(" \t\r\n\x0b\x0c\u3000\xa0")


class InlineTag(msgspec.Struct, gc=False):
    """A tag in running text; `start` is the place of its `#`."""

    start: int
    name: str


def scan(text: str, start: int, found: Outline, links: Sequence[Wikilink]) -> Iterator[InlineTag]:
    """Yield the tags in running text after the first `start` characters, in order.

    Those in `links` (in order) are none.
    """
    starts, ends = found.text_starts, found.text_ends
    done = start
    for match in _HASH.finditer(text, start):
        place = match.start()
        run = bisect_right(starts, place) - 1
        if place < done or run < 0 or place >= ends[run]:
            continue
        if place == starts[run]:
            if place > start and text[place - 1] == "\\":
                continue
        elif text[place - 1] not in _SPACE:
            continue
        link = bisect_right(links, place, key=_start) - 1
        if link >= 0 and place < links[link].end:
            continue
        body = _TAG.match(text, place + 1, min(ends[run], place + _LONGEST))
        if body is None:
            continue
        done = body.end()
        name = clean(body.group())
        if name:
            yield InlineTag(place, name)


def clean(name: str) -> str:
    """Return a tag without empty levels; "" when it is none (nothing but digits)."""
    if "/" not in name:
        return "" if name.isascii() and name.isdigit() else name
    levels = "/".join(level for level in name.split("/") if level)
    return "" if _DIGITS.fullmatch(levels) else levels


def from_property(value: Any) -> Iterator[str]:
    """Yield the tags that a `tags` property holds: a list, or words divided by commas or space."""
    items = value if isinstance(value, list) else [value]
    for item in items:
        if isinstance(item, bool):
            item = str(item).lower()
        if isinstance(item, int | float):
            item = str(item)
        if not isinstance(item, str):
            continue
        yield from _words(item)


@lru_cache(maxsize=10_000)  # the same tags stand in most notes
def _words(text: str) -> tuple[str, ...]:
    found = []
    for word in _SPLIT.split(text):
        body = _TAG.fullmatch(word.lstrip("#"))
        name = clean(body.group()) if body else ""
        if name:
            found.append(name)
    return tuple(found)
