"""NW003."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.file_index import Via
from noteweave.vault.messages import translatable


@rule("NW003", Severity.WARNING, reads="found links")
def ambiguous_link(subject: Subject) -> Iterator[Remark]:
    """A link matches more than one note; which one opens depends on the app.

    Obsidian prefers a note in the same folder, then the shortest path; other apps choose
    differently, and a new note can change the result. Write the folder as well.

    Bad:
        --- today.md
        See [[Water]].
        --- tea/Water.md
        Soft, and not quite boiling.
        --- ink/Water.md
        A few drops.

    Good:
        --- today.md
        See [[tea/Water]].
        --- tea/Water.md
        Soft, and not quite boiling.
        --- ink/Water.md
        A few drops.
    """
    for found in subject.found:
        if found.target is None or found.via is not Via.NAME or len(found.candidates) < 2:
            continue
        link = found.link
        count = len(found.candidates)
        others = (
            f"`{found.candidates[1]}`"
            if count == 2
            else translatable("{count} others", count=count - 1)
        )
        meant = found.target
        if not link.target.endswith(".md"):
            meant = subject.vault.resolved.name_for(found.target, subject.note.path)
        message = translatable(
            "`{target}` may be `{target2}` or {others}",
            target=link.target,
            target2=found.target,
            others=others,
        )
        yield subject.remark(link, message, suggestion=meant, text=subject.retarget(link, meant))
