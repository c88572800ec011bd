"""NW116."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.graph.check.compiled_rules import CompiledRules, Entry, scope
from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.own_settings import OwnRule, SectionRule, texts
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.graph.resolve.resolved_vault import checked
from noteweave.vault.messages import translatable


def headings(subject: Subject) -> Iterator[str]:
    """Yield the folded headings of a note's sections that an entry applies to."""
    return iter({found.entry.key for found in subject.own.sections})


@vault_rule("NW116", Severity.WARNING, reads="own sections", gather=headings)
def rule_without_notes(whole: CheckedVault, facts: Facts) -> Iterator[Remark]:
    """A rule of the vault's own applies to no note.

    A pattern in `notes` matches no note, or no matching note has the section: probably a folder was
    renamed, or a heading is spelt differently. This rule runs only if the whole vault is checked.

    Bad:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        notes = ["clipings/"]
        required = true
        --- clippings/Assam.md
        Malty.

    Good:
        --- noteweave.toml
        [[rules.sections]]
        heading = "Topics"
        notes = ["clippings/"]
        required = true
        --- clippings/Assam.md
        ## Topics

        - [[Malt]]
        --- Malt.md
        A taste.
    """
    rules = whole.own
    if rules is None:
        return
    notes = checked(whole.resolved)
    for table, number, entry in rules.entries():
        for message in (*_patterns(entry, notes), *_heading(entry, notes, facts)):
            yield _remark(whole, rules, table, number, message)


def _patterns(entry: Entry[OwnRule], notes: list[str]) -> Iterator[str]:
    for pattern in texts(entry.rule.notes):
        if not pattern.startswith("!") and not any(map(scope((pattern,)), notes)):
            yield translatable("`notes`: no note matches `{pattern}`", pattern=pattern)


def _heading(entry: Entry[OwnRule], notes: list[str], facts: Facts) -> Iterator[str]:
    """Yield a message if no note has the section; a required one is a finding in each note."""
    rule = entry.rule
    if not isinstance(rule, SectionRule) or rule.required:
        return
    if any(map(entry.holds, notes)) and not any(map(entry.holds, facts.get(entry.key, ()))):
        yield translatable("no note has a section `{heading}`", heading=rule.heading)


def _remark(
    whole: CheckedVault, rules: CompiledRules, table: str, number: int, message: str
) -> Remark:
    vault = whole.resolved.vault
    text = vault.text(rules.source) if rules.source in vault.files else ""
    header = re.compile(rf"^[ \t]*\[\[[^\]\r\n]*\brules\.{table}\]\]", re.MULTILINE)
    found = [*header.finditer(text)][number - 1 : number]
    line = text.count("\n", 0, found[0].start()) + 1 if found else 1
    width = len(found[0].group().strip()) if found else 0
    column = len(found[0].group()) - width + 1 if found else 1
    return Remark(rules.source, line, column, line, column + width, message)
