"""Notes are read while others are still being listed, and are the same as when they are not."""

from __future__ import annotations

import errno
import os
import unicodedata
from pathlib import Path

import pytest
from child_processes import nobody_left

from noteweave.cli import run
from noteweave.vault import vault as read
from noteweave.vault.cache.spill_file import SpillFile
from noteweave.vault.disk import note_reader
from noteweave.vault.disk.walk import Listing, walk
from noteweave.vault.errors import VaultError
from noteweave.vault.vault import OpenOptions, Vault
from noteweave.vault.workers.pool import CAN_FORK, SERIAL_LIMIT

forks = pytest.mark.skipif(not CAN_FORK, reason="processes are forked")


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for number in range(SERIAL_LIMIT + 90):
        place = tmp_path / f"日記 {number % 7}" / f"Tide {number}.md"
        place.parent.mkdir(exist_ok=True)
        place.write_text(f"# Day {number}\n[[Tide {number // 2}]] 潮\n", encoding="utf-8")
    (tmp_path / unicodedata.normalize("NFD", "Café.md")).write_text("[[é]]", encoding="utf-8")
    (tmp_path / "map.canvas").write_text('{"nodes": []}', encoding="utf-8")
    (tmp_path / "picture.png").write_bytes(b"\x89PNG")
    return tmp_path


@forks
@pytest.mark.parametrize("cache", [False, True])
def test_eager_and_lazy_vaults_are_the_same(
    root: Path, monkeypatch: pytest.MonkeyPatch, cache: bool
) -> None:
    monkeypatch.setattr(note_reader, "_processors", lambda: 3)
    progress: list[tuple[int, int]] = []
    lazy = dict(Vault.open(root, OpenOptions(cache=False)).notes)
    with nobody_left():
        eager = Vault.open(
            root, OpenOptions(cache=cache, eager=True), lambda *n: progress.append(n)
        )
        assert dict(eager.notes) == lazy
    assert progress[-1] == (len(lazy), len(lazy))
    assert dict(Vault.open(root, OpenOptions(cache=cache, eager=True)).notes) == lazy


@pytest.fixture
def children(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The processes that were begun, on a machine with two processors."""
    begun = []
    fork = os.fork

    def counted() -> int:
        begun.append(fork())
        return begun[-1]

    monkeypatch.setattr(os, "fork", counted)
    monkeypatch.setattr(note_reader, "_processors", lambda: 2)
    return begun


@forks
@pytest.mark.parametrize(("eager", "begun"), [(True, 2), (False, 0)])
def test_an_eager_vault_is_being_read_when_it_is_open(
    root: Path, children: list[int], eager: bool, begun: int
) -> None:
    vault = Vault.open(root, OpenOptions(cache=False, eager=eager))
    assert len(children) == begun
    assert all(note.links for path, note in vault.notes.items() if "Tide" in path)
    assert len(children) == 2


@forks
@pytest.mark.parametrize(("jobs", "begun"), [(0, 4), (2, 2)])
@pytest.mark.parametrize("eager", [False, True])
def test_a_long_vault_is_read_by_twice_as_many_unless_told(
    root: Path,
    children: list[int],
    monkeypatch: pytest.MonkeyPatch,
    jobs: int,
    begun: int,
    eager: bool,
) -> None:
    monkeypatch.setattr(note_reader, "MANY", SERIAL_LIMIT)
    with nobody_left():
        vault = Vault.open(root, OpenOptions(cache=False, eager=eager, jobs=jobs))
        assert sum("Tide" in path for path, note in vault.notes.items() if note.links) == 390
    assert len(children) == begun


@forks
def test_who_cannot_list_leaves_no_reader_behind(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(note_reader, "_processors", lambda: 2)

    def broken(*args: object, **named: object) -> Listing:
        walk(*args, **named)  # type: ignore[arg-type]
        raise VaultError("gone")

    monkeypatch.setattr(read, "walk", broken)
    with nobody_left(), pytest.raises(VaultError):
        Vault.open(root, OpenOptions(cache=False, eager=True))


@forks
def test_a_full_temporary_folder_is_one_clear_sentence(
    root: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(note_reader, "_processors", lambda: 2)

    def full(file: SpillFile) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(SpillFile, "flush", full)
    with nobody_left():
        assert run(["links", str(root), "--no-cache"]) == 2
    said = capsys.readouterr().err
    assert "the temporary folder: cannot be written (no space left on device)" in said
    assert "TMPDIR" in said


def test_one_process_reads_eagerly_too(root: Path) -> None:
    lazy = Vault.open(root, OpenOptions(cache=False))
    eager = Vault.open(root, OpenOptions(cache=False, eager=True, jobs=1))
    assert dict(eager.notes) == dict(lazy.notes)
