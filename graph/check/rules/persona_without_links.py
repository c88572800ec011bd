"""NW071."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.query.persona_notes import is_persona, story_links
from noteweave.vault.messages import translatable


@rule("NW071", Severity.INFO)
def persona_without_links(subject: Subject) -> Iterator[Remark]:
    """The story of a persona has no link.

    The notes that a story links to are what the character remembers.

    Bad:
        --- Lin.md
        ---
        type: persona
        ---
        You are Lin, keeper of the stove.
        --- The stove.md
        It is hot.

    Good:
        --- Lin.md
        ---
        type: persona
        ---
        You are Lin, keeper of [[The stove]].
        --- The stove.md
        It is hot.
    """
    note = subject.note
    if is_persona(note) and note.words and not story_links(note):
        line = note.property_lines.get("type", 1)
        yield subject.remark_at(
            line,
            1,
            len("type"),
            translatable("persona without memories: its story links to no note"),
        )
