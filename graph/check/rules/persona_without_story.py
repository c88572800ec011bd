"""NW070."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.query.persona_notes import is_persona
from noteweave.vault.messages import translatable


@rule("NW070", Severity.INFO)
def persona_without_story(subject: Subject) -> Iterator[Remark]:
    """A persona has no text.

    The text of a note with `type: persona` is the story of a character. Without one, there is
    nobody to speak.

    Bad:
        --- Lin.md
        ---
        type: persona
        ---
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
    if is_persona(note) and not note.words:
        line = note.property_lines.get("type", 1)
        yield subject.remark_at(
            line,
            1,
            len("type"),
            translatable("persona without a story: its text is what the character is"),
        )
