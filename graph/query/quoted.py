"""Quote text of notes for a language model, so that no text can end its own quotation."""

from __future__ import annotations

import re
from unicodedata import category

OPEN, CLOSE = "⟦", "⟧"
_TAGS = range(0xE0000, 0xE0080)
_JOINER = "\u200d"
_UNUSUAL = re.compile(r"[^\x20-\x7e\u4e00-\u9fff]")


def quoted(text: str) -> str:
    """Return a text on one line, without our marks and with invisible characters shown.

    `⟦ ⟧` become `[ ]`, white space becomes one space, and control and format characters (category
    C, but the joiner between two emoji) become `\\u{…}`.
    """
    return exact(" ".join(text.split()))


def exact(text: str) -> str:
    """Return a path, or a link as written, as `quoted` does, but with its spaces as they are.

    What is not changed by it can be given back as it is shown. A line end becomes `\\u{a}`.
    """
    return _UNUSUAL.sub(lambda match: _shown(match[0], match), text)


def marked(text: str) -> str:
    """Return a text quoted between the marks."""
    return f"{OPEN}{quoted(text)}{CLOSE}"


def _shown(char: str, match: re.Match[str]) -> str:
    if char in (OPEN, CLOSE):
        return "[" if char == OPEN else "]"
    around = match.string[max(0, match.start() - 1) : match.end() + 1]
    if char == _JOINER and len(around) == 3 and all(category(c)[0] in "SM" for c in around[::2]):
        return char
    if ord(char) in _TAGS or category(char).startswith("C"):
        return f"\\u{{{ord(char):x}}}"
    return char
