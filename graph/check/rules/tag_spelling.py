"""NW027."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph import names
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.messages import translatable


def tags(subject: Subject) -> Iterator[str]:
    """Yield the names of a note's tags."""
    return (tag.name for tag in subject.note.tags)


@vault_rule("NW027", Severity.INFO, reads="tags", gather=tags, group=names.keys)
def tag_spelling(vault: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A tag is spelt differently in upper and lower case.

    Apps for notes treat the spellings as one tag; a text search and most other programs do not.

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
    usual = names.minority_spellings(facts, names.keys(facts))
    for path in sorted({path for spelling in usual for path in facts[spelling]}):
        subject = vault.subject(path)
        for tag in subject.note.tags:
            if tag.name in usual:
                what = translatable(
                    "`#{name}` is spelt `#{usual}` elsewhere", name=tag.name, usual=usual[tag.name]
                )
                yield subject.remark_at(tag.line, tag.column, len(tag.name) + 1, what)
