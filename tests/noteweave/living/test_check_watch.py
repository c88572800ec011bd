"""`noteweave check --watch`."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from noteweave import Session
from noteweave.living.check_watch import watch_check
from noteweave.vault.disk.watch import Batch


def test_findings_come_and_go(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("[[Leaf.md]]", encoding="utf-8")
    out: list[str] = []
    errors: list[str] = []

    def batches() -> Iterator[Batch]:
        yield None
        (tmp_path / "Leaf.md").write_text("[x](no.md)", encoding="utf-8")
        yield frozenset({str(tmp_path / "Leaf.md")})
        (tmp_path / "noteweave.toml").write_text("nonsense = 1", encoding="utf-8")
        yield None
        yield None
        (tmp_path / "Leaf.md").unlink()
        (tmp_path / "noteweave.toml").unlink()
        yield frozenset({str(tmp_path / "tea.md")})

    with Session.open(tmp_path, graph=False) as session:
        watch_check(session, list, out.append, errors.append, batches())
    broken = "tea.md:1:1: NW001 there is no note `Leaf.md`"
    assert out == [
        f"  {broken}",
        f"- {broken}",
        "+ Leaf.md:1:1: NW001 there is no note `no.md`",
        "- Leaf.md:1:1: NW001 there is no note `no.md`",
        f"+ {broken}",
    ]
    assert len(errors) == 2  # that it watches, and once that the configuration is wrong
    assert "nonsense" in errors[1]


def test_a_lost_permission_is_told_and_the_watching_goes_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "tea.md").write_text("[[Leaf]]", encoding="utf-8")
    errors: list[str] = []
    out: list[str] = []

    def refuse(*_: object) -> None:
        raise PermissionError(13, "Permission denied", "garden/bed")

    def batches() -> Iterator[Batch]:
        with monkeypatch.context() as patch:
            patch.setattr(Session, "refresh", refuse)
            yield None
            yield None
        (tmp_path / "tea.md").write_text("[x](gone.md)", encoding="utf-8")
        yield None

    with Session.open(tmp_path, graph=False) as session:
        watch_check(session, list, out.append, errors.append, batches())
    assert errors[1:] == ["noteweave: garden/bed: permission denied"]
    assert out[-1].startswith("+ tea.md:1:1: NW001")


@pytest.mark.skipif(os.name != "posix", reason="sends an interrupt")
def test_the_command_prints_at_once_and_ends_with_an_interrupt(tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("[[Leaf.md]]", encoding="utf-8")
    command = [sys.executable, "-m", "noteweave", "check", "--watch", str(tmp_path)]
    with subprocess.Popen(command, stdout=-1, stderr=-1, text=True) as process:
        assert process.stdout
        assert process.stderr
        assert process.stdout.readline().startswith("  tea.md:1:1: NW001")
        assert "watching" in process.stderr.readline()
        (tmp_path / "Leaf.md").write_text("", encoding="utf-8")
        assert process.stdout.readline().startswith("- tea.md:1:1: NW001")
        process.send_signal(signal.SIGINT)
        assert process.wait(20) == 0
        assert "Traceback" not in process.stderr.read()


def test_watching_changes_nothing(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "noteweave", "check", "--watch", "--fix", str(tmp_path)]
    ran = subprocess.run(command, capture_output=True, text=True)
    assert ran.returncode == 2
    assert "--watch" in ran.stderr
