"""NW019."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW019", reads="uncommitted")
def not_in_commit(subject: Subject) -> Iterator[Remark]:
    """A link names a file that exists here, but is not in the commit.

    In every other clone the link is broken. Stage the file as well; if git ignores it, link to
    something else or remove it from `.gitignore`. Only `noteweave check --staged` reports this.

    Bad:
        --- today.md
        Picked [[Nettle]].
        --- Nettle.md (not added)
        It stings.

    Good:
        --- today.md
        Picked [[Nettle]].
        --- Nettle.md
        It stings.
    """
    for found, file in subject.uncommitted:
        what = translatable("`{path}` exists here but is not in the commit", path=file.path)
        if file.ignored:
            yield subject.remark(found.link, translatable("{what}: git ignores it", what=what))
        else:
            yield subject.remark(found.link, translatable("{what}: git add it too", what=what))
