"""The cache gives what a cold run gives, or nothing."""

from __future__ import annotations

import os
import random
import time
from pathlib import Path
from typing import Any

import msgspec
import pytest
from random_edits import edit

from noteweave.vault import vault
from noteweave.vault.cache import stamped_records, storage
from noteweave.vault.disk import decode
from noteweave.vault.model import Note
from noteweave.vault.vault import OpenOptions, Vault

COLD = OpenOptions(cache=False)
WARM = OpenOptions()


@pytest.fixture(autouse=True)
def own_cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(vault, "SMALLEST", 1)
    return tmp_path / "cache"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    for n in range(40):
        path = folder / f"{n % 4}" / f"note {n}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"# {n}\n[[note {n + 1}]] 笔记", encoding="utf-8")
    time.sleep(0.03)
    return folder


def notes(root: Path, options: OpenOptions = WARM) -> list[Note]:
    return list(Vault.open(root, options).notes.values())


def parsed(root: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the paths that are parsed when a vault is read."""
    paths: list[str] = []
    real = decode.read_file

    def watched(path: str, *more: Any) -> Note:
        paths.append(path)
        return real(path, *more)

    with monkeypatch.context() as patch:
        patch.setattr(decode, "read_file", watched)
        assert notes(root) == notes(root, COLD)
    return sorted(paths[: len(paths) - len(notes(root, COLD))])


def test_an_unchanged_vault_is_not_parsed_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert len(parsed(root, monkeypatch)) == 40
    assert parsed(root, monkeypatch) == []


def test_what_changed_is_parsed_again(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    notes(root)
    (root / "1" / "note 1.md").write_text("[[x]]", encoding="utf-8")
    (root / "0" / "new.md").write_text("", encoding="utf-8")
    (root / "2" / "note 2.md").unlink()
    assert parsed(root, monkeypatch) == ["0/new.md", "1/note 1.md"]


def test_same_size_and_time_but_another_file_is_parsed_again(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    notes(root)
    old, new = root / "1" / "note 1.md", root / "1" / "note 5.md"
    status = old.stat()
    new.write_bytes(old.read_bytes().replace(b"2", b"9"))
    os.utime(new, ns=(status.st_atime_ns, status.st_mtime_ns))
    os.replace(new, old)
    assert parsed(root, monkeypatch) == ["1/note 1.md"]


def test_a_change_within_the_clock_s_tick_is_seen(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(stamped_records, "TICK_NS", 60_000_000_000)
    notes(root)
    assert len(parsed(root, monkeypatch)) == 40


@pytest.mark.parametrize("damage", [b"", b"x", b"noteweave-cache\n\0\0\0\0junk", None])
def test_a_damaged_cache_counts_as_none(root: Path, own_cache: Path, damage: bytes | None) -> None:
    notes(root)
    [path] = own_cache.rglob("*.notes")
    data = path.read_bytes()
    path.write_bytes(data[:-9] + b"!" + data[-8:] if damage is None else damage)
    assert notes(root) == notes(root, COLD)
    assert notes(root) == notes(root, COLD)


def test_a_cache_that_cannot_be_written_is_none(
    root: Path, own_cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own_cache.write_text("a file where the folder should be")
    assert notes(root) == notes(root, COLD)


def test_another_grammar_is_another_cache(root: Path) -> None:
    (root / "0" / "hidden.md").write_text("%% [[secret]] %%", encoding="utf-8")
    time.sleep(0.03)
    counts = [
        sum(len(note.links) for note in notes(root, OpenOptions(comments=comments)))
        for comments in (True, False, True)
    ]
    assert counts == [41, 40, 41]


def test_random_edits_give_what_a_cold_run_gives(root: Path) -> None:
    chance = random.Random(7)
    for _ in range(25):
        for _ in range(40):
            edit(root, chance)
        if chance.random() < 0.5:
            time.sleep(0.025)
        assert notes(root) == notes(root, COLD)


def test_many_records_are_kept_in_a_file_and_are_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    few = notes(root, COLD)
    monkeypatch.setattr("noteweave.vault.cache.records.MANY", 10)
    assert notes(root, COLD) == few  # read
    assert notes(root) == few  # and kept,
    (root / "0" / "new.md").write_text("[[x]]", encoding="utf-8")
    changed = notes(root, COLD)
    assert notes(root) == changed  # one read, the rest from the cache
    assert list(Vault.open(root, WARM).other_names()) == list(Vault.open(root, COLD).other_names())


@pytest.mark.parametrize("length", [1, 28, 29, 80, 252, 253, 300])
@pytest.mark.parametrize("letter", ["a", "䠐"])
def test_other_names_are_seen_without_decoding(length: int, letter: str) -> None:
    name = letter * length
    plain, titled, called = f"{name}.md", f"{name}1.md", f"{name}2.md"
    notes = [Note(plain), Note(titled, title="T"), Note(called, aliases=("",)), Note("x" * length)]
    records = {note.path: msgspec.msgpack.encode(note) for note in notes}
    found = list(vault.Notes(list(records), lambda: records).other_names())
    assert found == [(titled, "T", ()), (called, "", ("",))]


def test_a_fifo_in_place_of_a_cache_file_is_not_waited_for(tmp_path: Path) -> None:
    place = str(tmp_path / "x.notes")
    storage.write(place, [b"kept"])
    assert storage.read(place) == b"kept"
    os.unlink(place)
    os.mkfifo(place)
    assert storage.read(place) is None
