"""NW020."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW020", reads="faults")
def invalid_frontmatter(subject: Subject) -> Iterator[Remark]:
    """The YAML frontmatter of a note cannot be read.

    Neither noteweave nor the app can use its tags, aliases and properties.

    Bad:
        --- tea.md
        ---
        title: Tea: a history
        ---
        Leaves.

    Good:
        --- tea.md
        ---
        title: "Tea: a history"
        ---
        Leaves.
    """
    yield from subject.faults("NW020")
