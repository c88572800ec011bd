"""NW040."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW040", reads="faults")
def encoding_error(subject: Subject) -> Iterator[Remark]:
    r"""A file cannot be read as UTF-8.

    Save it as UTF-8: apps for notes read no other encoding.

    Bad:
        --- tea.md
        Grown in Wuy\xed.

    Good:
        --- tea.md
        Grown in Wuyí.
    """
    yield from subject.faults("NW040")
