"""NW047."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.references import Mismatch


@rule("NW047", Severity.INFO, on=False)
def undefined_footnote(subject: Subject) -> Iterator[Remark]:
    """A footnote mark `[^label]` has no footnote.

    Renderers show the mark as it is written. Add a line `[^label]: text`.

    Bad:
        --- tea.md
        Steep it twice.[^1]

    Good:
        --- tea.md
        Steep it twice.[^1]

        [^1]: The first time only for a moment.
    """
    yield from subject.mismatches(
        Mismatch.UNDEFINED_FOOTNOTE, translatable("there is no footnote `[^{label}]`")
    )
