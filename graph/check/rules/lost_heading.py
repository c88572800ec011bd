"""NW028."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW028", Severity.INFO, reads="faults")
def lost_heading(subject: Subject) -> Iterator[Remark]:
    """A heading is between two `---` at the start of a note, where it is a comment.

    A `---` on the first line opens the frontmatter, and in YAML a line that begins with `#` is a
    comment. For a horizontal rule above the heading, write `***`, or leave an empty line before it.

    Bad:
        --- tea.md
        ---
        # Tea
        ---
        Leaves.

    Good:
        --- tea.md
        # Tea
        Leaves.
    """
    yield from subject.faults("NW028")
