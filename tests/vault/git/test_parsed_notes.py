"""Notes of past states are remembered by content, and a damaged memory is none."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.vault.cache import storage
from noteweave.vault.git.parsed_notes import ParsedNotes
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import committed
from noteweave.vault.parsing.grammar import OBSIDIAN


@pytest.fixture
def repository(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repository:
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    repo = Repo(tmp_path / "notes")
    repo.commit({"a.md": "[[b]] 茶", "b.md": "same", "c.md": "same"})
    return Repository(repo.top)


def read(repository: Repository) -> dict[str, object]:
    snapshot = committed(repository, "HEAD")
    known = ParsedNotes(repository, snapshot.vault.settings.grammar)
    snapshot.notes.use(known)
    notes = dict(snapshot.notes)
    known.save()
    return {path: (note.path, note.links, note.words) for path, note in notes.items()}


def test_what_is_remembered_is_what_was_parsed(
    repository: Repository, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = read(repository)
    assert first["c.md"] == ("c.md", (), 1)  # the content of b.md under its own path
    monkeypatch.setattr("noteweave.vault.git.snapshot.parse_bytes", None)
    assert read(repository) == first


def test_a_damaged_memory_is_none(repository: Repository) -> None:
    first = read(repository)
    place = ParsedNotes(repository, OBSIDIAN)._place
    storage.write(place, [b"\x00 no notes"])
    assert read(repository) == first
    Path(place).write_bytes(b"cut")
    assert read(repository) == first
