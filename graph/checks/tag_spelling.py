"""NW027."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.findings import Remark, Severity
from noteweave.graph.inspection import Facts, Inspection, Subject
from noteweave.graph.rules import vault_rule


def tags(here: Subject) -> Iterator[tuple[str, int, int]]:
    """Yield the name, line and column of a note's tags."""
    for tag in here.note.tags:
        yield tag.name, tag.line, tag.column


@vault_rule("NW027", Severity.INFO, gather=tags)
def tag_spelling(_whole: Inspection, facts: Facts) -> Iterator[Remark]:
    """A tag is spelt in upper and lower case in several ways.

    Apps take them for the same tag; a search by text and most other programs do not.

    Bad:
        --- monday.md
        #Tea
        --- tuesday.md
        #tea #tea/green

    Good:
        --- monday.md
        #tea
        --- tuesday.md
        #tea #tea/green
    """
    spellings: defaultdict[str, Counter[str]] = defaultdict(Counter)
    for found in facts.values():
        for name, _, _ in found:
            spellings[names.key(name)][name] += 1
    for path, found in facts.items():
        for name, line, column in found:
            counts = spellings[names.key(name)]
            usual = max(counts, key=lambda spelling: (counts[spelling], spelling))
            if name != usual:
                what = f"`#{name}` is spelt `#{usual}` elsewhere"
                yield Remark(path, line, column, line, column + len(name) + 1, what)
