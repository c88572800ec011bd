"""NW072."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.query.persona_notes import is_persona, story_links
from noteweave.vault.messages import translatable


@rule("NW072", Severity.INFO)
def persona_without_memory(subject: Subject) -> Iterator[Remark]:
    """No link in the story of a persona leads to a note.

    The character knows the names, and nothing more.

    Bad:
        --- Lin.md
        ---
        type: persona
        ---
        You are Lin, keeper of ![](stove.png).
        --- stove.png

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
    if not is_persona(note):
        return
    links, notes = story_links(note), subject.vault.resolved.vault.notes
    targets = [subject.vault.resolved.resolve(link, note.path).target for link in links]
    if links and not any(target in notes and target != note.path for target in targets if target):
        line = note.property_lines.get("type", 1)
        yield subject.remark_at(
            line,
            1,
            len("type"),
            translatable("persona without memories: no link in its story leads to a note"),
        )
