"""NW005."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.findings import Remark
from noteweave.graph.inspection import Subject
from noteweave.graph.rules import rule


@rule("NW005")
def broken_block(here: Subject) -> Iterator[Remark]:
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
    for found in here.fragments:
        link, target = found.link, found.target
        assert target is not None
        if not link.fragment.startswith("^"):
            continue
        if not here.around.outline(target).has_block(link.fragment[1:].strip()):
            where = "this note" if target == here.note.path else f"`{target}`"
            yield here.on(link, f"{where} has no block `{link.fragment}`")
