"""NW007."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Syntax


@rule("NW007", Severity.WARNING, reads="found links")
def divergent_link(subject: Subject) -> Iterator[Remark]:
    """A Markdown link opens one note in Obsidian and another everywhere else.

    Obsidian first looks the path up in the whole vault; on GitHub, in other editors and on a
    website it starts in the note's own folder. Here the two find different notes.

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
    if subject.vault.profile is not Profile.OBSIDIAN:
        return
    for found in subject.found:
        link = found.link
        if link.syntax is not Syntax.MARKDOWN or found.target is None or not link.target:
            continue
        other = subject.vault.resolved.index.relative(link.target, subject.note.path).path
        if other is not None and other != found.target:
            yield subject.remark(
                link,
                translatable(
                    "Obsidian opens `{target}`, other programs `{other}`",
                    target=found.target,
                    other=other,
                ),
            )
