"""The rules that a vault sets itself as sentences, for `noteweave explain`."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from noteweave.graph.check.own_settings import (
    AnswerRule,
    OwnRule,
    OwnRules,
    PropertyRule,
    PropertyType,
    SectionRule,
    TextRule,
    TopicRule,
    texts,
)
from noteweave.vault.messages import _


class Demand(NamedTuple):
    """One thing that an entry demands."""

    code: str
    """The rule that checks it."""
    text: str


def summary(rules: OwnRules, code: str = "") -> Iterator[str]:
    """Yield lines that describe the vault's own rules; `code` selects one rule, "" all."""
    for table, number, entry in rules.entries():
        wanted = [demand for demand in demands(entry) if code in ("", demand.code)]
        if not wanted:
            continue
        where = ", ".join(f"`{pattern}`" for pattern in texts(entry.notes)) or _("all notes")
        severity = f" ({entry.severity})" if entry.severity else ""
        about = _("[[rules.{table}]] number {number}, for {notes}")
        yield about.format(table=table, number=number, notes=where) + severity
        if entry.why:
            yield f"  {entry.why}"
        yield from (f"  {demand.code} {demand.text}" for demand in wanted)


def demands(entry: OwnRule) -> Iterator[Demand]:
    """Yield what an entry demands, in the order of the codes."""
    if isinstance(entry, SectionRule):
        yield from _of_section(entry)
    elif isinstance(entry, TopicRule):
        if entry.forbidden:
            yield Demand(
                "NW110", _("no link to {topics}").format(topics=_listed(texts(entry.forbidden)))
            )
        for name, better in entry.same.items():
            yield Demand(
                "NW111", _("`{better}` instead of `{name}`").format(better=better, name=name)
            )
    elif isinstance(entry, PropertyRule):
        if entry.required:
            yield Demand(
                "NW112", _("has {properties}").format(properties=_listed(tuple(entry.required)))
            )
        for name, kind in {**entry.optional, **entry.required}.items():
            values = (
                kind.value
                if isinstance(kind, PropertyType)
                else _("one of {choices}").format(choices=_listed(kind))
            )
            if kind is not PropertyType.ANY:
                yield Demand("NW113", f"`{name}`: {values}")
    elif isinstance(entry, TextRule):
        yield Demand(
            "NW114",
            _("no note contains {texts}").format(
                texts=_listed(texts(entry.words) + texts(entry.patterns))
            ),
        )
    elif isinstance(entry, AnswerRule):
        for name in texts(entry.symmetric):
            yield Demand("NW115", _("`{name}` is a relation of both notes").format(name=name))
        for name, other in entry.pairs.items():
            yield Demand(
                "NW115", _("`{name}` is returned as `{other}`").format(name=name, other=other)
            )


def _of_section(entry: SectionRule) -> Iterator[Demand]:
    name = f"`{entry.heading}`"
    if entry.required:
        yield Demand("NW101", _("has a section {name}").format(name=name))
    if entry.only_here:
        yield Demand("NW102", _("no other note has a section {name}").format(name=name))
    yield Demand("NW103", _("has at most one section {name}").format(name=name))
    forms = texts(entry.item) + texts(entry.pattern)
    if forms:
        yield Demand(
            "NW104",
            _("each item of {name} is written {forms}").format(
                name=name, forms=_listed(forms, _(" or "))
            ),
        )
    if entry.relations:
        yield Demand(
            "NW105",
            _("relations in {name}: {relations}").format(
                name=name, relations=_listed(texts(entry.relations))
            ),
        )
    if entry.targets_in:
        yield Demand(
            "NW106",
            _("links in {name} lead to {folders}").format(
                name=name, folders=_listed(texts(entry.targets_in), _(" or "))
            ),
        )
    if entry.no_unwritten:
        yield Demand("NW107", _("links in {name} lead to notes that are written").format(name=name))
    if entry.least is not None:
        yield Demand(
            "NW108", _("{name} has at least {count} items").format(name=name, count=entry.least)
        )
    if entry.most is not None:
        yield Demand(
            "NW108", _("{name} has at most {count} items").format(name=name, count=entry.most)
        )
    if entry.no_tags:
        yield Demand("NW109", _("no tags in {name}").format(name=name))


def _listed(values: tuple[str, ...], between: str = ", ") -> str:
    return between.join(f"`{value}`" for value in values)
