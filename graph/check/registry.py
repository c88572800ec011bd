"""All rules of the check: one file each, found by listing `graph/check/rules/` and `own_rules/`.

A note rule sees one note and the targets of its links; a vault rule needs all notes at once. Both
yield remarks; a rule's docstring is its manual and its test (see `manual.py`).
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Iterator
from functools import cache
from importlib import import_module
from typing import Any

import msgspec

from noteweave.graph.check import own_rules
from noteweave.graph.check import rules as rule_modules
from noteweave.graph.check.findings import Finding, Remark, Severity
from noteweave.graph.check.subject import CheckedVault, Facts, Subject
from noteweave.vault.errors import UnknownNameError
from noteweave.vault.messages import translation

NoteRule = Callable[[Subject], Iterator[Remark]]
Group = Callable[[Iterable[Any]], list[Any]]
"""Returns for each of the values that a rule gathered the group that it belongs to."""
VaultRule = Callable[[CheckedVault, Facts], Iterator[Remark]]
Gather = Callable[[Subject], Iterator[Any]]
"""Collects from each note the values that a vault rule needs; many notes give equal values."""


class Rule(msgspec.Struct, frozen=True):
    """One rule: its identity, and the function that implements it."""

    code: str
    name: str
    severity: Severity
    on: bool
    """Whether it runs by default."""
    manual: str
    """Its docstring."""
    reads: str = "note"
    """The feature of a note that it needs; notes without it are skipped (`Subject.features`)."""
    of_note: NoteRule | None = None
    of_vault: VaultRule | None = None
    gather: Gather | None = None
    group: Group | None = None
    """Of a vault rule: what it reports about values depends on no values of other groups, and on
    no other notes than those that gave them."""
    of_files: bool = False
    """Of a vault rule: it reads the paths of files, and which are excluded, and nothing else."""

    def is_named(self, word: str) -> bool:
        """Whether a word means this rule: its code, a prefix of that, or its name."""
        upper = word.upper()
        return word == self.name or (upper.startswith("NW") and self.code.startswith(upper))

    def finding(self, remark: Remark, severity: Severity | None = None) -> Finding:
        """Return a remark of this rule as a finding; `severity` overrides the rule's own."""
        return Finding(
            remark.path,
            remark.line,
            remark.column,
            remark.end_line,
            remark.end_column,
            self.code,
            self.name,
            severity or remark.severity or self.severity,
            str(remark.message),
            remark.suggestion,
            remark.fix,
            translation(remark.message),
        )


def rule(
    code: str, severity: Severity = Severity.ERROR, *, reads: str = "note", on: bool = True
) -> Callable[[NoteRule], Rule]:
    """Make a rule of a function that checks one note; the rule takes the function's name."""

    def decorate(function: NoteRule) -> Rule:
        manual = function.__doc__ or ""
        return Rule(code, _name(function), severity, on, manual, reads, of_note=function)

    return decorate


def vault_rule(
    code: str,
    severity: Severity = Severity.INFO,
    *,
    on: bool = True,
    reads: str = "note",
    gather: Gather | None = None,
    group: Group | None = None,
    of_files: bool = False,
) -> Callable[[VaultRule], Rule]:
    """Make a rule of a function that checks the whole vault; `gather` sees each note first.

    `group` and `of_files` say what its findings depend on; without them, on everything.
    """

    def decorate(function: VaultRule) -> Rule:
        manual = function.__doc__ or ""
        return Rule(
            code, _name(function), severity, on, manual, reads,
            of_vault=function, gather=gather, group=group, of_files=of_files,
        )  # fmt: skip

    return decorate


def _name(function: Callable[..., object]) -> str:
    return function.__name__.replace("_", "-")


@cache
def rules(*, own: bool = True) -> tuple[Rule, ...]:
    """Return all rules in the order of their codes.

    Args:
        own: include the rules that need an entry in the configuration; a vault without one saves
            the time to import them.
    """
    names = (
        f"{folder.__name__}.{module.name}"
        for folder in ((rule_modules, own_rules) if own else (rule_modules,))
        for module in pkgutil.iter_modules(folder.__path__)
    )
    modules = (import_module(name) for name in names)
    found = [value for m in modules for value in vars(m).values() if isinstance(value, Rule)]
    return tuple(sorted(found, key=lambda rule: rule.code))


def rules_named(word: str, *, own: bool = True) -> tuple[Rule, ...]:
    """Return the rules that a word means: a code or a prefix, a name, `all` or `default`.

    Args:
        word: as the user wrote it.
        own: include the rules that need an entry in the configuration; without, they are found
            only if no other rule is meant.

    Raises:
        UnknownNameError: there is no such rule; the hint names a similar one.
    """
    if word in ("all", "default"):
        return tuple(rule for rule in rules(own=own) if rule.on or word == "all")
    found = tuple(rule for rule in rules(own=own) if rule.is_named(word))
    if not found and not own:
        return rules_named(word)
    if not found:
        raise UnknownNameError(f"{word}: no such rule", _hint(word))
    return found


def _hint(word: str) -> str:
    from rapidfuzz import process

    names = [name for rule in rules() for name in (rule.code, rule.name)]
    similar = process.extractOne(word, names, processor=str.lower, score_cutoff=70)
    if not similar:
        return "`noteweave explain` lists all rules"
    return f"did you mean {similar[0]}? `noteweave explain` lists all rules"
