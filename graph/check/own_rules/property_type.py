"""NW113."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import PropertyType, Wanted
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.frontmatter.scalars import is_empty
from noteweave.vault.messages import translatable

_DATE = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?")
_CLASSES: dict[PropertyType, tuple[type, ...]] = {
    PropertyType.NUMBER: (int, float),
    PropertyType.LIST: (list,),
    PropertyType.CHECKBOX: (bool,),
    PropertyType.TEXT: (str, int, float),
}


@rule("NW113", reads="own properties")
def property_type(subject: Subject) -> Iterator[Remark]:
    """The value of a property does not have the type that the vault's own rules demand.

    `required` and `optional` in `[[rules.properties]]` say for each property `text`, `number`,
    `date` (`2024-04-05`, with a time or without, in the calendar), `list`, `checkbox`, `any`, or a
    list of the texts that are allowed. A property without a value has no type.

    Bad:
        --- noteweave.toml
        [[rules.properties]]
        optional = { "published" = "date", "kind" = ["tea", "place"] }
        --- Assam.md
        ---
        published: 2024-02-30
        kind: leaf
        ---
        Read in a paper.

    Good:
        --- noteweave.toml
        [[rules.properties]]
        optional = { "published" = "date", "kind" = ["tea", "place"] }
        --- Assam.md
        ---
        published: 2024-02-29
        kind: tea
        ---
        Read in a paper.
    """
    properties = subject.note.properties
    for entry in subject.own.entries(subject.own.rules.properties if properties else ()):
        wanted = {
            names.key(n): t for n, t in {**entry.rule.optional, **entry.rule.required}.items()
        }
        for name, value in properties.items():
            expected = wanted.get(names.key(name))
            if expected is None or is_empty(value) or fits(value, expected):
                continue
            line = subject.note.property_lines.get(name, 1)
            yield subject.own.remark_at(
                entry,
                line,
                translatable("`{name}` should be {expected}", name=name, expected=_named(expected)),
            )


def fits(value: Any, expected: Wanted) -> bool:
    """Whether the value of a property, as it was parsed, has a type or is one of some texts."""
    if not isinstance(expected, PropertyType):
        values = value if isinstance(value, list) else [value]
        return all(isinstance(one, str | int | float) and str(one) in expected for one in values)
    if expected is PropertyType.ANY:
        return True
    if expected is PropertyType.DATE:
        return isinstance(value, str) and _is_date(value.strip())
    is_checkbox = isinstance(value, bool)
    if is_checkbox or expected is PropertyType.CHECKBOX:
        return is_checkbox and expected is PropertyType.CHECKBOX
    return isinstance(value, _CLASSES[expected])


def _is_date(text: str) -> bool:
    if not _DATE.fullmatch(text):
        return False
    try:
        datetime.fromisoformat(text)
    except ValueError:
        return False
    return True


def _named(expected: Wanted) -> str:
    if not isinstance(expected, PropertyType):
        return translatable("one of {values}", values=", ".join(expected))
    if expected is PropertyType.DATE:
        return translatable("a date, as in `2024-04-05`")
    return translatable("a {type}", type=translatable(expected.value))
