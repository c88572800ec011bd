"""`noteweave links` prints the same, whether one process does it or two."""

from __future__ import annotations

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
