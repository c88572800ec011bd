"""NW016."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW016", Severity.INFO, reads="links", on=False)
def link_to_excluded(subject: Subject) -> Iterator[Remark]:
    """A link leads to a file that is excluded or ignored.

    The file exists, but the graph does not show it, and a file that git ignores is on this
    computer only.

    Bad:
        --- .noteweaveignore
        drafts/
        --- today.md
        See [[Ode to a cup]].
        --- drafts/Ode to a cup.md
        O cup.

    Good:
        --- today.md
        See [[Ode to a cup]].
        --- drafts/Ode to a cup.md
        O cup.
    """
    files = subject.vault.files
    for found in subject.links:
        file = files[found.target] if found.target else None
        if file and file.excluded:
            what = translatable("ignored") if file.ignored else translatable("excluded")
            yield subject.remark(
                found.link, translatable("`{path}` is {what}", path=file.path, what=what)
            )
