"""NW005."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.fragments import parts
from noteweave.vault.messages import translatable


@rule("NW005", reads="fragments")
def broken_block(subject: Subject) -> Iterator[Remark]:
    """A link names a block that its note does not have.

    A block is a paragraph or list item that ends in ` ^its-id`, or a table or quote with the id
    on a line of its own below it.

    Bad:
        --- today.md
        As said in [[Tea#^first-cup]].
        --- Tea.md
        The first cup moistens the lips. ^firstcup

    Good:
        --- today.md
        As said in [[Tea#^first-cup]].
        --- Tea.md
        The first cup moistens the lips. ^first-cup
    """
    for found in subject.fragments:
        if "^" not in found.link.fragment:
            continue
        target = str(found.target)
        outline = subject.vault.outline(target)
        for part in parts(found.link.fragment, subject.vault.profile):
            if part.startswith("^") and not outline.has_block(part[1:].strip()):
                where = translatable("this note") if target == subject.note.path else f"`{target}`"
                yield subject.remark(
                    found.link,
                    translatable("{where} has no block `{part}`", where=where, part=part),
                )
    for found in subject.missing_blocks:
        yield subject.remark(
            found.link, translatable("no note has a block `{target}`", target=found.link.target)
        )
