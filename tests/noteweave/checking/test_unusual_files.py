"""Files of a repository that are not simply notes: pointers, filtered notes, symbolic links."""

from __future__ import annotations

import os

import pytest
from git_repository import Repo

from noteweave.cli import run

POINTER = (
    f"version https://git-lfs.github.com/spec/v1\noid sha256:{'4d7a214614ab2935' * 4}\nsize 12345\n"
)


def test_a_pointer_of_git_lfs_is_not_checked(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    files = {"map.canvas": POINTER, "big.md": POINTER, "a.md": "[[map.canvas]] [[big#Anything]]"}
    repo.write(files)
    repo.git("add", ".")
    assert said(repo.top, "--staged", status=0) == []
    assert said(repo.top, status=0) == []


def filtered(repo: Repo) -> None:
    """Let git keep notes reversed, by a filter that the configuration names."""
    repo.git("config", "filter.turn.clean", "rev")
    repo.git("config", "filter.turn.smudge", "rev")
    repo.write({".gitattributes": "*.md filter=turn\n"})


def age(repo: Repo) -> None:
    """Make all notes a minute old: git compares contents, too, in the second of a change."""
    for path in repo.top.glob("*.md"):
        os.utime(path, (path.stat().st_mtime - 60,) * 2)


def test_filtered_notes_are_read_as_the_work_tree_has_them(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    filtered(repo)
    repo.write({"Leek.md": "# Sow\n", "a.md": "[[Leek#Sow]] [[Leek#Pick]]\n"})
    age(repo)
    repo.commit()
    assert repo.git("cat-file", "-p", "HEAD:Leek.md") == "woS #\n"
    repo.write({"a.md": "[[Leek#Sow]] and [[Leek#Pick]]\n"})
    age(repo)
    repo.git("add", ".")
    assert [line[:9] for line in said(repo.top, "--staged")] == ["a.md:1:18"]


def test_filtered_notes_with_unstaged_changes_are_left_out(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    filtered(repo)
    repo.commit({"Leek.md": "# Sow\n"})
    repo.write({"a.md": "[[Leek#Sow]]\n"})
    repo.git("add", ".")
    repo.write({"a.md": "[[Leek#Sow]] [[Leek#Cook]]\n", "Leek.md": "# Pick\n"})
    assert said(repo.top, "--staged", status=0) == []


def test_a_symbolic_link_is_a_file_that_links_may_name(repo: Repo, said) -> None:  # type: ignore[no-untyped-def]
    repo.write({".git/annex/objects/x1/p.png": "", "store/Leek.md": "# Sow\n"})
    repo.write({"a.md": "![[p.png]] [a](linked.md) [[away.pdf]] [[lost.png]] [[also#S]]"})
    (repo.top / "p.png").symlink_to(".git/annex/objects/x1/p.png")
    (repo.top / "linked.md").symlink_to("store/Leek.md")
    (repo.top / "also.md").symlink_to("store/Leek.md")
    (repo.top / "away.pdf").symlink_to(".git/annex/objects/z9/SHA256E-s1--0.pdf")
    (repo.top / "lost.png").symlink_to("nowhere.png")
    repo.git("add", ".")
    expected = ["a.md:1:40: NW006 there is no file `lost.png`"]
    assert said(repo.top) == expected
    assert said(repo.top, "--staged") == expected


def test_notes_that_are_not_checked_are_named(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.write({"map.canvas": POINTER, "big.md": POINTER})
    assert run(["check", str(repo.top)]) == 0
    out, err = capfd.readouterr()
    assert out == ""
    assert "big.md and 1 more" in err
    assert run(["check", str(repo.top), "--format", "json"]) == 0
    assert capfd.readouterr().out.count("NW042") == 2
