"""`noteweave links` prints the same, whether one process does it or two."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noteweave.cli import run
from noteweave.commands import links
from noteweave.vault.workers.background import fork_context


@pytest.mark.skipif(fork_context() is None, reason="one processor, or no forks")
@pytest.mark.parametrize("form", ["text", "jsonl", "csv"])
def test_two_processes_print_what_one_prints(
    form: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfdbinary: pytest.CaptureFixture
) -> None:
    for n in range(9):
        (tmp_path / f"杯 {n}.md").write_text(f"[[杯 {n + 1}]] and [[Pot {n}|pot]], [[Kettle]]\n")
    (tmp_path / "pots").mkdir()
    for folder in (tmp_path, tmp_path / "pots"):
        (folder / "Kettle.md").write_text("![[杯 0]]\n")
    arguments = ["links", str(tmp_path), "--format", form]
    assert run(arguments) == 0
    alone = capfdbinary.readouterr().out
    monkeypatch.setattr(links, "_ALONE", 2)
    assert run(arguments) == 0
    assert capfdbinary.readouterr().out == alone
    assert alone.count(b"Kettle.md") > 9


def test_links_print_section_relation_and_reason(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noteweave.toml").write_text(
        "[[relations]]\nsection = 'Kin'\npattern = '^ \\((?P<relation>\\w+): (?P<reason>[^)]+)'\n"
    )
    (tmp_path / "Cup.md").write_text("[[Pot]]\n# Kin\n- [[Mug]] (cousin: both hold tea)\n")
    assert run(["links", str(tmp_path), "--format", "jsonl"]) == 0
    first, second = map(json.loads, capfd.readouterr().out.splitlines())
    assert (first.get("section"), first.get("reason"), first.get("relation")) == ("", "", None)
    assert second["section"] == "Kin"
    assert (second["relation"], second["reason"]) == ("cousin", "both hold tea")
    assert run(["links", str(tmp_path), "--section", "kin"]) == 0
    found = capfd.readouterr().out
    assert found == "Cup.md:3:3: [[Mug]] (cousin: both hold tea) -> nothing yet\n"
    assert run(["neighbors", "Cup", str(tmp_path), "--section", "Kin"]) == 0
    assert capfd.readouterr().out == "Cup\n  → [[Mug]] (cousin: both hold tea)\n"


@pytest.mark.parametrize(
    ("relation", "problem"),
    [
        ("pattern = '('", "unterminated"),
        ("pattern = '(?P<relation>(a*)*)'", "could take forever"),
        ("section = 'Kin'", "needs a `pattern`"),
        ("patern = 'x'", "no setting"),
    ],
)
def test_a_wrong_relation_is_one_sentence(
    relation: str, problem: str, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "noteweave.toml").write_text(f"[[relations]]\n{relation}\n")
    assert run(["links", str(tmp_path)]) == 2
    said = capfd.readouterr().err
    assert problem in said
    assert "Traceback" not in said
