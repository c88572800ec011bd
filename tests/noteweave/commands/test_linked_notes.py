"""What `related` keeps in the cache: used until the vault or the index of texts changes."""

import os
import time
from pathlib import Path

import pytest

from noteweave.cli import run
from noteweave.commands import _linked_notes as linked_notes
from noteweave.vault import vault as vaults
from noteweave.vault.cache import stamped_records, storage


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(vaults, "SMALLEST", 1)
    vault = tmp_path / "vault"
    folder = vault / "cafe\u0301"  # in the other normal form
    folder.mkdir(parents=True)
    for number in range(60):
        text = (
            f"[[Note {(number * 7) % 60}]] and [[Note {number // 10}]]\nterm{number % 9} kettle\n"
        )
        (folder / f"Note {number}.md").write_text(text, "utf-8")
    time.sleep(0.03)  # beyond a tick of the clock
    return vault


def _related(root: Path, capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    assert run(["related", "Note 42", str(root), *arguments]) == 0
    return capsys.readouterr().out


def test_the_second_note_is_answered_without_reading_the_vault(
    root: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _related(root, capsys)
    listed = _related(root, capsys, "--format", "json")
    monkeypatch.setattr("noteweave.commands._query.query", None)
    assert _related(root, capsys) == first
    assert _related(root, capsys, "--format", "json") == listed
    assert '"words": [' in listed
    assert "kettle" in first  # the text is read from the folder as the disk names it


@pytest.mark.parametrize("change", ["a note", "the index", "a damaged file"])
def test_it_is_made_anew_after_a_change_of(
    root: Path, capsys: pytest.CaptureFixture[str], change: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _related(root, capsys)
    kept = [*Path(storage.folder()).glob(f"*/*{linked_notes._SUFFIX}")]
    assert len(kept) == 1
    if change == "a note":
        (root / "New.md").write_text("[[Note 42]] [[Note 54]]", "utf-8")
        time.sleep(0.03)
    elif change == "the index":
        for index in Path(storage.folder()).glob("*/*.text"):
            index.unlink()
    else:
        kept[0].write_bytes(kept[0].read_bytes()[: os.path.getsize(kept[0]) // 2])
    made = []
    query = linked_notes.LinkIndex.of
    monkeypatch.setattr(linked_notes.LinkIndex, "of", lambda graph: made.append(1) or query(graph))
    again = _related(root, capsys)
    assert made == [1]
    assert change == "a note" or again == first


def test_with_no_cache_nothing_is_kept(root: Path, capsys: pytest.CaptureFixture[str]) -> None:
    _related(root, capsys, "--no-cache")
    assert not [*Path(storage.folder()).glob(f"*/*{linked_notes._SUFFIX}")]
