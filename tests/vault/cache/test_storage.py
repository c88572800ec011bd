"""The cache folder is private, and nothing in it is read or removed but what noteweave wrote."""

from __future__ import annotations

import os
import sqlite3
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from noteweave.cli import run
from noteweave.vault.cache import storage
from noteweave.vault.cache.note_cache import SMALLEST, NoteCache, clear
from noteweave.vault.cache.records import records
from noteweave.vault.cache.tables import Tables
from noteweave.vault.model import File, FileKind

posix = pytest.mark.skipif(os.name != "posix", reason="modes and pipes of POSIX")


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    place = tmp_path / "cache" / "notes"
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(place))
    return place


@pytest.fixture
def open_umask() -> Iterator[None]:
    old = os.umask(0o022)
    yield
    os.umask(old)


@posix
def test_new_folders_and_files_are_private(folder: Path, open_umask: None) -> None:
    storage.write(storage.path("1.0", "a.notes"), [b"x"])
    written = [folder, *folder.rglob("*")]
    assert len(written) == 3
    assert not any(path.stat().st_mode & 0o077 for path in written)


@posix
def test_an_existing_folder_keeps_its_mode_and_the_one_below_is_private(
    folder: Path, open_umask: None
) -> None:
    version = Path(storage.path("1.0", "a")).parent
    version.mkdir(parents=True)  # as an earlier version made it
    storage.write(storage.path("1.0", "a"), [b"x"])
    assert stat.S_IMODE(folder.stat().st_mode) == 0o755
    assert stat.S_IMODE(version.stat().st_mode) == 0o700


@posix
def test_a_folder_that_is_a_link_is_not_written_into(folder: Path, tmp_path: Path) -> None:
    folder.mkdir(parents=True)
    Path(storage.path("1.0", "a")).parent.symlink_to(tmp_path)
    storage.write(storage.path("1.0", "a"), [b"x"])
    assert not (tmp_path / "a").exists()


@posix
def test_a_pipe_is_not_waited_for_and_no_file_of_others_is_read(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = storage.path("1.0", "a")
    storage.write(place, [b"x"])
    assert storage.read(place) == b"x"
    os.unlink(place)
    os.mkfifo(place)
    assert storage.read(place) is None
    storage.write(place, [b"y"])
    assert storage.read(place) == b"y"
    monkeypatch.setattr(os, "geteuid", lambda: 12345)
    assert storage.read(place) is None


def test_clear_removes_what_noteweave_wrote_and_nothing_else(folder: Path) -> None:
    storage.write(storage.path("1.0", "a.notes"), [b"x"])
    storage.write(storage.path("0.9rc1", "b.answer"), [b"x" * 100])
    Tables(storage.path("1.0", "a.check"), b"").close()
    storage.write(storage.path("1.0", f"c{storage.JOURNAL}"), [b"x"])
    version = Path(storage.path("1.0", "a")).parent
    others = {
        folder / "photo.jpg": b"mine",
        folder / "1.0-4.txt": b"mine",
        folder / "album" / "noteweave.notes": b"mine",
        version / "notes.md": b"mine",
        version / ".new-important": b"mine",
    }
    for path, data in others.items():
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(data)
    (version / ".new-x").touch()  # as a killed run leaves it
    place, size = clear()
    assert place == folder
    assert size > 100
    kept = {path for path in folder.rglob("*") if path.is_file()}
    assert kept == {*others, version / f"c{storage.JOURNAL}"}
    assert all(path.read_bytes() == data for path, data in others.items())


def test_clear_removes_its_empty_folders(folder: Path) -> None:
    storage.write(storage.path("1.0", "a.notes"), [b"x"])
    clear()
    assert not folder.exists()
    clear()


def test_the_command_leaves_a_folder_of_yours(
    folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    folder.mkdir(parents=True)
    (folder / "thesis.md").write_text("years of work")
    assert run(["cache", "--clear"]) == 0
    assert "removed 0.0 MB" in capfd.readouterr().out
    assert (folder / "thesis.md").read_text() == "years of work"


@pytest.mark.parametrize("cut", [1, 9, 20])
def test_a_text_that_was_not_packed_is_refused(cut: int) -> None:
    whole = b"".join(storage.pack(b"one", b"two"))
    assert [bytes(part) for part in storage.unpack(memoryview(whole))] == [b"one", b"two"]
    with pytest.raises(ValueError, match="cut off"):
        storage.unpack(memoryview(whole)[:cut])


def test_a_record_outside_the_file_makes_it_no_cache(folder: Path, tmp_path: Path) -> None:
    cache = NoteCache(tmp_path, "1.0", "grammar")
    files = [File("a.md", FileKind.NOTE, 1, 0, False, False, 0, 1)]
    kept = records(1)
    kept["a.md"] = b"record"
    cache.save(files, kept, {}, 1 << 60)
    assert "a.md" in cache.load(files, {})
    key, entries = "grammar", [("a.md", 1, 0, 0, 1, 1 << 60, 0, 1 << 40)]
    index = msgspec.msgpack.encode((key, entries))
    storage.write(cache._path, [*storage.pack(index), b"record"])
    assert cache.load(files, {}) == {}


def test_findings_of_another_program_are_found_again(
    folder: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    vault = tmp_path / "vault"
    vault.mkdir()
    for n in range(SMALLEST):
        (vault / f"{n}.md").write_text("[x](gone.md)\n")
        os.utime(vault / f"{n}.md", (1, 1))
    command = ["check", str(vault), "--format", "json"]
    assert run(command) == 1
    first = capfd.readouterr().out
    for file in folder.rglob("*.check"):
        database = sqlite3.connect(file)
        with database:
            changed = database.execute("UPDATE maps SET value = ?", (b"\x91\x81\xa4path\x05",))
            assert changed.rowcount
        database.close()
    assert run(command) == 1
    assert capfd.readouterr().out == first
