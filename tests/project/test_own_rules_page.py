"""The pages about a vault's own rules show entries that are valid, and what noteweave prints."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from paths import ROOT

from noteweave.cli import run
from noteweave.config import load
from noteweave.graph.check.compiled_rules import CompiledRules

PAGE = (ROOT / "docs" / "own-rules.md").read_text(encoding="utf-8")
CLIPPINGS = (ROOT / "docs" / "clippings.md").read_text(encoding="utf-8")
SHOWN = re.findall(r"```toml\n(.*?)```", PAGE + CLIPPINGS, re.DOTALL)


@pytest.mark.parametrize("shown", SHOWN)
def test_every_shown_entry_has_a_meaning(shown: str, tmp_path: Path) -> None:
    (tmp_path / "noteweave.toml").write_text(shown, encoding="utf-8")
    rules = load(tmp_path).config.rules
    assert bool(CompiledRules(rules, "noteweave.toml").features) == ("[[rules." in shown)


def test_the_shown_explanation_is_what_is_printed(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noteweave.toml").write_text(SHOWN[0], encoding="utf-8")
    assert run(["explain", "NW108", "--vault", str(tmp_path)]) == 0
    (console,) = re.findall(r"--vault notes\n…\n(.*?)```", PAGE, re.DOTALL)
    assert capfd.readouterr().out.endswith(console)


def test_the_findings_of_the_clippings_are_what_is_printed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    (note,) = re.findall(r"```markdown\n(.*?)```", CLIPPINGS, re.DOTALL)
    other = """\
---
发布日期: 2024-04-06
---
## 相关文档

- [[灯塔]]；关联理由：同一事件；说明：一样。
- [[博客/没有这篇]]；关联理由：引用；说明：没有。
- [[灯塔]]；关联理由：差不多；说明：像。

## 关联主题

- [[主题/航线]]
- [[主题/写作]]
"""
    files = {
        "noteweave.toml": SHOWN[-1],
        "博客/灯塔.md": note,
        "博客/石桥.md": other,
        "资源/a.md": note.replace("博客/石桥", "a"),
    }
    for path, text in files.items():
        place = tmp_path / "clippings" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert run(["check", "clippings", "--show", "warning"]) == 1
    (console,) = re.findall(r"\$ noteweave check clippings\n(.*?)```", CLIPPINGS, re.DOTALL)
    assert console == capfd.readouterr().out


def test_the_example_of_the_open_knowledge_format_asks_for_a_type(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (shown,) = [entry for entry in SHOWN if "Open Knowledge Format" in entry]
    files = {
        "noteweave.toml": shown,
        "index.md": "# Tables\n\n[orders](tables/orders.md) [stock](tables/stock.md)\n",
        "tables/index.md": "[orders](orders.md)\n",
        "log.md": "## 2026-05-22\n\nBegun.\n",
        "tables/orders.md": "---\ntype: Table\ntags: [sales]\n---\nOne row for each order.\n",
        "tables/stock.md": "---\ntype:\ntimestamp: soon\n---\nOne row for each shelf.\n",
        "tables/staff.md": "No properties.\n",
    }
    for path, text in files.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text, encoding="utf-8")
    assert (
        run(["check", str(tmp_path), "--select", "NW112", "--select", "NW113", "--no-cache"]) == 1
    )
    found = re.findall(r"^(\S+\.md):\d+:\d+.*?(NW\d+)", capfd.readouterr().out, re.MULTILINE)
    assert sorted(found) == [
        ("tables/staff.md", "NW112"), ("tables/stock.md", "NW112"), ("tables/stock.md", "NW113")
    ]  # fmt: skip
