"""Find where the frontmatter of a note begins and ends; its YAML is not read here."""

from __future__ import annotations

import re
from typing import NamedTuple

BOM = "\ufeff"
OPENING = re.compile(r"\A---[ \t]*(?:\r\n?|\n)")
"""The first line of a note with a frontmatter."""

_CLOSING = re.compile(r"---[^\r\n]*(?:\r\n?|\n|\Z)")
_CLOSING_CR = re.compile(r"(?:(?<=\r)|^)---[^\r\n]*(?:\r\n?|\n|\Z)", re.MULTILINE)


class Extent(NamedTuple):
    """Where a frontmatter is, in characters of the note."""

    start: int
    """Where its YAML begins."""
    end: int
    """Where its YAML ends."""
    body: int
    """Where the body begins."""


def find(text: str) -> Extent | None:
    """Return where the frontmatter of a note is; None if it has none.

    The first line is exactly `---` (white space may follow); the first later line that begins with
    `---` closes it, as in Obsidian.
    """
    opening = OPENING.match(text)
    if opening is None:
        return None
    start = opening.end()
    if "\r" in text[:4096]:
        closing = _CLOSING_CR.search(text, start)
    else:  # searching for a fixed text is much faster
        closing = _CLOSING.match(text, text.find("\n---", start - 1) + 1)
    if closing is None or closing.start() < start:
        return None
    return Extent(start, closing.start(), closing.end())


def body_start(text: str) -> int:
    """Return the character at which the body of a note begins."""
    found = find(text) if text.startswith("---") else None
    return found.body if found else 0
