"""What a check says: a place in a note, what is wrong there, and perhaps how to mend it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from operator import attrgetter

import msgspec


class Severity(StrEnum):
    """How bad a finding is."""

    ERROR = "error"
    """Surely broken."""
    WARNING = "warning"
    """Probably not what was meant, or broken elsewhere than here."""
    INFO = "info"
    """Worth knowing; people write such things on purpose."""

    @property
    def rank(self) -> int:
        """Return 0 for information, 1 for a warning, 2 for an error."""
        return _RANKS[self]


_RANKS = {Severity.INFO: 0, Severity.WARNING: 1, Severity.ERROR: 2}


class Fix(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One change that mends a finding; offered only when there is one way to do so."""

    path: str
    start: int
    end: int
    """Characters of the decoded text (after a byte order mark), as in `Link`."""
    text: str
    """What stands there instead."""
    sure: bool = True
    """False where it follows a guess at what was meant; `--fix` leaves that to people."""


class Remark(msgspec.Struct, frozen=True, gc=False):
    """What a rule says about a place; `Rule.finding` puts the rule's name to it."""

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    """The place, in characters from 1; the end is the first character that is not part of it."""
    message: str
    """One phrase that begins with a small letter unless with a name, without a full stop."""
    severity: Severity | None = None
    """None: the rule's own."""
    suggestion: str = ""
    """What was probably meant: a name, a path or a heading. "" when nobody can say."""
    fix: Fix | None = None


class Finding(msgspec.Struct, frozen=True, omit_defaults=True, gc=False):
    """One thing that is wrong in a vault. As JSON, `suggestion` and `fix` are left out when empty.

    The fields before `code` are those of `Remark`.
    """

    path: str
    line: int
    column: int
    end_line: int
    end_column: int
    code: str
    """`NW001`: stable for ever."""
    name: str
    """`broken-link`: reads well after "ignore"."""
    severity: Severity
    message: str
    suggestion: str = ""
    fix: Fix | None = None


order = attrgetter("path", "line", "column", "code", "message")
"""What findings are sorted by."""


def at_least(findings: Iterable[Finding], severity: Severity) -> Iterator[Finding]:
    """Yield the findings that are at least so bad."""
    bad = tuple(one for one in Severity if one.rank >= severity.rank)  # of so few: by identity
    return (finding for finding in findings if finding.severity in bad)
