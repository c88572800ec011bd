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
        where = ", ".join(f"`{pattern}`" for pattern in texts(entry.notes)) or "all notes"
        severity = f" ({entry.severity})" if entry.severity else ""
        yield f"[[rules.{table}]] number {number}, for {where}{severity}"
        if entry.why:
            yield f"  {entry.why}"
        yield from (f"  {demand.code} {demand.text}" for demand in wanted)


def demands(entry: OwnRule) -> Iterator[Demand]:
    """Yield what an entry demands, in the order of the codes."""
    if isinstance(entry, SectionRule):
        yield from _of_section(entry)
    elif isinstance(entry, TopicRule):
        if entry.forbidden:
            yield Demand("NW110", f"no link to {_listed(texts(entry.forbidden))}")
        for name, better in entry.same.items():
            yield Demand("NW111", f"`{better}` instead of `{name}`")
    elif isinstance(entry, PropertyRule):
        if entry.required:
            yield Demand("NW112", f"has {_listed(tuple(entry.required))}")
        for name, kind in {**entry.optional, **entry.required}.items():
            values = kind.value if isinstance(kind, PropertyType) else f"one of {_listed(kind)}"
            if kind is not PropertyType.ANY:
                yield Demand("NW113", f"`{name}`: {values}")
    elif isinstance(entry, TextRule):
        yield Demand(
            "NW114", f"no note contains {_listed(texts(entry.words) + texts(entry.patterns))}"
        )
    elif isinstance(entry, AnswerRule):
        for name in texts(entry.symmetric):
            yield Demand("NW115", f"`{name}` is a relation of both notes")
        for name, other in entry.pairs.items():
            yield Demand("NW115", f"`{name}` is returned as `{other}`")


def _of_section(entry: SectionRule) -> Iterator[Demand]:
    name = f"`{entry.heading}`"
    if entry.required:
        yield Demand("NW101", f"has a section {name}")
    if entry.only_here:
        yield Demand("NW102", f"no other note has a section {name}")
    yield Demand("NW103", f"has at most one section {name}")
    forms = texts(entry.item) + texts(entry.pattern)
    if forms:
        yield Demand("NW104", f"each item of {name} is written {_listed(forms, ' or ')}")
    if entry.relations:
        yield Demand("NW105", f"relations in {name}: {_listed(texts(entry.relations))}")
    if entry.targets_in:
        yield Demand("NW106", f"links in {name} lead to {_listed(texts(entry.targets_in), ' or ')}")
    if entry.no_unwritten:
        yield Demand("NW107", f"links in {name} lead to notes that are written")
    if entry.least is not None:
        yield Demand("NW108", f"{name} has at least {entry.least} items")
    if entry.most is not None:
        yield Demand("NW108", f"{name} has at most {entry.most} items")
    if entry.no_tags:
        yield Demand("NW109", f"no tags in {name}")


def _listed(values: tuple[str, ...], between: str = ", ") -> str:
    return between.join(f"`{value}`" for value in values)
