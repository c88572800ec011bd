"""What `topics` keeps in the cache: used until a file of the vault changes."""

from __future__ import annotations

import json
import os
import time
from pathlib import Path

import pytest

from noteweave.cli import run
from noteweave.commands import _kept_topics as kept_topics
from noteweave.commands import topics
from noteweave.vault import vault as vaults
from noteweave.vault.cache import stamped_records, storage


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(vaults, "SMALLEST", 1)
    vault = tmp_path / "vault"
    vault.mkdir()
    for number in range(60):
        text = f"[[Kettle]] [[Stove {number % 3}]] [[Note {number // 9}]]\n"
        (vault / f"Note {number}.md").write_text(text, "utf-8")
    time.sleep(0.03)  # beyond a tick of the clock
    return vault


def printed(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["topics", str(root), *arguments]) == 0
    return capsys.readouterr().out


def kept() -> list[Path]:
    return [*Path(storage.folder()).glob(f"*/*{kept_topics._SUFFIX}")]


def test_other_options_are_answered_without_reading_the_vault(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    expected = [printed(root, capsys, "--no-cache", *more) for more in ((), ("--format", "json"))]
    assert not kept()
    printed(root, capsys, "--limit", "2")
    monkeypatch.setattr(topics, "query", None)
    assert [printed(root, capsys), printed(root, capsys, "--format", "json")] == expected
    assert len(json.loads(expected[1])["topics"]) == 4


@pytest.mark.parametrize("change", ["a note", "the configuration", "a damaged file"])
def test_they_are_found_anew_after_a_change_of(
    root: Path, capsys: pytest.CaptureFixture[str], change: str
) -> None:
    first = printed(root, capsys)
    (file,) = kept()
    if change == "a note":
        (root / "Note 1.md").write_text("[[Spoon]]", "utf-8")
    elif change == "the configuration":
        (root / "noteweave.toml").write_text("[topics]\nfolders = ['topics/']\n", "utf-8")
        (root / "topics").mkdir()
        (root / "topics" / "Kettle.md").write_text("", "utf-8")
    else:
        file.write_bytes(file.read_bytes()[: os.path.getsize(file) // 2])
    again = printed(root, capsys, "--limit", "20")
    assert (again == first) == (change == "a damaged file")
    assert again == printed(root, capsys, "--no-cache")


def test_links_under_a_heading_are_kept_apart(
    root: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (root / "Tea.md").write_text("## Topics\n[[Kettle]]\n", "utf-8")
    everything = printed(root, capsys)
    assert printed(root, capsys, "--section", "Topics") != everything
    assert printed(root, capsys, "--limit", "20") == everything
