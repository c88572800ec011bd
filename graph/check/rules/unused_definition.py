"""NW046."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.references import Mismatch


@rule("NW046", Severity.INFO, on=False)
def unused_definition(subject: Subject) -> Iterator[Remark]:
    """A definition `[label]: destination` is used by no reference.

    It does nothing: no link leads to its destination. Definitions that Foam writes for wikilinks
    count as used.

    Bad:
        --- tea.md
        See the kettle.

        [kettle]: things/kettle.md
        --- things/kettle.md
        It sings.

    Good:
        --- tea.md
        See the [kettle].

        [kettle]: things/kettle.md
        --- things/kettle.md
        It sings.
    """
    yield from subject.mismatches(Mismatch.UNUSED, translatable("no reference uses `[{label}]`"))
