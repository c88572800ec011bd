"""A note's body, parsed once, as every scanner of this room takes it."""

from __future__ import annotations

from typing import NamedTuple

from noteweave.vault.model import Fault, Replacement
from noteweave.vault.parsing.markdown import MarkdownOutline, outline
from noteweave.vault.parsing.positions import Positions, Range


class Body(NamedTuple):
    """The text after the frontmatter, with its outline. All places are characters of the note."""

    text: str
    """The whole note; what is no character of Unicode is a question mark."""
    start: int
    """Where the body begins."""
    rest: str
    """What stands there."""
    outline: MarkdownOutline
    positions: Positions

    def has(self, mark: str) -> bool:
        """Whether the body holds a mark: the quickest way to see that there is nothing to do.

        One character is found several times sooner than two.
        """
        return mark[0] in self.rest and mark in self.rest

    def fault(self, code: str, message: str, span: Range, instead: str | None = None) -> Fault:
        """Return a fault that covers a range; `instead` is what should stand there."""
        line, column = self.positions.at(span.start)
        last_line, last_column = self.positions.at(span.end)
        edit = None if instead is None else Replacement(span.start, span.end, instead)
        return Fault(code, message, line, column, last_line, last_column, edit)


def body(text: str, start: int) -> Body:
    """Parse what stands after the first `start` characters of a note.

    A lone surrogate, which is no character, becomes a question mark.
    """
    rest = text[start:]
    try:
        found = outline(rest, start)
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
        rest = text[start:]
        found = outline(rest, start)
    return Body(text, start, rest, found, Positions(text))
