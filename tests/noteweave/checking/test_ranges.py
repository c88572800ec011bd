"""The commits, files and findings that a check of a repository is limited to."""

from __future__ import annotations

from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.cli import run


def test_pre_commit_judges_the_commits_that_it_names(
    repo: Repo,
    said,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repo.commit({"a.md": "fine", "old.md": "[x](gone.md)"})
    repo.commit({"a.md": "[x](gone.md)"})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~1")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD")
    assert said(repo.top, "--staged") == ["a.md:1:1: NW001 there is no note `gone.md`"]
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "nowhere")
    said(repo.top, "--staged", status=2)


def test_pre_commit_judges_a_branch_from_where_it_left(
    repo: Repo,
    said,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repo.commit({"a.md": "[[b]]", "b.md": "some words of b"})
    repo.git("checkout", "-q", "-b", "work")
    repo.git("mv", "b.md", "c.md")
    repo.commit()
    repo.git("checkout", "-q", "main")
    repo.commit({"other.md": "[x](gone.md)"})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "main")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "work")
    assert said(repo.top, "--staged", status=0) == [
        "a.md:1:1: NW002 `b` was renamed: it is `c.md` now"
    ]


def test_notes_of_the_named_commits_are_read_not_those_of_the_work_tree(
    repo: Repo,
    said,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repo.commit({"a.md": "[b](b.md)", "b.md": ""})
    repo.git("rm", "-q", "b.md")
    repo.git("commit", "-q", "-m", "Remove b")
    repo.commit({"a.md": "fixed meanwhile"})
    monkeypatch.setenv("PRE_COMMIT_FROM_REF", "HEAD~2")
    monkeypatch.setenv("PRE_COMMIT_TO_REF", "HEAD~1")
    assert said(repo.top, "--staged") == ["a.md:1:1: NW001 there is no note `b.md`"]


def test_a_failing_check_never_says_that_nothing_is_wrong(
    repo: Repo,
    capfd: pytest.CaptureFixture[str],
) -> None:
    repo.write({"a.md": "[[]]\n"})
    assert run(["check", str(repo.top), "--show", "error", "--fail-on", "warning"]) == 1
    assert "nothing is wrong" not in capfd.readouterr().err
    assert run(["check", str(repo.top), "--show", "error"]) == 0


def test_a_baseline_follows_git_mv(repo: Repo, said, tmp_path: Path) -> None:  # type: ignore[no-untyped-def]
    known = f"--baseline={tmp_path / 'known.json'}"
    repo.commit({"bed/Leek.md": "many words of leek\n[x](gone.md) [x](gone.md)\n"})
    said(repo.top, known, "--update-baseline", status=0)
    repo.git("mv", "bed/Leek.md", "Porrum.md")
    assert said(repo.top, known, "--staged", status=0) == []
    assert said(repo.top, known, status=0) == []
    repo.commit()
    repo.git("mv", "Porrum.md", "Leeks.md")
    repo.commit({"new.md": "[x](gone.md)"})
    assert said(repo.top, known) == ["new.md:1:1: NW001 there is no note `gone.md`"]


def test_files_to_check(
    repo: Repo,
    said,  # type: ignore[no-untyped-def]
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    repo.commit(
        {"notes/a.md": "[x](gone.md)", "notes/笔记.md": "[y](gone.md)", "c.md": "[z](z.md)"}
    )
    a, other = repo.top / "notes/a.md", repo.top / "notes/笔记.md"
    found = "a.md:1:1: NW001 there is no note `gone.md`"
    assert said(repo.top / "notes", str(a)) == [found]
    assert len(said(repo.top / "notes", str(a), str(other), str(repo.top / "c.md"))) == 2
    assert said(repo.top / "notes", str(repo.top / "c.md"), status=0) == []
    said(repo.top / "notes", str(repo.top / "none.md"), status=2)
    monkeypatch.chdir(repo.top / "notes")
    assert said(Path("a.md")) == [found]
    repo.git("rm", "-q", "--cached", "c.md")
    assert said(repo.top / "notes", str(a), "--staged", status=0) == []


def test_notes_that_were_not_touched_for_long(
    repo: Repo, said, monkeypatch: pytest.MonkeyPatch
) -> None:  # type: ignore[no-untyped-def]
    def commit(day: str, files: dict[str, str]) -> None:
        repo.write(files)
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "Tend the garden", f"--date={day}T12:00:00")

    commit("2020-03-01", {"Sage.md": "old", "Mint.md": "old", "2020-03-01.md": "a day"})
    commit("2021-05-02", {"茶.md": "---\nmodified: 2024-01-01\n---\n", "Mint.md": "changed"})
    commit("2022-01-01", {"Rue.md": "new"})
    ask = ["--select", "untouched-note", "--show", "info"]
    assert said(repo.top, *ask, status=0) == [
        "Mint.md:1:1: NW051 not touched since 2021-05-02",
        "Rue.md:1:1: NW051 not touched since 2022-01-01",
        "Sage.md:1:1: NW051 not touched since 2020-03-01",
    ]
    repo.write({"noteweave.toml": "[check]\nuntouched-days = 1200"})
    assert said(repo.top, *ask, status=0) == ["Sage.md:1:1: NW051 not touched since 2020-03-01"]
    repo.write({"noteweave.toml": "[check]\nuntouched-days = 0"})
    assert said(repo.top, *ask, status=2) == []
