"""What could not be read may hold links: a command that rewrites links refuses, and names it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from noteweave.cli import run
from noteweave.vault.cache import fingerprint
from noteweave.vault.disk import decode

Deny = Callable[[str], None]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "vault"
    (folder / "closed").mkdir(parents=True)
    for path, text in {
        "other.md": "other\n",
        "a.md": "[[other]]\n",
        "locked.md": "[[other]] is linked\n",
        "locked.canvas": '{"nodes": [{"type": "file", "file": "other.md"}]}',
        "closed/c.md": "[[other]]\n",
    }.items():
        (folder / path).write_text(text)
    return folder


@pytest.fixture
def deny(monkeypatch: pytest.MonkeyPatch) -> Deny:
    """Return a function that takes the permission to read a file or to list a folder.

    The tests may run as root, for whom permissions do not count.
    """
    denied: set[str] = set()
    content, scandir, listed_earlier = decode._content, os.scandir, fingerprint._listed

    def refuse(path: Any) -> None:
        if any(os.fspath(path).rstrip("/").endswith(name) for name in denied):
            raise PermissionError(13, "Permission denied")

    def read(place: str) -> bytes:
        refuse(place)
        return content(place)

    def listed(path: Any = ".") -> Any:
        refuse(path)
        return scandir(path)

    def as_before(folders: list[bytes], *rest: bytes) -> bool:
        for folder in folders:
            refuse(os.fsdecode(folder))
        return listed_earlier(folders, *rest)

    monkeypatch.setattr(decode, "_content", read)
    monkeypatch.setattr(os, "scandir", listed)
    monkeypatch.setattr(fingerprint, "_listed", as_before)
    return denied.add


def state(folder: Path) -> dict[str, bytes]:
    """Return all files; listed in another way than the one that `deny` refuses."""
    found = {}
    for place in (folder / name for name in os.listdir(folder)):
        if place.is_dir() and not place.is_symlink():
            found |= {f"{place.name}/{path}": data for path, data in state(place).items()}
        elif place.is_file():
            found[place.name] = place.read_bytes()
    return found


@pytest.mark.parametrize("name", ["locked.md", "locked.canvas", "closed"])
@pytest.mark.parametrize("option", [[], ["--dry-run"], ["--diff"]])
def test_a_rename_names_what_it_could_not_read(
    vault: Path, deny: Deny, capsys: pytest.CaptureFixture[str], name: str, option: list[str]
) -> None:
    before = state(vault)
    deny(name)
    assert run(["rename", "other", "core", str(vault), *option]) == 2
    assert name in capsys.readouterr().err
    assert state(vault) == before


def test_a_note_that_cannot_be_read_is_not_renamed(vault: Path, deny: Deny) -> None:
    deny("locked.md")
    assert run(["rename", "locked", "open", str(vault)]) == 2


@pytest.mark.parametrize("name", ["locked.md", "closed"])
def test_sections_of_backlinks_keep_the_entries_of_notes_that_cannot_be_read(
    vault: Path, deny: Deny, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    assert run(["backlinks", str(vault), "--write"]) == 0
    before = state(vault)
    deny(name)
    capsys.readouterr()
    assert run(["backlinks", str(vault), "--write"]) == 2
    assert name in capsys.readouterr().err
    assert state(vault) == before
    assert run(["backlinks", str(vault)]) == 0


def test_the_check_names_a_folder_that_it_could_not_list(
    vault: Path, deny: Deny, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    deny("closed")
    run(["check", str(vault)])
    shown = capfdbinary.readouterr().out.decode()
    assert "closed/:1:1: NW049 cannot be read (permission denied)" in shown


@pytest.mark.parametrize(
    ("target", "why"),
    [
        ("linked/other", "linked is a link"),
        ("noteweave-out/other", "never part"),
        ("page/other", "what noteweave wrote"),
        ("build/other", "ignored"),
        ("deep/build/x/other", "ignored"),
        ("dangling", "exists already"),
    ],
)
def test_a_rename_to_where_it_would_be_no_note_is_refused(
    vault: Path, capsys: pytest.CaptureFixture[str], target: str, why: str
) -> None:
    outside = vault.parent / "outside"
    outside.mkdir()
    (vault / "linked").symlink_to(outside)
    (vault / "page").mkdir()
    (vault / "page/.noteweave.json").write_text("{}")
    (vault / ".noteweaveignore").write_text("build/\n")
    (vault / "dangling.md").symlink_to("nowhere")
    before = state(vault)
    assert run(["rename", "other", target, str(vault)]) == 2
    assert why in capsys.readouterr().err
    assert state(vault) == before
    assert list(outside.iterdir()) == []
    assert (vault / "dangling.md").is_symlink()


def test_an_ignored_note_may_be_renamed_where_it_is_ignored(vault: Path) -> None:
    (vault / "build").mkdir()
    (vault / "build/old.md").write_text("")
    (vault / ".noteweaveignore").write_text("build/\n")
    assert run(["rename", "build/old.md", "build/new.md", str(vault)]) == 0
    assert (vault / "build/new.md").exists()


def test_a_note_whose_content_is_elsewhere_stops_a_rename(vault: Path) -> None:
    pointer = "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 12345\n"
    (vault / "large.md").write_text(pointer)
    assert run(["rename", "other", "core", str(vault)]) == 2
