"""NW104."""

from __future__ import annotations

from collections.abc import Iterator

from noteweave.graph.check.findings import Remark
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable


@rule("NW104", reads="own sections")
def section_item(subject: Subject) -> Iterator[Remark]:
    """A list item is not of the form that the vault's own rules demand of its section.

    `item` in `[[rules.sections]]` is the form of a whole item: `*` is any text, `{relation}` and
    `{reason}` are some text that other rules and commands use. `pattern` is a regular expression
    that must be found somewhere in the item. With more than one, an item must have one of them. An
    item is what stands behind the bullet, without what is nested below it.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        item = "[[*]] because {reason}"
        --- Assam.md
        ## See also

        - [[Darjeeling]]
        --- Darjeeling.md
        Lighter.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        item = "[[*]] because {reason}"
        --- Assam.md
        ## See also

        - [[Darjeeling]] because it is drunk without milk
        --- Darjeeling.md
        Lighter.
    """
    for entry, section, _ in subject.own.demanded(lambda rule: rule.item or rule.pattern):
        wanted = " or ".join(f"`{pattern.source}`" for pattern in entry.patterns)
        message = translatable(
            "this item of `{heading}` is not written {wanted}",
            heading=entry.rule.heading,
            wanted=wanted,
        )
        for item in subject.own.items(section):
            if entry.match(item) is None:
                yield subject.own.remark_at(entry, item.line, message, item.column)
