"""NW108."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import SectionRule
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW108", reads="own sections")
def section_length(subject: Subject) -> Iterator[Remark]:
    """A section has fewer or more list items than the vault's own rules allow.

    `least` and `most` in `[[rules.sections]]`. Nested items do not count. For notes without the
    section see missing-section.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        least = 2
        --- Assam.md
        ## Topics

        - [[India]]

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        least = 2
        --- Assam.md
        ## Topics

        - [[India]]
        - [[Malt]]
        --- India.md
        A country.
        --- Malt.md
        A taste.
    """
    for entry, section, (least, most) in subject.own.demanded(_bounds):
        count = len(subject.own.items(section))
        if least is not None and count < least:
            wanted = translatable("at least {least}", least=least)
        elif most is not None and count > most:
            wanted = translatable("at most {most}", most=most)
        else:
            continue
        items = translatable("1 item") if count == 1 else translatable("{count} items", count=count)
        message = translatable(
            "`{heading}` has {items}; it should have {wanted}",
            heading=entry.rule.heading,
            items=items,
            wanted=wanted,
        )
        yield subject.own.remark_at(entry, section.heading.line, message)


def _bounds(rule: SectionRule) -> tuple[int | None, int | None] | None:
    bounds = rule.least, rule.most
    return None if bounds == (None, None) else bounds
