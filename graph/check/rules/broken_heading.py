"""NW004."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.fragments import parts
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Syntax

_COMPARED = 200_000
"""Headings that are compared to find what was meant, in all links of one note: about a second."""


@rule("NW004", reads="fragments")
def broken_heading(subject: Subject) -> Iterator[Remark]:
    """A link names a heading that its note does not have.

    Case, punctuation and markup are ignored; `#Leaves#Green` is the heading "Green" below
    "Leaves". Markdown links may use the form of web anchors, `#green-leaves`.

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
    profile = subject.vault.profile
    compared = 0
    for found in subject.fragments:
        link, target = found.link, str(found.target)
        outline = subject.vault.outline(target)
        slug = link.syntax is not Syntax.WIKILINK or profile is not Profile.OBSIDIAN
        for part in parts(link.fragment, profile):
            if part.startswith("^") or outline.has_heading(part, slug=slug):
                continue
            where = translatable("this note") if target == subject.note.path else f"`{target}`"
            compared += len(outline.headings)
            meant = outline.similar_heading(part) if compared <= _COMPARED else ""
            hint = translatable("; did you mean `#{meant}`?", meant=meant) if meant else ""
            yield subject.remark(
                link,
                translatable(
                    "{where} has no heading `{part}`{hint}", where=where, part=part, hint=hint
                ),
                suggestion=meant,
            )
