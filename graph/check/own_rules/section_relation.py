"""NW105."""

from __future__ import annotations

from collections.abc import Iterator

import msgspec

from noteweave.graph.check.compiled_rules import Entry, relation_key
from noteweave.graph.check.findings import Remark
from noteweave.graph.check.own_settings import SectionRule, texts
from noteweave.graph.check.registry import rule
from noteweave.graph.check.subject import Subject
from noteweave.vault.messages import translatable
from noteweave.vault.parsing.sections import Section


@rule("NW105", reads="own sections")
def section_relation(subject: Subject) -> Iterator[Remark]:
    """A relation is not one of those that the vault's own rules allow in its section.

    `relations` in `[[rules.sections]]` lists them. The relation of an item is what stands for
    `{relation}` in its form; in a section whose items have no form, it is the name of the inline
    field that holds the link.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        item = "[[*]]: {relation}"
        relations = ["like", "unlike"]
        --- Assam.md
        ## See also

        - [[Darjeeling]]: similar
        --- Darjeeling.md
        Lighter.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "See also"
        item = "[[*]]: {relation}"
        relations = ["like", "unlike"]
        --- Assam.md
        ## See also

        - [[Darjeeling]]: unlike
        --- Darjeeling.md
        Lighter.
    """
    for entry, section, _ in subject.own.demanded(lambda rule: rule.relations):
        of_section = _of_items if entry.patterns else _of_fields
        yield from of_section(subject, entry, section)


def _of_items(subject: Subject, entry: Entry[SectionRule], section: Section) -> Iterator[Remark]:
    for item in subject.own.items(section):
        parts = entry.match(item)
        relation = parts.get("relation", "") if parts else ""
        if parts is not None and not _allowed(relation, entry):
            remark = subject.own.remark_at(entry, item.line, _message(relation, entry), item.column)
            yield msgspec.structs.replace(remark, suggestion=_meant(relation, entry))


def _of_fields(subject: Subject, entry: Entry[SectionRule], section: Section) -> Iterator[Remark]:
    for link, *_ in subject.own.links(section):
        if not _allowed(link.relation or "", entry):
            message = entry.message(_message(link.relation or "", entry))
            meant = _meant(link.relation or "", entry)
            yield subject.remark(link, message, entry.rule.severity, suggestion=meant)


def _allowed(relation: str, entry: Entry[SectionRule]) -> bool:
    return relation_key(relation) in {relation_key(one) for one in texts(entry.rule.relations)}


def _message(relation: str, entry: Entry[SectionRule]) -> str:
    heading = entry.rule.heading
    known = ", ".join(texts(entry.rule.relations))
    if not relation:
        return translatable(
            "no relation is given in `{heading}`; there are {known}",
            heading=heading,
            known=known,
        )
    meant = _meant(relation, entry)
    more = (
        translatable("did you mean `{meant}`?", meant=meant)
        if meant
        else translatable("there are {known}", known=known)
    )
    return translatable(
        "`{relation}` is no relation of `{heading}`; {more}",
        relation=relation,
        heading=heading,
        more=more,
    )


def _meant(relation: str, entry: Entry[SectionRule]) -> str:
    from rapidfuzz import process

    similar = process.extractOne(relation, texts(entry.rule.relations), score_cutoff=60)
    return similar[0] if similar else ""
