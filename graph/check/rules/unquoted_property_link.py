"""NW023."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW023", Severity.WARNING, reads="faults")
def unquoted_property_link(subject: Subject) -> Iterator[Remark]:
    """A link in a property has no quotes, so that YAML reads it as a list.

    Obsidian shows no link there. Put the link in quotes.

    Bad:
        --- tea.md
        ---
        up: [[Leaves]]
        ---
        Green.
        --- Leaves.md
        All of them.

    Good:
        --- tea.md
        ---
        up: "[[Leaves]]"
        ---
        Green.
        --- Leaves.md
        All of them.
    """
    yield from subject.faults("NW023")
