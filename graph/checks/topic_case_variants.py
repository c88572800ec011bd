"""NW011."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.findings import Remark, Severity
from noteweave.graph.inspection import Facts, Inspection, Subject, on_link
from noteweave.graph.missing import Missing, missing
from noteweave.graph.rewrite import retargeted
from noteweave.graph.rules import vault_rule
from noteweave.vault.model import Link


def topics(here: Subject) -> Iterator[Link]:
    """Yield a note's links to what nobody has written."""
    for found in here.missing:
        if missing(found, here.note.path, here.around.vault) is Missing.TOPIC:
            yield found.link


@vault_rule("NW011", Severity.INFO, gather=topics)
def topic_case_variants(_whole: Inspection, facts: Facts) -> Iterator[Remark]:
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
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for links in facts.values():
        for link in links:
            spellings[names.topic_key(link.target)][link.target] += 1
    for path, links in facts.items():
        for link in links:
            counts = spellings[names.topic_key(link.target)]
            usual = max(counts, key=lambda spelling: (counts[spelling], spelling))
            if link.target != usual:
                message = f"elsewhere it is spelt `{usual}`"
                yield on_link(path, link, message, retargeted(link, usual))
