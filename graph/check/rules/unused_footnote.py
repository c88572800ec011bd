"""NW048."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.references import Mismatch


@rule("NW048", Severity.INFO, on=False)
def unused_footnote(subject: Subject) -> Iterator[Remark]:
    """A footnote is not referred to from the text.

    Most renderers do not show it at all.

    Bad:
        --- tea.md
        Steep it twice.

        [^1]: The first time only for a moment.

    Good:
        --- tea.md
        Steep it twice.[^1]

        [^1]: The first time only for a moment.
    """
    yield from subject.mismatches(
        Mismatch.UNUSED_FOOTNOTE, translatable("no text refers to the footnote `[^{label}]`")
    )
