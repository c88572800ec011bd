"""NW028."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW028", Severity.INFO, reads="faults")
def lost_heading(here: Subject) -> Iterator[Remark]:
    """A heading stands between two `---` at the head of a note, where it is a comment.

    The first `---` of a note opens its frontmatter, and in YAML a line that begins with `#` says
    nothing. For a rule above the heading, write `***`, or leave a line empty before it.

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
    yield from here.faults("NW028")
