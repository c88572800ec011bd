"""NW032."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.names import key


@rule("NW032", Severity.WARNING, reads="blocks")
def duplicate_block_id(here: Subject) -> Iterator[Remark]:
    """Two blocks of a note carry the same id.

    A link to the id opens one of them, and nobody can say which.

    Bad:
        --- tea.md
        The first cup. ^cup

        The second cup. ^cup

    Good:
        --- tea.md
        The first cup. ^cup-1

        The second cup. ^cup-2
    """
    if len(here.note.blocks) < 2:
        return
    first: dict[str, int] = {}
    for block in here.note.blocks:
        line = first.setdefault(key(block.id), block.line)
        if line != block.line and len(block.id) > 1:
            what = f"`^{block.id}` stands on line {line} already"
            yield here.at(block.line, block.column, len(block.id) + 1, what)
