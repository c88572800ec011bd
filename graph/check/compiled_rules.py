"""The rules that a vault sets itself, compiled from its configuration."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import Any, Generic, TypeVar

from noteweave.graph import names
from noteweave.graph.check.own_settings import (
    AnswerRule,
    OwnRule,
    OwnRules,
    PropertyRule,
    SectionRule,
    TextRule,
    TopicRule,
    texts,
)
from noteweave.vault import patterns
from noteweave.vault.disk.ignore import ignored_by
from noteweave.vault.disk.ignore import rule as ignore_rules
from noteweave.vault.errors import ConfigError
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.sections import Item

_SCOPES = 100_000
"""Folders whose scope is remembered."""
R = TypeVar("R", bound=OwnRule)


@dataclass(frozen=True)
class Entry(Generic[R]):
    """One compiled entry of the configuration."""

    rule: R
    holds: Callable[[str], bool]
    """Whether it holds for the note of a path."""
    patterns: tuple[patterns.Pattern, ...] = ()
    """Forms and expressions for the items of a section, or for text that must not remain."""

    def message(self, text: str) -> str:
        """Return the message of a finding, followed by the owner's reason."""
        why = self.rule.why.strip()
        return translatable("{text} ({why})", text=text, why=why) if why else text

    @cached_property
    def key(self) -> str:
        """The folded heading, as sections are compared; "" for entries without a heading."""
        return names.heading_key(self.rule.heading) if isinstance(self.rule, SectionRule) else ""

    @cached_property
    def forbidden(self) -> frozenset[str]:
        """The folded names of forbidden topics; empty for other entries."""
        rule = self.rule
        names_ = texts(rule.forbidden) if isinstance(rule, TopicRule) else ()
        return frozenset(map(names.topic_key, names_))

    @cached_property
    def same(self) -> Mapping[str, str]:
        """What to write instead of a topic, by its folded name; empty for other entries."""
        same = self.rule.same if isinstance(self.rule, TopicRule) else {}
        return {names.topic_key(name): better for name, better in same.items()}

    def match(self, item: Item) -> Mapping[str, str] | None:
        """Return the named parts of an item by the first pattern that it matches; None: by none."""
        return next((m for p in self.patterns if (m := p.match(item.text)) is not None), None)


class CompiledRules:
    """All entries of a vault.

    Raises:
        ConfigError: one of them has no meaning; the message names it.
    """

    def __init__(self, settings: OwnRules, source: str) -> None:
        """`source` is the configuration file, seen from the vault's folder."""
        self.settings = settings
        self.source = source
        self.sections: list[Entry[SectionRule]] = []
        self.topics: list[Entry[TopicRule]] = []
        self.properties: list[Entry[PropertyRule]] = []
        self.text: list[Entry[TextRule]] = []
        self.answers: list[Entry[AnswerRule]] = []
        for table, number, rule in settings.entries():
            try:
                entry = Entry(rule, scope(texts(rule.notes)), _patterns(rule))
                _validate(rule)
            except ConfigError as error:
                message = f"{source}: `[[rules.{table}]]` number {number}: {error.message}"
                raise ConfigError(message, error.hint) from error
            getattr(self, table).append(entry)
        self.features = tuple(f"own {t}" for t in settings.__struct_fields__ if getattr(self, t))
        """What the rules for these entries read; see `Subject.features`."""

    def entries(self) -> Iterator[tuple[str, int, Entry[Any]]]:
        """Yield all entries, each with its table's name and its number there, from 1."""
        for table in self.settings.__struct_fields__:
            for number, entry in enumerate(getattr(self, table), 1):
                yield table, number, entry

    @cached_property
    def answering(self) -> Mapping[str, tuple[str, Entry[AnswerRule]]]:
        """The relation that must be returned, and the entry that demands it, by folded relation."""
        found: dict[str, tuple[str, Entry[AnswerRule]]] = {}
        for entry in self.answers:
            for name in texts(entry.rule.symmetric):
                found[relation_key(name)] = name, entry
            for one, other in entry.rule.pairs.items():
                found[relation_key(one)] = other, entry
                found[relation_key(other)] = one, entry
        return found


@lru_cache(maxsize=10_000)
def relation_key(name: str) -> str:
    """Return the form in which relations are compared; inline fields have `-` for spaces."""
    return names.key("-".join(name.split()))


def scope(wanted: tuple[str, ...]) -> Callable[[str], bool]:
    """Return a function that tells whether a note's path matches; without patterns every path does.

    Args:
        wanted: patterns in the syntax of `.gitignore`.
    """
    rules = ignore_rules(wanted)
    if not rules:
        return lambda _path: True
    if all(one.endswith("/") for one in wanted):  # patterns of folders: one answer a folder

        @lru_cache(maxsize=_SCOPES)
        def matches(folder: str) -> bool:
            return ignored_by(rules, f"{folder}/note.md" if folder else "note.md")

        return lambda path: matches(names.folder(path))
    return lambda path: ignored_by(rules, path)


def _patterns(rule: OwnRule) -> tuple[patterns.Pattern, ...]:
    if isinstance(rule, SectionRule):
        forms, expressions = texts(rule.item), texts(rule.pattern)
        return (*map(patterns.form, forms), *map(patterns.expression, expressions))
    if isinstance(rule, TextRule):
        return (
            *map(patterns.phrase, texts(rule.words)),
            *map(patterns.expression, texts(rule.patterns)),
        )
    return ()


def _validate(rule: OwnRule) -> None:
    """Refuse an entry that demands nothing, or something that no note can meet."""
    demands = [name for name in rule.__struct_fields__ if name not in ("why", "notes", "severity")]
    if not any(getattr(rule, name) not in (False, None, "", (), {}) for name in demands
               if name != "heading"):  # fmt: skip
        known = ", ".join(name.replace("_", "-") for name in demands if name != "heading")
        raise ConfigError("it demands nothing", f"a demand is one of {known}")
    if isinstance(rule, SectionRule):
        _validate_section(rule)
    if isinstance(rule, TopicRule):
        for name, better in rule.same.items():
            if names.key(better) in {names.key(n) for n in rule.same if n != name}:
                raise ConfigError(
                    f"`{name}` is `{better}`, which is itself something else",
                    "write for every name the one that is to be used",
                )


def _validate_section(rule: SectionRule) -> None:
    if not names.heading_key(rule.heading):
        raise ConfigError("`heading` is empty", "write the text of the heading, without `#`")
    if rule.least is not None and rule.most is not None and rule.least > rule.most:
        raise ConfigError(f"`least` {rule.least} is more than `most` {rule.most}", "swap them")
    compiled = _patterns(rule)
    if rule.relations and compiled and not any("relation" in one.names for one in compiled):
        raise ConfigError(
            "`relations` says what a relation may be, but no form says where it stands",
            "write `{relation}` in `item`, or `(?P<relation>…)` in `pattern`",
        )
    possible = [part for one in compiled if (part := one.part("relation")) is not None]
    for relation in texts(rule.relations) if possible else ():
        if all(part.match(relation) is None for part in possible):
            raise ConfigError(
                f"the relation `{relation}` is allowed, but by no pattern: no item can have it",
                "add it to the group `relation` of `pattern`, or take it out of `relations`",
            )
