"""NW004."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.findings import Remark
from noteweave.graph.inspection import Subject
from noteweave.graph.rules import rule
from noteweave.vault.model import Syntax
from noteweave.vault.settings import Profile


@rule("NW004")
def broken_heading(here: Subject) -> Iterator[Remark]:
    """A link names a heading that its note does not have.

    Case, punctuation and markup do not count; `#Leaves#Green` is the heading "Green" below
    "Leaves". Markdown links may use the form of web addresses, `#green-leaves`.

    Bad:
        --- today.md
        See [[Tea#Brewing]].
        --- Tea.md
        ## Growing

    Good:
        --- today.md
        See [[Tea#growing]] and [this](Tea.md#growing-in-the-shade).
        --- Tea.md
        ## Growing
        ### Growing in the *shade*
    """
    obsidian = here.around.vault.vault.settings.profile is Profile.OBSIDIAN
    for found in here.fragments:
        link, target = found.link, found.target
        assert target is not None
        if link.fragment.startswith("^"):
            continue
        outline = here.around.outline(target)
        slug = link.syntax is not Syntax.WIKILINK or not obsidian
        if outline.has_heading(link.fragment, slug=slug):
            continue
        where = "this note" if target == here.note.path else f"`{target}`"
        meant = outline.near_heading(link.fragment)
        hint = f"; did you mean `#{meant}`?" if meant else ""
        message = f"{where} has no heading `{link.fragment}`{hint}"
        yield here.on(link, message, suggestion=meant)
