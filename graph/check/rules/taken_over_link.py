"""NW038."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW038", Severity.WARNING, reads="links")
def taken_over_link(subject: Subject) -> Iterator[Remark]:
    """A link that nobody changed now leads to another file.

    A new or moved file has taken it over; or its target was deleted or renamed, and another file
    of that name is found instead; or its own note was moved. Write the target that is meant with
    its folder, or give the new file another name. Only `noteweave check --staged` and `--since`
    report this.

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
    path = previous.old_path(subject.note.path)
    old_note = previous.vault.vault.notes.get(path)
    old_targets = {link.target for link in old_note.links} if old_note else set()
    for link in subject.links:
        if link.target is None or link.link.target not in old_targets:
            continue
        old = previous.vault.resolve(link.link, path).target
        meant = previous.new_path(old, subject.vault.files) if old else None
        if old is not None and link.target not in (old, meant):
            message = _message(link.link.target, old, meant, link.target)
            yield subject.remark(link.link, message, suggestion=meant or "")


def _message(target: str, old: str, meant: str | None, now: str) -> str:
    values = {"target": target, "old": old, "now": now}
    if meant is None:
        return translatable(
            "`{target}` led to `{old}`, which is deleted; now it leads to `{now}`", **values
        )
    if meant != old:
        return translatable(
            "`{target}` led to `{old}`, which is `{meant}` now; but the link leads to `{now}`",
            meant=meant,
            **values,
        )
    return translatable("`{target}` led to `{old}`; now it leads to `{now}`", **values)
