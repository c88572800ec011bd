"""What git holds is read as it is, whatever state the repository is in."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.vault.errors import RequestError
from noteweave.vault.git import renames
from noteweave.vault.git.renames import Rename, Renames, logged_renames
from noteweave.vault.git.repository import Repository
from noteweave.vault.git.snapshot import Snapshot, committed, staged
from noteweave.vault.vault import OpenOptions


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    for name in list(os.environ):
        if name.startswith("GIT_"):
            monkeypatch.delenv(name)
    monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
    return Repo(tmp_path / "garden of 笔记")


def index(folder: Path) -> Snapshot:
    return staged(Repository(folder))


def test_the_index_is_read_not_the_work_tree(repo: Repo) -> None:
    repo.write({"Fern.md": "[[Moss]]", "Moss.md": "wet"})
    repo.git("add", ".")
    repo.write({"Fern.md": "[[Stone]]", "Late.md": ""})
    (repo.top / "Moss.md").unlink()
    vault = index(repo.top).vault
    assert list(vault.files) == ["Fern.md", "Moss.md"]
    assert [link.target for link in vault.notes["Fern.md"].links] == ["Moss"]
    assert vault.text("Fern.md") == "[[Moss]]"


def test_a_subfolder_is_compared_while_a_merge_is_unsettled_outside_it(repo: Repo) -> None:
    repo.commit({"notes/tea.md": "green", "code.txt": "one", "notes/old.md": "a long leaf\n" * 9})
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit({"code.txt": "two"})
    repo.git("checkout", "-q", "main")
    repo.commit({"code.txt": "three"})
    repo.git("merge", "theirs", status=1)
    repo.git("mv", "notes/old.md", "notes/new.md")
    repo.write({"notes/tea.md": "black"})
    repo.git("add", "notes")
    git = Repository(repo.top / "notes")
    expected = [("R", "new.md", "old.md"), ("M", "tea.md", "tea.md")]
    assert [change[:3] for change in git.staged()] == expected
    assert [change[:3] for change in git.since(git.commit("HEAD"))] == expected


def test_no_commit_yet_and_everything_is_added(repo: Repo) -> None:
    repo.write({"一.md": "[[二]]"})
    repo.git("add", ".")
    git = Repository(repo.top)
    assert git.head is None
    assert [change[:3] for change in git.staged()] == [("A", "一.md", "一.md")]
    assert logged_renames(git).found == []


def test_a_vault_in_a_subfolder_has_its_own_paths(repo: Repo) -> None:
    repo.commit({"readme.md": "", "my notes/植物/苔 藓.md": "soft", "my notes/b.md": "[[苔 藓]]"})
    repo.git("mv", "my notes/b.md", "my notes/植物/b c.md")
    repo.write({"readme.md": "changed"})
    repo.git("add", ".")
    git = Repository(repo.top / "my notes")
    assert git.prefix == "my notes/"
    assert [change[:3] for change in git.staged()] == [("R", "植物/b c.md", "b.md")]
    assert set(staged(git).vault.notes) == {"植物/b c.md", "植物/苔 藓.md"}
    assert set(committed(git, "HEAD").vault.notes) == {"b.md", "植物/苔 藓.md"}


def test_an_announced_file_is_in_no_commit(repo: Repo) -> None:
    repo.write({"empty.md": "", "announced.md": "soon"})
    repo.git("add", "empty.md")
    repo.git("add", "-N", "announced.md")
    assert list(index(repo.top).vault.files) == ["empty.md"]


def test_of_an_unsettled_merge_our_version_counts(repo: Repo) -> None:
    repo.commit({"tea.md": "leaf"})
    repo.git("checkout", "-q", "-b", "theirs")
    repo.commit({"tea.md": "[[theirs]]"})
    repo.git("checkout", "-q", "main")
    repo.commit({"tea.md": "[[ours]]"})
    repo.git("merge", "theirs", status=1)
    snapshot = index(repo.top)
    assert not snapshot.blobs.entries["tea.md"].merged
    assert snapshot.vault.text("tea.md") == "[[ours]]"


def test_files_outside_a_sparse_checkout_exist(repo: Repo) -> None:
    repo.commit({"in/a.md": "[[b]]", "out/b.md": "here"})
    repo.git("sparse-checkout", "set", "in")
    assert not (repo.top / "out").exists()
    assert index(repo.top).vault.text("out/b.md") == "here"


def test_a_linked_work_tree_has_its_own_index(repo: Repo, tmp_path: Path) -> None:
    repo.commit({"a.md": ""})
    repo.git("worktree", "add", "-q", "-b", "second", str(tmp_path / "second tree"))
    other = Repo(tmp_path / "second tree")
    other.write({"b.md": ""})
    other.git("add", ".")
    assert list(index(other.top).vault.files) == ["a.md", "b.md"]
    assert list(index(repo.top).vault.files) == ["a.md"]


def test_the_files_of_a_submodule_are_there(repo: Repo, tmp_path: Path) -> None:
    shared = Repo(tmp_path / "shared")
    shared.commit({"术语.md": "# Leaf"})
    repo.git("submodule", "add", "-q", str(shared.top), "shared words")
    vault = index(repo.top).vault
    assert vault.notes["shared words/术语.md"].headings[0].text == "Leaf"


def test_line_ends_are_those_of_the_commit(repo: Repo) -> None:
    repo.git("config", "core.autocrlf", "true")
    repo.write({"a.md": "one\r\n[[two]]\r\n"})
    repo.git("add", ".")
    snapshot = index(repo.top)
    assert snapshot.blobs("a.md") == b"one\n[[two]]\n"


def test_links_to_files_are_followed_when_asked(repo: Repo) -> None:
    repo.write({"real.md": "[[x]]"})
    (repo.top / "alias.md").symlink_to("real.md")
    repo.git("add", ".")
    assert list(index(repo.top).vault.notes) == ["real.md"]
    followed = staged(Repository(repo.top), OpenOptions(follow=True)).vault
    assert followed.text("alias.md") == "[[x]]"


def test_what_a_vault_never_shows_is_not_there(repo: Repo) -> None:
    repo.write({
        ".obsidian/app.json": "{}", "node_modules/x/readme.md": "", "a.md": "",
        "map/.noteweave.json": "{}", "map/report.md": "",
        "drafts/.noteweaveignore": "*\n!keep.md\n",
        "drafts/x.md": "", "drafts/keep.md": "", "tracked.md": "", ".gitignore": "tracked.md",
    })  # fmt: skip
    repo.git("add", "-f", ".")
    files = index(repo.top).vault.files
    assert {path: file.ignored for path, file in files.items()} == {
        "a.md": False, "drafts/keep.md": False, "drafts/x.md": True, "tracked.md": False,
    }  # fmt: skip


def test_the_index_a_hook_is_given_counts(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    repo.commit({"notes/a.md": "old", "notes/b.md": "old"})
    repo.write({"notes/a.md": "new", "notes/b.md": "new"})
    repo.git("add", "notes/b.md")
    hook = repo.top / ".git/hooks/pre-commit"
    hook.write_text('#!/bin/sh\necho "$GIT_INDEX_FILE" > seen\ncp "$GIT_INDEX_FILE" kept\n')
    hook.chmod(0o755)
    repo.git("commit", "-q", "-m", "only a", "--", "notes/a.md")
    repo.git("reset", "-q", "--soft", "HEAD~")
    assert (repo.top / "seen").read_text().strip() not in ("", ".git/index")
    monkeypatch.chdir(repo.top)
    monkeypatch.setenv("GIT_INDEX_FILE", "kept")
    git = Repository(Path("notes"))
    assert [change[:3] for change in git.staged()] == [("M", "a.md", "a.md")]
    assert [data for _, data in staged(git).blobs.contents(["a.md", "b.md"])] == [b"new", b"old"]


def test_renames_come_latest_first_and_stop_in_time(repo: Repo) -> None:
    repo.commit({"茶.md": "leaf and water"})
    for old, new in (("茶.md", "tea.md"), ("tea.md", "cup of tea.md")):
        repo.git("mv", old, new)
        repo.commit()
    git = Repository(repo.top)
    found = [Rename("tea.md", "cup of tea.md"), Rename("茶.md", "tea.md")]
    assert logged_renames(git) == Renames(found, complete=True)
    assert logged_renames(git, since="HEAD~") == Renames(found[:1], complete=True)
    assert logged_renames(git, seconds=0).found in ([], found[:1], found)


def test_renames_are_kept_and_the_new_ones_added(
    repo: Repo, monkeypatch: pytest.MonkeyPatch
) -> None:
    repo.commit({"a.md": "one and only"})
    repo.git("mv", "a.md", "b.md")
    repo.commit()
    assert renames.renames(Repository(repo.top)).found == [Rename("a.md", "b.md")]
    repo.git("mv", "b.md", "c.md")
    repo.commit()
    found = [Rename("b.md", "c.md"), Rename("a.md", "b.md")]
    assert renames.renames(Repository(repo.top)).found == found
    monkeypatch.setattr(renames, "logged_renames", None)  # nobody asks git again
    assert renames.renames(Repository(repo.top)).found == found


def test_a_history_written_anew_is_read_anew(repo: Repo) -> None:
    repo.commit({"a.md": "one and only"})
    repo.git("mv", "a.md", "b.md")
    repo.commit()
    assert renames.renames(Repository(repo.top)).found == [Rename("a.md", "b.md")]
    repo.git("checkout", "-q", "--orphan", "again")
    repo.commit()
    repo.git("branch", "-D", "main")
    repo.git("reflog", "expire", "--expire=now", "--all")
    repo.git("gc", "-q", "--prune=now")
    assert renames.renames(Repository(repo.top)).found == []


def refuse(repository: Repository, oids: Iterable[str]) -> Iterator[bytes]:
    """Stand in for `read` where nothing may be read."""
    assert not list(oids)
    return iter(())


def test_names_are_kept_by_content(repo: Repo, monkeypatch: pytest.MonkeyPatch) -> None:
    head = "---\ntitle: Long\naliases: [龙井, 'Dragon Well']\n---\n"
    repo.commit({"a.md": head, "b.md": "aliases", "c.md": f"\ufeff{head}title", "d.md": "---\n"})
    names = ("Long", ("龙井", "Dragon Well"))
    assert list(index(repo.top).vault.other_names()) == [("a.md", *names), ("c.md", *names)]
    repo.git("mv", "a.md", "z.md")
    monkeypatch.setattr(Repository, "read", refuse)
    assert list(index(repo.top).vault.other_names()) == [("c.md", *names), ("z.md", *names)]


def test_changes_since_a_branch_was_left(repo: Repo) -> None:
    repo.commit({"a.md": "a", "b.md": "b", ".gitignore": "hidden.md"})
    repo.git("checkout", "-q", "-b", "work")
    repo.commit({"a.md": "a\nmore"})
    repo.git("checkout", "-q", "main")
    repo.commit({"b.md": "b\nmore"})
    repo.git("checkout", "-q", "work")
    repo.write({"新.md": "", "hidden.md": ""})
    git = Repository(repo.top)
    changes = [change[:3] for change in git.since(git.merge_base("main"))]
    assert changes == [("M", "a.md", "a.md"), ("A", "新.md", "新.md")]


def test_many_blobs_and_missing_ones(repo: Repo) -> None:
    repo.commit({f"{n}.md": f"{n}\n" * n for n in range(600)})
    git = Repository(repo.top)
    entries = git.tree("HEAD")
    oids = [entry.oid for entry in entries]
    found = list(git.read(["0" * 40, *oids]))
    assert found[0] == b""
    for entry, data in zip(entries, found[1:], strict=True):
        n = int(entry.path.removesuffix(".md"))
        assert data == f"{n}\n".encode() * n


def test_git_says_no_in_one_sentence(repo: Repo, tmp_path: Path) -> None:
    outside = tmp_path / "outside"
    outside.mkdir()
    with pytest.raises(RequestError, match="not in a git work tree"):
        Repository(outside)
    with pytest.raises(RequestError, match="no such folder"):
        Repository(tmp_path / "nowhere")
    with pytest.raises(RequestError, match="in a git work tree"):
        Repository(repo.top / ".git")
    with pytest.raises(RequestError, match="knows no such commit"):
        Repository(repo.top).commit("--output=x")
