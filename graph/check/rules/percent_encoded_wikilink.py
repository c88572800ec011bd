"""NW014."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import ResolvedLink
from noteweave.vault.messages import translatable
from noteweave.vault.model import Syntax


@rule("NW014", Severity.WARNING, reads="missing")
def percent_encoded_wikilink(subject: Subject) -> Iterator[Remark]:
    """A wikilink is percent-encoded, with `%20` for a space.

    Apps do not decode wikilinks, so the link leads nowhere.

    Bad:
        --- today.md
        See [[Dragon%20Well]].
        --- Dragon Well.md
        Chestnuts.

    Good:
        --- today.md
        See [[Dragon Well]].
        --- Dragon Well.md
        Chestnuts.
    """
    for found in subject.missing:
        name = decoded(found, subject)
        if name:
            text = subject.retarget(found.link, name)
            yield subject.remark(
                found.link, translatable("write `{name}`", name=name), suggestion=name, text=text
            )


def decoded(found: ResolvedLink, subject: Subject) -> str:
    """Return the target without percent encoding, if a file has that name; else ""."""
    link = found.link
    if "%" not in link.target or link.syntax is not Syntax.WIKILINK:
        return ""
    name = unquote(link.target)
    return name if subject.vault.resolved.index.find(name, subject.note.path).path else ""
