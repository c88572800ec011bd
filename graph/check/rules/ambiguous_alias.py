"""NW009."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.graph.resolve.unresolved import UnresolvedKind
from noteweave.vault.messages import translatable

_SHOWN = 10
"""Notes that a finding names; else its length would grow with their number, for every link."""


@rule("NW009", Severity.WARNING, reads="topic")
def ambiguous_alias(subject: Subject) -> Iterator[Remark]:
    """A link names an alias or title of more than one note.

    No program can tell which note is meant.

    Bad:
        --- today.md
        See [[oolong]].
        --- Iron Goddess.md
        ---
        aliases: [oolong]
        ---
        Orchids.
        --- Big Red Robe.md
        ---
        aliases: [oolong]
        ---
        Rocks.

    Good:
        --- today.md
        See [[Big Red Robe]].
        --- Iron Goddess.md
        ---
        aliases: [oolong]
        ---
        Orchids.
        --- Big Red Robe.md
        ---
        aliases: [oolong]
        ---
        Rocks.
    """
    resolved = subject.vault.resolved
    for found in subject.missing_by_kind[UnresolvedKind.TOPIC]:
        owners = resolved.owners(found.link.target)
        if len(owners) > 1:
            shown = [f"`{names.without_md(path)}`" for path, _ in owners[:_SHOWN]]
            rest = len(owners) - _SHOWN
            last = translatable("{rest} more", rest=rest) if rest > 0 else shown.pop()
            whose = translatable("{others} and {last}", others=", ".join(shown), last=last)
            yield subject.remark(
                found.link,
                translatable(
                    "`{target}` is another name of {whose}", target=found.link.target, whose=whose
                ),
            )
