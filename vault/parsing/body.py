"""The body of a note with its Markdown structure: what every scanner of this folder works on."""

from __future__ import annotations

from typing import NamedTuple

from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Fault, Replacement
from noteweave.vault.parsing.logseq.indentation import with_plain_indentation
from noteweave.vault.parsing.markdown import MarkdownOutline, outline
from noteweave.vault.parsing.positions import Positions, Range


class Body(NamedTuple):
    """The text after the frontmatter, with its outline. Places are characters of the whole note."""

    text: str
    """The whole note; a lone surrogate is replaced by a question mark."""
    start: int
    """The character at which the body begins."""
    rest: str
    """The text from there on."""
    outline: MarkdownOutline
    positions: Positions

    def has(self, mark: str) -> bool:
        """Whether the body contains a mark: the fastest way to see that there is nothing to do.

        Searching for one character is several times as fast as for two.
        """
        return mark[0] in self.rest and mark in self.rest

    def fault(self, code: str, message: str, span: Range, instead: str | None = None) -> Fault:
        """Return a fault that covers a range; `instead` is the text that fixes it."""
        line, column = self.positions.at(span.start)
        last_line, last_column = self.positions.at(span.end)
        edit = None if instead is None else Replacement(span.start, span.end, instead)
        return Fault(code, message, line, column, last_line, last_column, edit)


def body(text: str, start: int, *, blocks: bool = False) -> Body:
    """Parse a note's text from the character `start` on; `blocks`: as blocks of Logseq."""
    rest = text[start:]
    prepared = with_plain_indentation if blocks else str
    try:
        found = outline(prepared(rest), start)
    except UnicodeEncodeError:
        text = text.encode("utf-8", "replace").decode()
        rest = text[start:]
        found = outline(prepared(rest), start)
    return Body(text, start, rest, found, Positions(text))


def table_cells(text: str) -> list[Range]:
    """Return the cells of the tables of a note, in order."""
    return body(text, body_start(text)).outline.cells
