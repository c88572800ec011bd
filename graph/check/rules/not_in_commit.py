"""NW019."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW019", reads="uncommitted")
def not_in_commit(here: Subject) -> Iterator[Remark]:
    """A link names a file that exists here, but is not in the commit.

    For everybody else the link is broken. Stage the file as well; if git ignores it, link to
    something else or take it out of `.gitignore`. Only `noteweave check --staged` can say this.

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
    for found, file in here.uncommitted:
        what = f"`{file.path}` exists here but is not in the commit"
        if file.ignored:
            yield here.on(found.link, f"{what}: git ignores it")
        else:
            yield here.on(found.link, f"{what}: git add it too")
