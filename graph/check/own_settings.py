"""The rules that the owner of a vault sets: the tables `[[rules.…]]` of `noteweave.toml`.

Each entry applies to some notes, gives a reason in the owner's words, and makes one or more
demands. Each demand is checked by one rule in `graph/check/own_rules/`.
"""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import msgspec

from noteweave.graph.check.findings import Severity

Texts = str | tuple[str, ...]
"""One text, or a list of them."""


def texts(value: Texts) -> tuple[str, ...]:
    """Return one text or a list of them as a list; "" is none."""
    return ((value,) if value else ()) if isinstance(value, str) else value


class OwnRule(msgspec.Struct, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """Settings of every entry."""

    why: str = ""
    """The owner's words; they are part of the findings."""
    notes: Texts = ()
    """Patterns of the notes it applies to, in the syntax of `.gitignore`; all by default."""
    severity: Severity | None = None


class SectionRule(OwnRule, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """`[[rules.sections]]`: demands on one section."""

    heading: str
    """The text of its heading, of whatever level."""
    required: bool = False
    only_here: bool = False
    """Whether no other note may have this section."""
    item: Texts = ()
    """The form of its list items: `*`, `{relation}` and `{reason}` are any text."""
    pattern: Texts = ()
    """The same as regular expressions that are found somewhere in an item."""
    relations: Texts = ()
    """What `relation` may be."""
    targets_in: Texts = ()
    """Folders that hold the targets of its links."""
    no_unwritten: bool = False
    least: int | None = None
    most: int | None = None
    """How many list items it has."""
    no_tags: bool = False


class TopicRule(OwnRule, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """`[[rules.topics]]`: demands on the targets of links."""

    forbidden: Texts = ()
    same: dict[str, str] = {}
    """Names, and what to write instead of each."""


class PropertyType(StrEnum):
    """The type of a property's value."""

    TEXT = "text"
    NUMBER = "number"
    DATE = "date"
    LIST = "list"
    CHECKBOX = "checkbox"
    ANY = "any"


Wanted = PropertyType | tuple[str, ...]
"""A type, or the texts that are allowed."""


class PropertyRule(OwnRule, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """`[[rules.properties]]`: demands on the frontmatter."""

    required: dict[str, Wanted] = {}
    optional: dict[str, Wanted] = {}
    """Properties that may be missing, but have this type where they are there."""


class TextRule(OwnRule, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """`[[rules.text]]`: words that must not remain."""

    words: Texts = ()
    """Words and phrases, in which `*` is any text."""
    patterns: Texts = ()
    """Regular expressions."""


class AnswerRule(OwnRule, frozen=True, rename="kebab", kw_only=True, omit_defaults=True):
    """`[[rules.answers]]`: relations that the other note must return."""

    symmetric: Texts = ()
    pairs: dict[str, str] = {}
    """Relations and their inverses; it applies in both directions."""


class OwnRules(msgspec.Struct, frozen=True, rename="kebab", omit_defaults=True):
    """`[rules]`: everything that a vault's owner demands."""

    sections: tuple[SectionRule, ...] = ()
    topics: tuple[TopicRule, ...] = ()
    properties: tuple[PropertyRule, ...] = ()
    text: tuple[TextRule, ...] = ()
    answers: tuple[AnswerRule, ...] = ()

    def entries(self) -> Iterator[tuple[str, int, OwnRule]]:
        """Yield all entries, each with its table's name and its number there, from 1."""
        for table in self.__struct_fields__:
            for number, entry in enumerate(getattr(self, table), 1):
                yield table, number, entry

    def __bool__(self) -> bool:
        return any(True for _ in self.entries())
