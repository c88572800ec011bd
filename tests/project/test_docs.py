"""Our own pages: every command is in them, their links lead somewhere, their recipes work."""

from __future__ import annotations

import re
import shutil
import subprocess
from io import BytesIO
from pathlib import Path
from types import ModuleType
from urllib.parse import unquote

import pytest
from export_graphs import tea_house
from paths import ROOT
from recipes import recipe

from noteweave import commands
from noteweave.cli import command_names, run
from noteweave.exporters import Exporter, Request
from noteweave.exporters.html.bundle_modules import bundle, modules
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


def patched(text: str, change: str) -> str:
    """Apply one hunk of a diff; its old lines must be in the text exactly once."""
    lines = change.splitlines(keepends=True)
    old = "".join(line[1:] for line in lines if line[0] != "+")
    new = "".join(line[1:] for line in lines if line[0] != "-")
    assert text.count(old) == 1, old
    return text.replace(old, new)


def test_a_hunk_is_applied_once() -> None:
    assert patched("a\nb\nc\n", " a\n-b\n+d\n") == "a\nd\nc\n"
    with pytest.raises(AssertionError):
        patched("a\na\n", " a\n+b\n")


def test_the_recipe_for_a_format_makes_a_format() -> None:
    module = ModuleType("popular")
    exec(recipe("add a format")[0], module.__dict__)
    assert isinstance(module, Exporter)
    stream = BytesIO()
    module.export(tea_house(), stream, Request())
    first, *_ = stream.getvalue().decode().splitlines()
    assert first == "3\t白牡丹"


def test_the_recipe_for_a_rule_makes_a_rule(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    module = ModuleType("untagged")
    exec(recipe("add a rule")[0], module.__dict__)
    rule = module.untagged
    monkeypatch.setattr("noteweave.graph.check.rule_selection.rules", lambda **_: (*rules(), rule))
    named = "noteweave.graph.check.rule_selection.rules_named"
    monkeypatch.setattr(named, lambda word, **_: (rule,))
    shown = manual(rule.manual)
    for files, expected in ((shown.bad, ["NW090"]), (shown.good, [])):
        for path, text in files.items():
            (tmp_path / path).write_text(text, encoding="utf-8")
        found = check(resolve(Vault.open(tmp_path)), CheckOptions(select=("NW090",)))
        assert [finding.code for finding in found] == expected


def test_the_recipe_for_a_command_makes_a_command(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    folder, vault = tmp_path / "commands", tmp_path / "notes"
    folder.mkdir()
    (folder / "longest.py").write_text(recipe("add a command")[0], encoding="utf-8")
    monkeypatch.setattr(commands, "__path__", [*commands.__path__, str(folder)])
    vault.mkdir()
    for name, words in (("short", 1), ("long", 30), ("middle", 4)):
        (vault / f"{name}.md").write_text("tea " * words, encoding="utf-8")
    assert run(["longest", str(vault), "--limit", "2"]) == 0
    assert capfd.readouterr().out == "    30  long.md\n     4  middle.md\n"


def test_the_recipe_for_a_profile_makes_a_profile(tmp_path: Path) -> None:
    place = "vault/disk/app_settings.py"
    text = (ROOT / place).read_text(encoding="utf-8")
    for change in recipe("add a profile", "diff"):
        text = patched(text, change)
    module = ModuleType("app_settings")
    module.__file__ = str(ROOT / place)
    exec(compile(text, place, "exec"), module.__dict__)
    assert module.load(tmp_path).profile == "plain"
    (tmp_path / ".ztr-directory").touch()
    assert module.load(tmp_path).profile == "zettlr"
    assert module.load(tmp_path, module.Profile("zettlr")).grammar.lenient_properties


def test_the_recipe_for_a_page_module_makes_a_page_module(tmp_path: Path) -> None:
    module, use = recipe("add a page module", "js")
    page = modules()
    page |= {"data/isolated.js": module, "app.js": use + page["app.js"]}
    script = bundle(page)
    assert "const { isolated } = data_isolated_js;" in script
    node = shutil.which("node")
    if node is None:
        pytest.skip("no Node")
    (tmp_path / "isolated.mjs").write_text(module, encoding="utf-8")
    call = "import('./isolated.mjs').then(m => console.log(m.isolated({degree: [2, 0, 1, 0]})))"
    done = subprocess.run([node, "-e", call], cwd=tmp_path, capture_output=True, text=True)
    assert done.stdout.strip() == "[ 1, 3 ]", done.stderr


def test_the_paths_that_our_pages_name_exist() -> None:
    """`vault/…`, `graph/…`, `exporters/…` and `tests/…` in code spans of CONTRIBUTING."""
    text = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
    made = {"exporters/popular.py", "graph/check/rules/untagged.py"}
    made |= {"noteweave/commands/longest.py", "exporters/html/js/data/isolated.js"}
    for path in re.findall(r"`((?:vault|graph|exporters|noteweave|tests|docs)/[\w./-]*)`", text):
        assert path in made or (ROOT / path).exists(), path
