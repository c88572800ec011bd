"""NW006."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind


@rule("NW006", reads="attachment")
def missing_attachment(here: Subject) -> Iterator[Remark]:
    """A link or embed names a picture, PDF or other file that is not there.

    The file was moved, or never came along when the note was copied from elsewhere.

    Bad:
        --- tea.md
        ![[gaiwan.jpg]] and [the form](forms/order.pdf)

    Good:
        --- tea.md
        ![[gaiwan.svg]] and ![a picture elsewhere](https://example.org/cup.jpg)
        --- pictures/gaiwan.svg
        <svg xmlns="http://www.w3.org/2000/svg"/>
    """
    for found in here.lacking[UnresolvedKind.ATTACHMENT]:
        yield here.on(found.link, f"there is no file `{found.link.target}`")
