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
from typing import Any, NamedTuple

from noteweave.vault.markdown import Range

_BODY = r"[^\s\u2000-\u206f\u2e00-\u2e7f'!\"#$%&()*+,.:;<=>?@^`{|}~\[\]\\]+"
_TAG = re.compile(_BODY)
_HASH = re.compile(rb"#(?=[^\s#])")
_DIGITS = re.compile(r"[0-9]+")
_SPLIT = re.compile(r"[,，\s]+")
_LONGEST = 1000
"""Bytes of a tag that are looked at."""
_SPACE = b" \t\r\n\x0b\x0c"
_WIDE_SPACE = ("\u3000".encode(), "\xa0".encode())


class InlineTag(NamedTuple):
    """A tag in running text; `start` is the byte of its `#`."""

    start: int
    name: str


def scan(data: bytes, texts: Sequence[Range], links: Sequence[Range]) -> Iterator[InlineTag]:
    """Yield the tags in the given runs of text that are outside the given links, in order."""
    starts = [r.start for r in texts]
    link_starts = [r.start for r in links]
    done = 0
    for match in _HASH.finditer(data):
        place = match.start()
        run = bisect_right(starts, place) - 1
        if place < done or run < 0 or place >= texts[run].end:
            continue
        if not _begins(data, place, texts[run].start):
            continue
        link = bisect_right(link_starts, place) - 1
        if link >= 0 and place < links[link].end:
            continue
        stop = min(texts[run].end, place + _LONGEST)
        rest = data[place + 1 : stop].decode(errors="ignore")
        body = _TAG.match(rest)
        if body is None:
            continue
        done = place + 1 + len(body.group().encode())
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
        for word in _SPLIT.split(item):
            body = _TAG.fullmatch(word.lstrip("#"))
            name = clean(body.group()) if body else ""
            if name:
                yield name


def _begins(data: bytes, place: int, run: int) -> bool:
    """Whether a tag may begin here: first in its run of text, or after white space."""
    if place == run:
        return place == 0 or data[place - 1] != 0x5C
    return data[place - 1] in _SPACE or data[max(place - 3, 0) : place].endswith(_WIDE_SPACE)
