"""Logseq's blocks: a bullet is a bullet however far it is indented.

Logseq parses each block by itself; the indentation of its bullet only says how deep it is in the
outline (`logseq/graph-parser`: "extract-blocks"; https://docs.logseq.com, page "Block"). To
CommonMark a bullet four columns to the right of where its list may stand is a block of code. Here
such bullets are moved, with what is below them, to where CommonMark reads them as Logseq does.
"""

from __future__ import annotations

import re

_DEEP = re.compile(r"^(?:\t| {4})[ \t]*[-*+][ \t]", re.MULTILINE)
_LINE = re.compile(r"([ \t]*)([^\r\n]*)(?:\r\n|\r|\n|\Z)")
_BULLET = re.compile(r"([-*+]|\d{1,9}[.)])([ \t]+|\Z)")
_HEADING = re.compile(r"#{1,6}(?:[ \t]|\Z)")
_FENCE = re.compile(r"(?:[-*+][ \t]+)?(`{3,}|~{3,})")
_TAB = 4


def with_plain_indentation(text: str) -> str:
    """Return a text of the same length in which every bullet stands where CommonMark sees one.

    Only spaces and tabs at the beginning of lines are replaced. Time is linear in the text.
    """
    if not _DEEP.search(text):
        return text
    blocks: list[tuple[int, int]] = []
    """The blocks around a line, outermost first: column of the bullet as written, and the column
    at which its text begins as returned."""
    pieces: list[str] = []
    done, fence, blank, moved = 0, "", True, False
    for line in _LINE.finditer(text):
        space, rest = line[1], line[2]
        if not rest:
            blank = True
            continue
        bullet = None if fence else _BULLET.match(rest)
        written = _width(space)
        if bullet or (not space and not fence and (blank or _HEADING.match(rest))):
            while blocks and (not bullet or blocks[-1][0] >= written):
                blocks.pop()
        least = blocks[-1][1] if blocks else 0
        moved = bool(blocks) and moved
        if written > least + 3 and (bullet or moved):
            new = _indentation(len(space), least)
            pieces += [text[done : line.start()], new if bullet else new.replace("-", " ")]
            done = line.end(1)
            space, moved = new, True
        if bullet:
            end = _width(space) + len(bullet[1])
            gap = _width(bullet[2], end) - end
            blocks.append((written, end + (gap if 0 < gap <= _TAB else 1)))
        fence = _fence_after(rest, fence)
        blank = False
    return "".join([*pieces, text[done:]])


def _width(space: str, start: int = 0) -> int:
    """Return the column after spaces and tabs that begin at a column."""
    column = start
    for character in space:
        column += _TAB - column % _TAB if character == "\t" else 1
    return column


def _indentation(length: int, least: int) -> str:
    """Return so many spaces and tabs that end at the column `least` or up to 3 later.

    Where even spaces end beyond that, they hold bullets, at most five columns from one to the next.
    """
    for spaces in range(length, -1, -1):
        space = " " * spaces + "\t" * (length - spaces)
        if least <= _width(space) <= least + 3:
            return space
    bullets = range(least, length - 1, _TAB)
    return "".join("-" if column in bullets else " " for column in range(length))


def _fence_after(rest: str, fence: str) -> str:
    """Return the fence of the code that a line is in or begins, or ""."""
    match = _FENCE.match(rest)
    if fence:
        closes = match and match[1].startswith(fence) and not rest.strip(fence[0] + " \t")
        return "" if closes else fence
    if match and not (match[1][0] == "`" and "`" in rest[match.end() :]):
        return match[1]
    return ""
