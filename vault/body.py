"""A note's body, parsed once, as every scanner of this room takes it."""

from __future__ import annotations

from typing import NamedTuple

from noteweave.vault import markdown
from noteweave.vault.markdown import Outline, Range
from noteweave.vault.model import Edit, Fault
from noteweave.vault.positions import Positions


class Body(NamedTuple):
    """The text after the frontmatter, in UTF-8, with its outline."""

    data: bytes
    outline: Outline
    """Its ranges are bytes of `data`."""
    positions: Positions
    """From bytes of `data` to lines and columns of the note."""

    def slice(self, start: int, end: int) -> str:
        """Return the text between two bytes."""
        return self.data[start:end].decode("utf-8", "replace")

    def fault(self, code: str, message: str, span: Range, instead: str | None = None) -> Fault:
        """Return a fault that covers a range; `instead` is what should stand there."""
        first, last = self.positions.at(span.start), self.positions.at(span.end)
        edit = None if instead is None else Edit(first.offset, last.offset, instead)
        return Fault(code, message, first.line, first.column, last.line, last.column, edit)


def body(text: str, start: int) -> Body:
    """Parse what stands after the first `start` characters of a note.

    A lone surrogate, which is no character, becomes a question mark.
    """
    rest = text[start:]
    data = rest.encode("utf-8", "replace")
    if not rest.isascii():
        rest = data.decode()
    return Body(data, markdown.outline(rest, data), Positions(data, text[:start]))
