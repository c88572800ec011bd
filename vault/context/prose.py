"""Which places of a note are running text, in which a word may become a link."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence

from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Link
from noteweave.vault.parsing.backlink_section import section_ranges
from noteweave.vault.parsing.body import body
from noteweave.vault.parsing.markdown import MarkdownOutline
from noteweave.vault.parsing.positions import Range, merged

_ADDRESS = re.compile(
    r"\b(?:https?://|ftp://|file://|obsidian://|www\.|mailto:)[^\s<>\"'`，。；、）】》]+"
)
_OF_ADDRESSES = ("://", "www.", "mailto:")


def in_prose(
    text: str, links: Sequence[Link], places: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Return those of the places that are entirely running text.

    Not running text: frontmatter, headings, code, mathematics, HTML, links and their texts, URLs,
    and the backlink section. All counts are characters of `text`; `places` are sorted.
    """
    start = body_start(text)
    hidden = [Range(0, start), *(Range(link.start, link.end) for link in links)]
    places = _outside(merged(hidden), places)
    if not places:
        return []
    places = _outside(_addresses(text), places)
    rest = body(text, start)
    outline = rest.outline
    hidden = [Range(link.start, link.end) for link in outline.links]
    hidden += [Range(heading.start, heading.end) for heading in outline.headings]
    return _outside(merged(hidden), _inside(outline, places))


def _addresses(text: str) -> list[Range]:
    """The ranges of bare URLs and of the backlink section."""
    found: list[Range] = []
    if any(mark in text for mark in _OF_ADDRESSES):  # a fast test that excludes most notes
        found = [Range(*match.span()) for match in _ADDRESS.finditer(text)]
    return merged([*found, *(Range(*part) for part in section_ranges(text))])


def _outside(hidden: Sequence[Range], places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the places that touch none of the (sorted, separate) hidden ranges."""
    starts = [start for start, _ in hidden]
    kept = []
    for start, end in places:
        n = bisect_right(starts, end - 1) - 1
        if n < 0 or hidden[n][1] <= start:
            kept.append((start, end))
    return kept


def _inside(outline: MarkdownOutline, places: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Keep the places within runs of text; the line break between two runs counts as text."""
    starts, ends = outline.text_starts, outline.text_ends
    kept = []
    for start, end in places:
        first, last = bisect_right(starts, start) - 1, bisect_right(starts, end - 1) - 1
        if first < 0 or start >= ends[first] or end > ends[last]:
            continue
        if all(starts[n + 1] - ends[n] <= 2 for n in range(first, last)):
            kept.append((start, end))
    return kept
