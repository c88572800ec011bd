"""NW024."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject


@rule("NW024", Severity.WARNING, reads="faults")
def fullwidth_colon(subject: Subject) -> Iterator[Remark]:
    """A property is written with a full-width colon, so that it is lost.

    YAML accepts only the ASCII `:`, with a space after it.

    Bad:
        --- 茶.md
        ---
        产地：杭州
        ---
        龙井。

    Good:
        --- 茶.md
        ---
        产地: 杭州
        ---
        龙井。
    """
    yield from subject.faults("NW024")
