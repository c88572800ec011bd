"""Every rule's manual is its test: Bad gives exactly that code, Good is silent under all rules."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.config import load
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.findings import Finding, Severity
from noteweave.graph.check.manual import NEW, NOT_ADDED, manual
from noteweave.graph.check.registry import Rule, rules
from noteweave.graph.check.subject import PreviousVault
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault

each_rule = pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.name)


SMALL = {"NW030", "NW031", "NW035", "NW043"}
"""Rules about whole vaults, which an example of two notes breaks by being small."""


def findings(root: Path, files: dict[str, str], *select: str) -> list[Finding]:
    """Write a vault and check it."""
    apart = [path.removesuffix(NOT_ADDED) for path in files if path.endswith(NOT_ADDED)]
    new = [path.removesuffix(NEW) for path in files if path.endswith(NEW)]
    for name, text in files.items():
        path = root / name.removesuffix(NOT_ADDED).removesuffix(NEW)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode("utf-8", "surrogateescape"))
    vault = Vault.open(root)
    beside = {path: vault.files[path] for path in apart}
    resolved = resolve(without(vault, apart))
    uncommitted = Uncommitted(resolved, lambda: beside)
    previous = PreviousVault(resolve(without(vault, new))) if new else None
    config = load(root).config
    options = CheckOptions(select=select, own=config.rules, topic_folders=config.topics.folders)
    return list(check(resolved, options, uncommitted=uncommitted, previous=previous))


def without(vault: Vault, apart: Collection[str]) -> Vault:
    """The vault without some of its files."""
    files = {path: file for path, file in vault.files.items() if path not in apart}
    notes = {path: note for path, note in vault.notes.items() if path not in apart}
    return replace(vault, files=files, notes=notes)


@each_rule
def test_bad_gives_that_code_and_no_other(rule: Rule, tmp_path: Path) -> None:
    bad = manual(rule.manual).bad
    assert bad, "the manual shows nothing bad"
    assert {f.code for f in findings(tmp_path, bad, rule.code)} == {rule.code}
    others = [f for f in findings(tmp_path, bad, "default") if f.code != rule.code]
    assert all(f.severity is Severity.INFO for f in others)


@each_rule
def test_good_is_silent_under_all_rules(rule: Rule, tmp_path: Path) -> None:
    good = manual(rule.manual).good
    assert good, "the manual shows nothing good"
    assert {f.code for f in findings(tmp_path, good, "all")} <= SMALL - {rule.code}


@each_rule
def test_the_manual_says_what_the_finding_means(rule: Rule) -> None:
    title, text, *_ = manual(rule.manual)
    assert title.endswith(".")
    assert "\n" not in title
    assert text


def test_codes_and_names_are_unique_and_a_rule_is_the_file_of_its_name() -> None:
    assert len({rule.code for rule in rules()}) == len(rules())
    folders = (ROOT / "graph" / "check" / name for name in ("rules", "own_rules"))
    found = (path for folder in folders for path in folder.glob("[a-z]*.py"))
    files = {path.stem.replace("_", "-") for path in found}
    assert files == {rule.name for rule in rules()}
