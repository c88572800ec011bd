"""Blocks of mathematics between two `$$`, as Obsidian reads them.

CommonMark has none, and pulldown-cmark reads mathematics only inside a paragraph. In Obsidian, a
`$$` at the beginning of a line begins a block, even if another `$$` before it, inside a line, is
not closed; the block ends at the next `$$`, also after blank lines. If there is no other `$$`, only
the rest of its paragraph is taken for mathematics: what Obsidian does then is not known.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.vault.parsing.body import Body
from noteweave.vault.parsing.positions import BLANK_LINE, Range, contains, overlaps

_MARK = re.compile(r"(?<!\\)\$\$")
_LINE_START = re.compile(r"[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+(?:\[.\][ \t]+)?)*\Z")
_LONGEST_PREFIX = 200
"""Characters before a `$$` that may be quote and list marks."""


def hide_math_blocks(body: Body) -> None:
    """Remove text, links and headings inside blocks of mathematics from the outline of a body."""
    if not body.has("$$"):
        return
    blocks = list(_blocks(body))
    outline = body.outline
    if not blocks or not any(
        overlaps(blocks, *run) for run in zip(outline.text_starts, outline.text_ends, strict=True)
    ):
        return
    runs = [
        piece
        for run in zip(outline.text_starts, outline.text_ends, strict=True)
        for piece in _outside(blocks, *run)
    ]
    outline.text_starts, outline.text_ends = [n for n, _ in runs], [n for _, n in runs]
    outline.headings = [h for h in outline.headings if not contains(blocks, h.start)]
    outline.links = [n for n in outline.links if not contains(blocks, n.start)]


def _blocks(body: Body) -> Iterator[Range]:
    """Yield the ranges between the two `$$` of blocks, in order."""
    text, outline = body.text, body.outline
    marks = [
        match.start()
        for match in _MARK.finditer(text, body.start)
        if not contains(outline.code, match.start()) and not contains(outline.html, match.start())
    ]
    n = 0
    while n < len(marks):
        start = marks[n]
        closed = n + 1 < len(marks)
        end = marks[n + 1] if closed else len(text)
        if _begins_line(body, start):
            if not closed:
                blank = BLANK_LINE.search(text, start)
                end = blank.start() if blank else end
            yield Range(start, end)
            n += 2
        elif closed and not _begins_line(body, end) and not BLANK_LINE.search(text, start, end):
            n += 2  # inside a line: pulldown-cmark reads it
        else:
            n += 1  # not closed: text


def _begins_line(body: Body, place: int) -> bool:
    first = max(body.positions.line_of(place).start, body.start)
    if place - first > _LONGEST_PREFIX:
        return False
    return _LINE_START.match(body.text, first, place) is not None


def _outside(blocks: list[Range], start: int, end: int) -> Iterator[tuple[int, int]]:
    """Yield the parts of a run of text outside the blocks."""
    if not overlaps(blocks, start, end):
        yield start, end
        return
    for block in blocks:
        if block.end <= start:
            continue
        if block.start >= end:
            break
        if start < block.start:
            yield start, block.start
        start = max(start, block.end)
    if start < end:
        yield start, end
