"""NW014."""

from __future__ import annotations

from collections.abc import Iterator
from urllib.parse import unquote

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.resolved_vault import ResolvedLink
from noteweave.vault.model import Syntax


@rule("NW014", Severity.WARNING, reads="missing")
def percent_encoded_wikilink(here: Subject) -> Iterator[Remark]:
    """A wikilink is written like an address, with `%20` for a space.

    Apps take a wikilink as it stands, so that it leads nowhere.

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
    for found in here.missing:
        name = decoded(found, here)
        if name:
            text = here.retarget(found.link, name)
            yield here.on(found.link, f"write `{name}`", suggestion=name, text=text)


def decoded(found: ResolvedLink, here: Subject) -> str:
    """Return the target without percent escapes, if a file is called so; else ""."""
    link = found.link
    if "%" not in link.target or link.syntax is not Syntax.WIKILINK:
        return ""
    name = unquote(link.target)
    return name if here.around.vault.index.find(name, here.note.path).path else ""
