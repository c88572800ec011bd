"""NW008."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.file_index import Via
from noteweave.graph.resolve.resolved_vault import TargetKind
from noteweave.graph.resolve.unresolved import UnresolvedKind, missing
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Link, Syntax


@rule("NW008", Severity.INFO, reads="examined links")
def alias_link(subject: Subject) -> Iterator[Remark]:
    """A link names a note by its alias or title.

    Obsidian does not follow aliases: there the link leads nowhere, and a click creates a new note.
    Write the note's name, and the alias as the display text.

    Bad:
        --- today.md
        See [[Longjing]].
        --- Dragon Well.md
        ---
        aliases: [Longjing]
        ---
        Chestnuts.

    Good:
        --- today.md
        See [[Dragon Well|Longjing]].
        --- Dragon Well.md
        ---
        aliases: [Longjing]
        ---
        Chestnuts.
    """
    if subject.vault.profile is Profile.LOGSEQ:  # where an alias is as good as a name
        return
    resolved = subject.vault.resolved
    for found in subject.examined:
        owner, via = found.target, found.via
        if found.kind is TargetKind.TOPIC:
            owners = resolved.owners(found.link.target)
            if (
                len(owners) == 1
                and missing(found, subject.note.path, resolved) is UnresolvedKind.TOPIC
            ):
                owner, via = owners[0]
        if owner is None or via not in (Via.ALIAS, Via.TITLE):
            continue
        link = found.link
        name = resolved.name_for(owner, subject.note.path)
        exact = link.target in subject.spelled_names(owner)
        text = _rewritten(subject, link, name) if exact else None
        message = translatable(
            "`{target}` is the {value} of `{owner}`",
            target=link.target,
            value=translatable(via.value),
            owner=names.without_md(owner),
        )
        yield subject.remark(link, message, suggestion=name, text=text)


def _rewritten(subject: Subject, link: Link, name: str) -> str | None:
    """Return the link with the note's name as its target and the alias as its display text."""
    new = subject.retarget(link, name)
    if new is None or link.display or link.syntax is not Syntax.WIKILINK:
        return new
    bar = "\\|" if subject.is_in_table(link) else "|"
    start = new.index("[[") + 2
    parts = (new[start:-2], link.target)
    label_first = subject.vault.resolved.vault.settings.grammar.label_first
    return f"{new[:start]}{bar.join(reversed(parts) if label_first else parts)}]]"
