"""NW006."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind
from noteweave.vault.messages import translatable


@rule("NW006", reads="attachment")
def missing_attachment(subject: Subject) -> Iterator[Remark]:
    """A link or embed names a picture, PDF or other file that does not exist.

    The file was moved, or was not copied together with the note.

    Bad:
        --- tea.md
        ![[gaiwan.jpg]] and [the form](forms/order.pdf)

    Good:
        --- tea.md
        ![[gaiwan.svg]] and ![a picture elsewhere](https://example.org/cup.jpg)
        --- pictures/gaiwan.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
    """
    for found in subject.missing_by_kind[UnresolvedKind.ATTACHMENT]:
        yield subject.remark(
            found.link, translatable("there is no file `{target}`", target=found.link.target)
        )
