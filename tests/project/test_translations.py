"""No message lacks its translation, and a translation has the same values as its message."""

from __future__ import annotations

import re
import sys
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.manual import NEW, NOT_ADDED, manual
from noteweave.graph.check.registry import Rule, rules
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault import messages
from noteweave.vault.vault import Vault

sys.path.insert(0, str(ROOT / ".ci"))  # for what the script imports
SPEC = spec_from_file_location("translations", ROOT / ".ci" / "translations.py")
assert SPEC is not None
assert SPEC.loader is not None
translations = module_from_spec(SPEC)
SPEC.loader.exec_module(translations)
VALUE = re.compile(r"\{\w*[^{}]*\}|`[^`{}]*`|--[a-z-]+")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.mark.parametrize("language", messages.LANGUAGES[1:])
def test_every_message_has_a_translation(language: str) -> None:
    known = messages.catalogue(language)
    missing = translations.messages().keys() - known.keys()
    assert missing == set(), "run `make translations`, and write them into vault/locale/"
    assert Path(messages.catalogue_file(language)).read_text(
        encoding="utf-8"
    ) == translations.updated(language), "run `make translations`"


def test_a_translation_has_the_values_of_its_message() -> None:
    """Placeholders, code and options are the same, in any order."""
    different = {
        message: translation
        for message, translation in messages.catalogue("zh").items()
        if {v for v in VALUE.findall(message) if v[0] == "{"}
        != {v for v in VALUE.findall(translation) if v[0] == "{"}
        or {v for v in VALUE.findall(message) if v[0] == "-"}
        != {v for v in VALUE.findall(translation) if v[0] == "-"}
    }
    assert different == {}


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: rule.code)
def test_every_finding_of_a_manual_is_told_in_chinese(rule: Rule, tmp_path: Path) -> None:
    bad = manual(rule.manual).bad
    if any(path.endswith((NEW, NOT_ADDED)) for path in bad):
        pytest.skip("needs a repository")
    for path, text in bad.items():
        place = tmp_path / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8", errors="surrogateescape")
    messages.use("zh")
    try:
        vault = resolve(Vault.open(tmp_path))
        found = [f for f in check(vault, CheckOptions(select=(rule.code,))) if f.code == rule.code]
    finally:
        messages.use(messages.ENGLISH)
    for finding in found:
        assert HAN.search(finding.local), finding.message
        if rule.code not in ("NW020", "NW049"):  # the words of a library follow
            assert not re.search(r"\b(is|the|a|there|not)\b", re.sub("`[^`]*`", "", finding.local))


UNTRANSLATED = ("noteweave/serving/", "noteweave/reports/", "exporters/cypher", "exporters/mermaid")
"""What assistants and programs read."""
STYLES = ("bold cyan", "examined links", "found links")


def test_what_is_printed_is_marked_for_translation() -> None:
    known = translations.messages().keys() | set(STYLES)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text}"
        for path in translations.modules()
        for line, text in translations.unmarked(path.read_text(encoding="utf-8"))
        if text not in known and not path.relative_to(ROOT).as_posix().startswith(UNTRANSLATED)
    ]
    assert found == [], "put it into `_(…)`, see vault/messages.py"


def test_unmarked_texts_are_found() -> None:
    source = """
def f(n):
    say("two words")
    say(_("two words"), f"{n} notes are left", "word", f"`noteweave check {n}`")
    yield f"{n}: nothing found here"
    x = "not printed"
    raise RequestError("another scan finds this")
"""
    assert translations.unmarked(source) == [
        (3, "two words"),
        (4, "{n} notes are left"),
        (5, "{n}: nothing found here"),
    ]


def test_messages_of_the_parser_are_matched_by_their_templates() -> None:
    from noteweave.graph.check.fault_messages import translated_fault

    messages.use("zh")
    try:
        told = translated_fault("`a` is here twice; line 3 is not read")
        assert messages.local(told) == "`a` 出现了两次；第 3 行没有被读取"
        assert str(told) == "`a` is here twice; line 3 is not read"
    finally:
        messages.use(messages.ENGLISH)


def test_messages_of_errors_are_found_in_the_source() -> None:
    """In the call, in a variable, and in what a function of the module returns."""
    source = """
HINT = "look again"

def f(path, names):
    why = "too long" if names else f"{len(names)} names"
    raise RequestError(f"{path.name}: {why}", HINT)

def g(word):
    raise ConfigError(f"{word}: no such thing; {', '.join(names)}", _hint(word))

def _hint(word):
    return f"did you mean {word[0]}?" if word else "name one"
"""
    assert translations.error_messages(source) == [
        "too long",
        "{names} names",
        "look again",
        "{word}: no such thing; {names}",
        "did you mean {word}?",
        "name one",
    ]
