"""NW007."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import Syntax


@rule("NW007", Severity.WARNING, reads="found links")
def divergent_link(here: Subject) -> Iterator[Remark]:
    """A Markdown link opens one note in Obsidian and another everywhere else.

    Obsidian looks for the path in the whole vault first; on GitHub, in other editors and on a
    website it begins at the note's own folder. Here both find a note, and not the same one.

    Bad:
        --- .obsidian/app.json
        {}
        --- ink/today.md
        See [water](water.md).
        --- water.md
        To drink.
        --- ink/water.md
        To grind ink with.

    Good:
        --- .obsidian/app.json
        {}
        --- ink/today.md
        See [water](./water.md).
        --- water.md
        To drink.
        --- ink/water.md
        To grind ink with.
    """
    if here.around.profile is not Profile.OBSIDIAN:
        return
    for found in here.found:
        link = found.link
        if link.syntax is not Syntax.MARKDOWN or found.target is None or not link.target:
            continue
        other = here.around.vault.index.relative(link.target, here.note.path).path
        if other is not None and other != found.target:
            yield here.on(link, f"Obsidian opens `{found.target}`, other programs `{other}`")
