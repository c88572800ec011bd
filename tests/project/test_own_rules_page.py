"""The page about a vault's own rules shows entries that have a meaning, and what they say."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.cli import run
from noteweave.config import load
from noteweave.graph.check.own_note import CompiledRules

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```toml\n(.*?)```", PAGE, re.DOTALL)


@pytest.mark.parametrize("shown", SHOWN)
def test_every_shown_entry_has_a_meaning(shown: str, tmp_path: Path) -> None:
    (tmp_path / "noteweave.toml").write_text(shown, encoding="utf-8")
    rules = load(tmp_path).config.rules
    assert CompiledRules(rules, "noteweave.toml").features


def test_the_shown_explanation_is_what_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noteweave.toml").write_text(SHOWN[0], encoding="utf-8")
    assert run(["explain", "NW108", "--vault", str(tmp_path)]) == 0
    (console,) = re.findall(r"--vault notes\n…\n(.*?)```", PAGE, re.DOTALL)
    assert capfd.readouterr().out.endswith(console)
