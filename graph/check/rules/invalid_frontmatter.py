"""NW020."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW020", reads="faults")
def invalid_frontmatter(here: Subject) -> Iterator[Remark]:
    """The YAML at the head of a note cannot be read.

    Its tags, aliases and properties are lost: to noteweave, and to the app.

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
    yield from here.faults("NW020")
