"""Our own pages: every command is in them, their links lead somewhere, their recipes work."""

from __future__ import annotations

import re
from io import BytesIO
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from export_graphs import tea_house
from paths import ROOT

from noteweave.cli import command_names
from noteweave.exporters import Exporter, Request
from noteweave.graph.check.check import CheckOptions, check
from noteweave.graph.check.manual import manual
from noteweave.graph.check.registry import rules
from noteweave.graph.resolve.resolved_vault import resolve
from noteweave.vault.vault import Vault

PAGES = sorted([*ROOT.glob("*.md"), *ROOT.joinpath("docs").rglob("*.md")])
LINK = re.compile(r"!?\[[^\]\n]*\]\((?P<target>[^)\s]+)\)")


def slug(heading: str) -> str:
    """Return the anchor that GitHub gives a heading: lower case, no punctuation, `-` for spaces."""
    return re.sub(r"[^\w\- ]", "", heading.strip().lower()).replace(" ", "-")


def anchors(page: Path) -> set[str]:
    text = re.sub(r"^```.*?^```", "", page.read_text(encoding="utf-8"), flags=re.M | re.S)
    return {slug(heading) for heading in re.findall(r"^#+ (.*)$", text, re.MULTILINE)}


def links(page: Path) -> list[str]:
    text = page.read_text(encoding="utf-8")
    text = re.sub(r"^```.*?^```|`[^`\n]*`", "", text, flags=re.MULTILINE | re.DOTALL)
    return [match["target"] for match in LINK.finditer(text)]


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.relative_to(ROOT).as_posix())
def test_every_link_of_our_own_pages_leads_somewhere(page: Path) -> None:
    for link in links(page):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, fragment = link.partition("#")
        target = page.parent / unquote(path) if path else page
        assert target.exists(), link
        assert not fragment or unquote(fragment) in anchors(target), link


@pytest.mark.parametrize("command", command_names())
def test_every_command_is_documented(command: str) -> None:
    call = re.compile(rf"noteweave {command.replace('_', '-')}\b")
    assert any(call.search(page.read_text(encoding="utf-8")) for page in PAGES)


def recipe(title: str) -> str:
    """Return the first block of code of a recipe."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    found = re.search(rf"^## Recipe: {title}$.*?^```python\n(.*?)^```$", text, re.M | re.S)
    assert found
    return found[1]


def test_the_recipe_for_a_format_makes_a_format() -> None:
    module = ModuleType("popular")
    exec(recipe("add a format"), module.__dict__)
    assert isinstance(module, Exporter)
    stream = BytesIO()
    module.export(tea_house(), stream, Request())
    first, *_ = stream.getvalue().decode().splitlines()
    assert first == "3\t白牡丹"


def test_the_recipe_for_a_rule_makes_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("untagged")
    exec(recipe("add a rule"), module.__dict__)
    rule = module.untagged
    monkeypatch.setattr("noteweave.graph.check.rule_selection.rules", lambda: (*rules(), rule))
    monkeypatch.setattr("noteweave.graph.check.rule_selection.called", lambda word: (rule,))
    shown = manual(rule.manual)
    for files, expected in ((shown.bad, ["NW090"]), (shown.good, [])):
        for path, text in files.items():
            (tmp_path / path).write_text(text, encoding="utf-8")
        found = check(resolve(Vault.open(tmp_path)), CheckOptions(select=("NW090",)))
        assert [finding.code for finding in found] == expected
