"""The result of a check: a place in a note, what is wrong there, and possibly a fix."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from operator import attrgetter

import msgspec


class Severity(StrEnum):
    """How serious a finding is."""

    ERROR = "error"
    """Certainly broken."""
    WARNING = "warning"
    """Probably not intended, or broken in other programs."""
    INFO = "info"
    """Worth knowing; often written on purpose."""

    @property
    def rank(self) -> int:
        """Return 0 for information, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Fix(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One text replacement that removes a finding; offered only if there is a single way."""

    path: str
    start: int
    end: int
    """Characters of the decoded text (after a byte order mark), as in `Link`."""
    text: str
    """The replacement."""
    sure: bool = True
    """False if it depends on a guess; `--fix` does not apply such a fix."""


class Remark(msgspec.Struct, frozen=True, gc=False):
    """What a rule reports about a place; `Rule.finding` adds the rule's code and name."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    """The place, in characters from 1; the end is exclusive."""
    message: str
    """One phrase without a full stop; lower case at the start, unless it starts with a name."""
    severity: Severity | None = None
    """None: the rule's own."""
    suggestion: str = ""
    """What was probably meant: a name, a path or a heading. "" if unknown."""
    fix: Fix | None = None


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One problem in a vault. In JSON, `suggestion` and `fix` are left out if empty.

    The fields before `code` are those of `Remark`.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    """`NW001`: never changes its meaning."""
    name: str
    """`broken-link`: what `ignore` in a note or a configuration may name instead."""
    severity: Severity
    message: str
    suggestion: str = ""
    fix: Fix | None = None
    local: str = ""
    """The message in the language in use; "" in English."""


order = attrgetter("path", "line", "column", "code", "message")
"""Sort key of findings."""


def at_least(findings: Iterable[Finding], severity: Severity) -> Iterator[Finding]:
    """Yield the findings of a severity or a higher one."""
    wanted = tuple(one for one in Severity if one.rank >= severity.rank)
    return (finding for finding in findings if finding.severity in wanted)
