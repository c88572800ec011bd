"""The rules that a vault sets itself, compiled from its configuration; a note as they see it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any, Generic, NamedTuple, TypeVar

from noteweave.graph import names
from noteweave.graph.check.findings import Remark
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
from noteweave.graph.resolve.resolved_vault import ResolvedLink
from noteweave.vault import patterns
from noteweave.vault.disk.ignore import ignored_by
from noteweave.vault.disk.ignore import rule as ignore_rules
from noteweave.vault.errors import ConfigError
from noteweave.vault.model import Link
from noteweave.vault.parsing.sections import Item, Section, items, sections

if TYPE_CHECKING:
    from noteweave.graph.check.subject import Subject

_LINE_END = re.compile(r"\r\n?|\n")
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
        return f"{text} ({why})" if why else text

    @cached_property
    def key(self) -> str:
        """The folded heading, as sections are compared; "" for entries without a heading."""
        return names.heading_key(self.rule.heading) if isinstance(self.rule, SectionRule) else ""

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
            for name in entry.rule.symmetric:
                found[relation_key(name)] = name, entry
            for one, other in entry.rule.pairs.items():
                found[relation_key(one)] = other, entry
                found[relation_key(other)] = one, entry
        return found


class FoundSection(NamedTuple):
    """A section of a note, and an entry that applies to it."""

    entry: Entry[SectionRule]
    section: Section


class Related(NamedTuple):
    """A relation from a note to another file."""

    relation: str
    target: str
    link: Link


class OwnNote:
    """A note as the vault's own rules see it; what several of them need is computed once."""

    def __init__(self, subject: Subject, rules: CompiledRules) -> None:
        self._subject = subject
        self.rules = rules
        self._items: dict[Section, tuple[Item, ...]] = {}

    @cached_property
    def text(self) -> str:
        """The note's text, which is read again."""
        return self._subject.vault.resolved.vault.text(self._subject.note.path)

    @cached_property
    def lines(self) -> Sequence[str]:
        """The lines of the text."""
        return _LINE_END.split(self.text)

    @cached_property
    def sections(self) -> tuple[FoundSection, ...]:
        """Each section of this note with each entry that applies to it, in the order of entries."""
        path = self._subject.note.path
        return tuple(
            FoundSection(entry, section)
            for entry in self.rules.sections
            if entry.holds(path)
            for section in self.named(entry.key)
        )

    def named(self, key: str) -> Sequence[Section]:
        """Return the sections with a folded heading; "" and unconfigured headings have none."""
        return self._by_key.get(key, ())

    @cached_property
    def _by_key(self) -> Mapping[str, Sequence[Section]]:
        wanted = {entry.key for entry in self.rules.sections}
        found: dict[str, list[Section]] = {}
        for section in sections(self._subject.note.headings):
            key = names.heading_key(section.heading.text)
            if key in wanted:
                found.setdefault(key, []).append(section)
        return found

    def items(self, section: Section) -> tuple[Item, ...]:
        """Return the list items of a section."""
        if section not in self._items:
            self._items[section] = tuple(items(self.text, section))
        return self._items[section]

    def links(self, section: Section) -> Iterator[ResolvedLink]:
        """Yield the links of a section, without links to URLs."""
        for found in self._subject.links:
            if section.holds(found.link.line) and not found.link.external:
                yield found

    @cached_property
    def related(self) -> tuple[Related, ...]:
        """Relations to other files, written as properties, inline fields, or in list items."""
        item_relations: dict[int, str] = {}
        for entry, section in self.sections:
            for item in self.items(section) if entry.patterns else ():
                relation = (entry.match(item) or {}).get("relation", "")
                if relation:
                    item_relations[item.line] = relation
        found = []
        for link, target, *_ in self._subject.links:
            relation = link.relation or item_relations.get(link.line, "")
            item_relations.pop(link.line, None)  # it belongs to the first link of an item
            if relation and target is not None and target != self._subject.note.path:
                found.append(Related(relation, target, link))
        return tuple(found)

    def remark_at(
        self, entry: Entry[R], line: int, message: str, column: int = 1, width: int = -1
    ) -> Remark:
        """Return a remark about a place on a line; up to the line's end if `width` is negative."""
        if width < 0:
            text = self.lines[line - 1] if line <= len(self.lines) else ""
            width = max(0, len(text.rstrip()) - column + 1)
        place = (self._subject.note.path, line, column, line, column + width)
        return Remark(*place, entry.message(message), entry.rule.severity)


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
        return (*map(patterns.phrase, rule.words), *map(patterns.expression, rule.patterns))
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
