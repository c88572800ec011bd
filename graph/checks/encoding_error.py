"""NW040."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.findings import Remark
from noteweave.graph.inspection import Subject
from noteweave.graph.rules import rule


@rule("NW040", reads="faults")
def encoding_error(here: Subject) -> Iterator[Remark]:
    """A file cannot be read as UTF-8.

    Save it as UTF-8: what is not can be read by no app for notes.

    Bad:
        --- tea.md
        Grown in Wuy\udced.

    Good:
        --- tea.md
        Grown in Wuyí.
    """
    yield from here.faults("NW040")
