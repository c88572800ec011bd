"""What is kept of one repository is never taken for another one's."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.vault.git import git_cache
from noteweave.vault.git.repository import Repository


@pytest.fixture
def two(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[Repository]:
    """Two repositories whose files in the cache have the same name."""
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr("zlib.crc32", lambda data, value=0: 7)
    return [Repository(Repo(tmp_path / name).top) for name in ("black", "green")]


def test_what_was_saved_is_read_again(two: list[Repository]) -> None:
    git_cache.save(two[0], "cups", {"gaiwan": 3})
    assert git_cache.load(two[0], "cups", dict[str, int]) == {"gaiwan": 3}


def test_a_file_of_the_same_name_belongs_to_the_repository_that_wrote_it(
    two: list[Repository],
) -> None:
    git_cache.save(two[0], "cups", {"gaiwan": 3})
    assert git_cache.load(two[1], "cups", dict[str, int]) is None


def test_a_value_of_another_type_is_none(two: list[Repository]) -> None:
    git_cache.save(two[0], "cups", ["gaiwan"])
    assert git_cache.load(two[0], "cups", dict[str, int]) is None
