"""NW044."""

from __future__ import annotations

import posixpath
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import RELATIVE_LINKS, Subject
from noteweave.graph.resolve.file_index import Via
from noteweave.vault.messages import translatable
from noteweave.vault.model import Syntax


@rule("NW044", Severity.WARNING, reads="found links")
def non_relative_link(subject: Subject) -> Iterator[Remark]:
    """The path of a Markdown link leads nowhere from its note; only a search of the vault finds it.

    Foam's graph and noteweave find the file by its name. Editors, GitHub and website generators
    start in the folder of the note and find nothing. In a vault of Obsidian, which searches the
    whole vault itself, this is fine.

    Bad:
        --- journal/today.md
        See [the kettle](kettle.md).
        --- things/kettle.md
        It sings.

    Good:
        --- journal/today.md
        See [the kettle](../things/kettle.md).
        --- things/kettle.md
        It sings.
    """
    if subject.vault.profile not in RELATIVE_LINKS:
        return
    index, folder = subject.vault.resolved.index, names.folder(subject.note.path)
    for found in subject.found:
        link = found.link
        if link.syntax not in (Syntax.MARKDOWN, Syntax.REFERENCE) or found.target is None:
            continue
        if not link.target or link.target.startswith("/") or found.via in (Via.ALIAS, Via.TITLE):
            continue
        if index.relative(link.target, subject.note.path).path is not None:
            continue
        if index.has_folder(posixpath.normpath(posixpath.join(folder, link.target))):
            continue
        right = posixpath.relpath(found.target, folder or ".")
        if names.without_md(link.target) == link.target:
            right = names.without_md(right)
        text = None if found.candidates else subject.retarget(link, right)
        message = translatable(
            "from here the path leads nowhere; `{target}` is found by its name only",
            target=found.target,
        )
        yield subject.remark(link, message, suggestion=right, text=text)
