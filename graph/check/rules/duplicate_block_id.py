"""NW032."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.names import key
from noteweave.vault.messages import translatable


@rule("NW032", Severity.WARNING, reads="blocks")
def duplicate_block_id(subject: Subject) -> Iterator[Remark]:
    """Two blocks of a note have the same id.

    A link to the id opens either of them, depending on the app.

    Bad:
        --- tea.md
        The first cup. ^cup

        The second cup. ^cup

    Good:
        --- tea.md
        The first cup. ^cup-1

        The second cup. ^cup-2
    """
    if len(subject.note.blocks) < 2:
        return
    first: dict[str, int] = {}
    for block in subject.note.blocks:
        line = first.setdefault(key(block.id), block.line)
        if line != block.line and len(block.id) > 1:
            what = translatable("`^{id}` is already on line {line}", id=block.id, line=line)
            yield subject.remark_at(block.line, block.column, len(block.id) + 1, what)
