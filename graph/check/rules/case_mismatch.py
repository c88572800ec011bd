"""NW010."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.names import key
from noteweave.graph.resolve.file_index import Via
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Syntax


@rule("NW010", Severity.INFO, reads="found links")
def case_mismatch(subject: Subject) -> Iterator[Remark]:
    """A link and its file differ in upper and lower case.

    Apps for notes ignore case. A website and a file system on Linux do not, so it is a warning for
    a Markdown link.

    Bad:
        --- today.md
        See [the well](dragon%20well.md).
        --- Dragon Well.md
        Chestnuts.

    Good:
        --- today.md
        See [the well](Dragon%20Well.md).
        --- Dragon Well.md
        Chestnuts.
    """
    if subject.vault.profile is Profile.LOGSEQ:  # where a page's name has no case
        return
    for found in subject.found:
        if found.target is None or found.via not in (Via.PATH, Via.NAME):
            continue
        if found.target.endswith((found.link.target, f"{found.link.target}.md")):
            continue
        spelling = as_on_disk(found.link.target, found.target)
        if spelling != found.link.target:
            severity = Severity.INFO if found.link.syntax is Syntax.WIKILINK else Severity.WARNING
            yield subject.remark(
                found.link,
                translatable("the file is called `{spelling}`", spelling=spelling),
                severity,
                suggestion=spelling,
                text=subject.retarget(found.link, spelling),
            )


def as_on_disk(target: str, path: str) -> str:
    """Return a target with the upper and lower case of the file that it leads to.

    >>> as_on_disk("../LEAF/dragon well", "leaf/Dragon Well.md")
    '../leaf/Dragon Well'
    """
    written, real = target.split("/"), path.split("/")
    for n in range(1, min(len(written), len(real)) + 1):
        if key(written[-n]) == key(real[-n]):
            written[-n] = real[-n]
        elif n == 1:
            length = len(written[-1])
            if key(real[-1][:length]) == key(written[-1]):
                written[-1] = real[-1][:length]
    return "/".join(written)
