"""NW045."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.references import Mismatch


@rule("NW045", Severity.INFO, on=False)
def undefined_reference(subject: Subject) -> Iterator[Remark]:
    """A reference `[text][label]` has no definition, so that it is not a link.

    Add a line `[label]: destination`, or escape the brackets if no link is meant.

    Bad:
        --- tea.md
        See [the kettle][kettle].

    Good:
        --- tea.md
        See [the kettle][kettle].

        [kettle]: things/kettle.md
        --- things/kettle.md
        It sings.
    """
    yield from subject.mismatches(
        Mismatch.UNDEFINED, translatable("there is no definition of `[{label}]`")
    )
