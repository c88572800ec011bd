"""Waiting for changes of the files of a vault."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Queue
from typing import Any

import pytest

from noteweave.vault.disk import watch as watching
from noteweave.vault.disk.watch import Batch, is_relevant, remote_kind, watch


@pytest.mark.parametrize(
    ("path", "relevant"),
    [
        ("tea.md", True),
        ("leaf/green", True),
        ("noteweave.toml", True),
        ("noteweave-out/graph.html", False),
        ("node_modules/x.md", False),
        (".gitignore", True),
        ("leaf/.noteweaveignore", True),
        (".git", True),
        (".git/index", False),
        (".obsidian/app.json", True),
        (".obsidian/workspace.json", False),
        (".obsidian/plugins/templater-obsidian/data.json", True),
        (".trash/tea.md", False),
        ("leaf/.tea.md.swp", False),
    ],
)
def test_what_may_change_a_vault(path: str, relevant: bool) -> None:
    assert is_relevant(path) is relevant


@pytest.fixture
def batches(tmp_path: Path) -> Iterator[Queue[Batch]]:
    pytest.importorskip("watchfiles")
    stop, found = threading.Event(), Queue[Batch]()

    def collect() -> None:
        for batch in watch(tmp_path, stop):
            found.put(batch)

    thread = threading.Thread(target=collect)
    thread.start()
    assert found.get(timeout=20) is None  # it has begun
    yield found
    stop.set()
    thread.join(20)
    assert not thread.is_alive()


def test_a_saved_note_is_told(batches: Queue[Batch], tmp_path: Path) -> None:
    (tmp_path / "tea.md").write_text("Leaves.", encoding="utf-8")
    assert batches.get(timeout=20) == {str(tmp_path / "tea.md")}
    (tmp_path / "leaf").mkdir()
    batch = batches.get(timeout=20)
    assert batch is not None
    assert str(tmp_path / "leaf") in batch


def test_a_folder_that_is_moved_is_told_and_another_in_its_place_is_watched(
    batches: Queue[Batch], tmp_path: Path
) -> None:
    away = tmp_path.rename(tmp_path.with_name(f"{tmp_path.name} away"))
    assert batches.get(timeout=20) is None
    shutil.copytree(away, tmp_path)
    while not batches.empty():
        batches.get()
    while batches.get(timeout=20) is None:  # until it is watched again
        (tmp_path / "tea.md").write_text("Leaves.", encoding="utf-8")
        time.sleep(0.2)


def test_many_files_are_one_request_to_compare_all(
    batches: Queue[Batch], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "MANY", 0)
    (tmp_path / "tea.md").write_text("Leaves.", encoding="utf-8")
    assert batches.get(timeout=20) is None


def test_without_the_package_the_vault_is_compared_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "watchfiles", None)
    monkeypatch.setattr(watching, "POLL_SECONDS", 0.01)
    stop, messages, count = threading.Event(), [], 0
    for batch in watch(tmp_path, stop, report=messages.append):
        assert batch is None
        count += 1
        if count == 3:
            stop.set()
    assert count == 3
    assert ["noteweave[live]" in message for message in messages] == [True]


def told_once(root: Path, stop: threading.Event) -> list[str]:
    """Watch until the first answer; return what was reported."""
    messages: list[str] = []
    for batch in watch(root, stop, report=messages.append):
        assert batch is None
        stop.set()
    return messages


def test_a_limit_of_the_system_is_told_and_the_vault_is_compared(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("watchfiles")

    def refuse(*_: object, **__: object) -> None:
        raise OSError("OS file watch limit reached. about [garden]")

    monkeypatch.setattr("watchfiles.watch", refuse)
    (message,) = told_once(tmp_path, threading.Event())
    assert "every second" in message
    assert "limit reached" in message


def test_the_limit_is_told_even_though_unreadable_folders_are_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pytest.importorskip("watchfiles")
    asked: list[bool] = []

    def watch_folder(
        *_: object, ignore_permission_denied: bool, **__: object
    ) -> Iterator[set[Any]]:
        asked.append(ignore_permission_denied)
        if not ignore_permission_denied:  # with it, watchfiles 1.3 passes over the limit as well
            raise PermissionError(13, "Permission denied")
        yield set()

    monkeypatch.setattr("watchfiles.watch", watch_folder)
    assert next(watch(tmp_path, threading.Event())) is None
    assert asked == [False, True]


def test_a_network_drive_is_compared_from_time_to_time(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(watching, "remote_kind", lambda root: "nfs4")
    assert told_once(tmp_path, threading.Event()) == [
        "the vault is compared every second: it is on a network drive (nfs4)"
    ]


@pytest.mark.skipif(sys.platform == "win32", reason="paths of mounts")
def test_the_innermost_mount_counts(tmp_path: Path) -> None:
    vault, inner = tmp_path / "my notes", tmp_path / "my notes" / "local"
    inner.mkdir(parents=True)
    point = os.path.realpath(vault).replace(" ", "\\040")
    mounts = tmp_path / "mountinfo"
    mounts.write_text(
        "21 1 8:1 / / rw shared:1 - ext4 /dev/sda1 rw\n"
        f"22 21 0:40 / {point} rw - cifs //server/notes rw\n"
        f"23 22 8:2 / {point}/local rw - ext4 /dev/sdb1 rw\n"
    )
    assert remote_kind(vault, mounts) == "cifs"
    assert remote_kind(inner, mounts) == ""
    assert remote_kind(tmp_path, mounts) == ""
    assert remote_kind(vault, tmp_path / "none") == ""
