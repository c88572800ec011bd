"""A note as the rules that a vault sets itself see it: its sections, items and relations."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import TYPE_CHECKING, NamedTuple, TypeVar

from noteweave.graph import names
from noteweave.graph.check.compiled_rules import CompiledRules, Entry, R
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import SectionRule
from noteweave.graph.resolve.resolved_vault import ResolvedLink
from noteweave.vault.model import Link
from noteweave.vault.parsing.sections import Item, Section, items, sections

if TYPE_CHECKING:
    from noteweave.graph.check.subject import Subject

T = TypeVar("T")
_LINE_END = re.compile(r"\r\n?|\n")


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

    def entries(self, entries: Sequence[Entry[R]]) -> Iterator[Entry[R]]:
        """Yield those entries that apply to this note."""
        return (entry for entry in entries if entry.holds(self._subject.note.path))

    def demanded(
        self, demand: Callable[[SectionRule], T | None]
    ) -> Iterator[tuple[Entry[SectionRule], Section, T]]:
        """Yield each section with each entry that makes a demand on it, and what it demands.

        Args:
            demand: returns the demand of an entry; a value that is false if it makes none.
        """
        for entry, section in self.sections:
            if wanted := demand(entry.rule):
                yield entry, section, wanted

    @cached_property
    def sections(self) -> tuple[FoundSection, ...]:
        """Each section of this note with each entry that applies to it, in the order of entries."""
        return tuple(
            FoundSection(entry, section)
            for entry in self.entries(self.rules.sections)
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
