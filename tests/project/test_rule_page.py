"""The page of the rules is made from the rules, and what the manual of the check shows is true."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.cli import run
from noteweave.config import load

DOCS = ROOT / "docs"


def test_explain_prints_the_pages(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for words, page in (([], "rules.md"), (["NW001"], "rules/NW001.md")):
        assert run(["explain", *words, "--markdown"]) == 0
        assert capfdbinary.readouterr().out == (DOCS / page).read_bytes()


def test_the_shown_configuration_has_a_meaning(tmp_path: Path) -> None:
    page = (DOCS / "configuration.md").read_text(encoding="utf-8")
    (shown,) = re.findall(r"```toml\n(.*?)```", page, re.DOTALL)
    (tmp_path / "noteweave.toml").write_text(shown, encoding="utf-8")
    assert load(tmp_path).config.check.pairs == {"up": "down", "before": "after"}


def test_the_shown_findings_are_what_is_printed(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes], monkeypatch: pytest.MonkeyPatch
) -> None:
    page = (DOCS / "check.md").read_text(encoding="utf-8")
    (tmp_path / "notes" / "people").mkdir(parents=True)
    (tmp_path / "notes" / "people" / "Alice.md").write_text("She knows.\n")
    (tmp_path / "notes" / "plan.md").write_text(
        "# What to do today\n\nAsk her [[people/Alcie]].\n[[Gongfu cha]]\nAnd [[people/alice]].\n"
    )
    monkeypatch.chdir(tmp_path)
    assert run(["check", "notes"]) == 1
    printed = capfdbinary.readouterr()
    (console,) = re.findall(r"\$ noteweave check notes\n(.*?)```", page, re.DOTALL)
    assert console == printed.out.decode() + printed.err.decode()
    run(["check", "notes", "--format", "json"])
    (shown,) = re.findall(r"```json\n(.*?)```", page, re.DOTALL)
    (finding,) = json.loads(shown)["findings"]
    assert finding == json.loads(capfdbinary.readouterr().out)["findings"][2]


def test_our_own_pages_and_the_sample_pass(capfdbinary: pytest.CaptureFixture[bytes]) -> None:
    for folder in (DOCS.parent, DOCS.parent / "noteweave" / "sample"):
        status = run(["check", str(folder), "--show", "warning"])
        assert (capfdbinary.readouterr().out.decode(), status) == ("", 0)
