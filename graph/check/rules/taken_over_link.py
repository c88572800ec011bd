"""NW038."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW038", Severity.WARNING, reads="links")
def taken_over_link(subject: Subject) -> Iterator[Remark]:
    """A new or moved file takes over a link to another file.

    The link is the same as before, and so is its old target, but now it leads elsewhere. Write the
    old target with its folder, or give the new file another name. Only `noteweave check --staged`
    and `--since` report this.

    Bad:
        --- today.md
        See [[Water]].
        --- books/tea/Water.md
        Soft, and not quite boiling.
        --- Water.md (new)
        To drink.

    Good:
        --- today.md
        See [[books/tea/Water]].
        --- books/tea/Water.md
        Soft, and not quite boiling.
        --- Well water.md (new)
        To drink.
    """
    previous = subject.vault.previous
    if previous is None:
        return
    path = subject.note.path
    old_note = previous.vault.notes.get(path)
    old_targets = {link.target for link in old_note.links} if old_note else set()
    for link in subject.links:
        if link.target is None or link.link.target not in old_targets:
            continue
        old = previous.resolve(link.link, path).target
        if old not in (None, link.target) and old in subject.vault.files:
            message = translatable(
                "`{target}` led to `{old}`; now it leads to `{target2}`",
                target=link.link.target,
                old=old,
                target2=link.target,
            )
            yield subject.remark(link.link, message, suggestion=str(old))
