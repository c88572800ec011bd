"""NW011."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject, on_link
from noteweave.graph.edits.retarget import retargeted
from noteweave.graph.resolve.unresolved import UnresolvedKind


def topics(here: Subject) -> Iterator[str]:
    """Yield what a note's links call that nobody has written."""
    return (found.link.target for found in here.lacking[UnresolvedKind.TOPIC])


@vault_rule("NW011", Severity.INFO, reads="topic", gather=topics)
def topic_case_variants(whole: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """Links spell an unwritten topic in several ways.

    Whichever the note will be called, Obsidian shows them as several topics until it is written.

    Bad:
        --- monday.md
        [[Gongfu Cha]]
        --- tuesday.md
        [[Gongfu cha]] and [[Gongfu Cha]]

    Good:
        --- monday.md
        [[kettle]]
        --- tuesday.md
        [[kettle]] and [the same](kettle.md)
        --- kettle.md
        It sings.
    """
    usual = names.unusual_spellings(facts, names.topic_keys(facts))
    for path in sorted({path for spelling in usual for path in facts[spelling]}):
        for found in whole.subject(path).lacking[UnresolvedKind.TOPIC]:
            link = found.link
            if link.target in usual:
                better = usual[link.target]
                text = retargeted(link, better)
                yield on_link(path, link, f"elsewhere it is spelt `{better}`", text=text)
