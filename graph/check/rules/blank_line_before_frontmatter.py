"""NW039."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW039", Severity.INFO, reads="faults")
def blank_line_before_frontmatter(subject: Subject) -> Iterator[Remark]:
    """A blank line before the first `---` makes properties into text.

    Apps differ: Obsidian read such a frontmatter in 2023, and python-frontmatter reads it today;
    by the help of Obsidian, and to noteweave, it has to be at the very beginning of the file.

    Bad:
        --- tea.md

        ---
        kind: oolong
        ---
        Leaves.

    Good:
        --- tea.md
        ---
        kind: oolong
        ---
        Leaves.
    """
    yield from subject.faults("NW039")
