"""`noteweave diff`, as it is typed."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.cli import run


@pytest.fixture
def repo(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
    repo = Repo(tmp_path / "notes")
    monkeypatch.chdir(repo.top)
    return repo


def printed(capfd: pytest.CaptureFixture[str], *words: str, status: int = 0) -> str:
    assert run(["diff", *words]) == status
    return capfd.readouterr().out


def test_what_broke_comes_first(repo: Repo, capfd: pytest.CaptureFixture[str]) -> None:
    repo.commit({"Plan.md": "See\n\n[[Budget]]", "Budget.md": "1", "Old.md": "[[Plan]]"})
    (repo.top / "Budget.md").unlink()
    repo.write({"Old.md": "nothing", "Tea.md": "[[Plan]]"})
    lines = printed(capfd).splitlines()
    assert lines[1].startswith("notes 3 → 3 (+1, −1, 1 edited)")
    assert lines[2].split() == ["Broke", "Plan.md:3", "[[Budget]]", "Budget.md", "was", "deleted"]
    assert any(line.startswith("Orphaned    Old.md") for line in lines)
    assert any(line.startswith("New notes   Tea.md (0 links in, 1 out)") for line in lines)


def test_a_clean_work_tree_differs_in_nothing_whatever_git_ignores(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.write(
        {"a.md": "![[drawn.png]] [[kept]] [[c]]\r\n", "kept.md": "", "c.md": "", ".gitignore": ""}
    )
    repo.commit()
    repo.commit({".gitignore": "drawn.png\nkept.md\ndraft.md\n"})
    repo.write({"drawn.png": "picture", "draft.md": "[[a]]"})
    (repo.top / "a.md").touch()
    assert "Nothing changed in the graph." in printed(capfd)
    assert json.loads(printed(capfd, "--format", "json"))["links"]["added"] == []


def test_staged_is_what_the_next_commit_will_hold(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": ""})
    repo.write({"a.md": "[[b]]"})
    repo.git("add", "-A")
    repo.write({"a.md": "[[b]] [[c]]", "new.md": ""})
    found = json.loads(printed(capfd, "--staged", "--format", "json"))
    assert [link["target"] for link in found["links"]["added"]] == ["topic:b"]
    assert found["notes"]["added"] == []
    assert found["to"] == {"commit": None, "index": True}


def test_three_dots_begin_where_the_branches_parted(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": ""})
    repo.git("switch", "-qc", "draft")
    repo.commit({"mine.md": "[[a]]"})
    repo.git("switch", "-q", "main")
    repo.commit({"other.md": "something else"})
    both = json.loads(printed(capfd, "main..draft", "--format", "json"))
    mine = json.loads(printed(capfd, "main...draft", "--format", "json"))
    assert both["notes"]["removed"] == ["other.md"]
    assert mine["notes"]["removed"] == []
    assert [note["id"] for note in mine["notes"]["added"]] == ["mine.md"]


def test_fail_on(repo: Repo, capfd: pytest.CaptureFixture[str]) -> None:
    repo.commit({"a.md": "[[b]]", "b.md": ""})
    assert "Nothing" in printed(capfd, "--fail-on", "broken,orphaned")
    (repo.top / "b.md").unlink()
    printed(capfd, "--fail-on", "broken", status=1)
    printed(capfd, "--fail-on", "orphaned", status=0)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (["nowhere"], "git knows no such commit"),
        (["HEAD..nowhere"], "git knows no such commit"),
        (["--", "--output=x"], "git knows no such commit"),
        (["--fail-on", "sad"], "no such kind of change"),
        (["--staged", "HEAD..HEAD"], "cannot be combined"),
    ],
)
def test_a_request_that_cannot_be_met(
    repo: Repo, capfd: pytest.CaptureFixture[str], words: list[str], says: str
) -> None:
    repo.commit({"a.md": ""})
    assert run(["diff", *words]) == 2
    error = capfd.readouterr().err
    assert says in error
    assert "hint" in error


def test_no_commit_yet_and_no_repository(
    repo: Repo, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["diff"]) == 2
    assert "no commit yet" in capfd.readouterr().err
    (tmp_path / "plain").mkdir()
    assert run(["diff", "--vault", str(tmp_path / "plain")]) == 2
    assert "not in a git work tree" in capfd.readouterr().err


def test_a_vault_in_a_folder_that_the_older_commit_lacks(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"readme.txt": ""})
    repo.commit({"notes/a.md": "[[b]]"})
    found = json.loads(printed(capfd, "HEAD~1", "--vault", "notes", "--format", "json"))
    assert found["counts"]["notes"] == [0, 1]


def test_markdown_shows_odd_names_as_they_are(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": "[[@ada|#12]] [[`x` | y]]", "@ada.md": "", "`x`.md": "1"})
    (repo.top / "@ada.md").unlink()
    text = printed(capfd, "--format", "markdown", "--output", "out.md")
    assert text == ""
    text = (repo.top / "out.md").read_text(encoding="utf-8")
    assert text.startswith("<!-- noteweave diff -->\n")
    assert "| Broke | `a.md:1` | `[[@ada\\|#12]]` | `@ada.md` was deleted |" in text


def test_a_long_change_is_cut_before_a_comment_is_too_long(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": ""})
    repo.write({f"{n:04}{'x' * 90}.md": "" for n in range(1000)})
    text = printed(capfd, "--format", "markdown", "--top", "1000")
    assert 50_000 < len(text) < 61_000
    assert "the rest is left out" in text


def test_the_page_of_a_change_needs_a_file(repo: Repo, capfd: pytest.CaptureFixture[str]) -> None:
    repo.commit({"a.md": "[[b]]", "b.md": "b"})
    assert run(["diff", "--format", "html"]) == 2
    assert "--output FILE" in capfd.readouterr().err


def test_the_page_of_a_change_is_the_same_each_time(repo: Repo) -> None:
    repo.commit({"a.md": "[[b]] [[c]]", "b.md": "b"})
    repo.write({"a.md": "[[b]]", "new.md": "[[a]]"})
    for name in ("one.html", "two.html"):
        assert run(["diff", "--format", "html", "-o", str(repo.top.parent / name)]) == 0
    one, two = ((repo.top.parent / name).read_bytes() for name in ("one.html", "two.html"))
    assert one == two
    assert b'"changes":[' in one


def test_a_folder_that_was_not_there_yet_is_said(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"other.md": "x"})
    repo.commit({"young/a.md": "[[b]]"})
    head = printed(capfd, "HEAD~1", "--vault", "young").splitlines()[0]
    assert "(has no notes in this folder) … work tree" in head


def test_a_merge_that_stopped_is_said(repo: Repo, capfd: pytest.CaptureFixture[str]) -> None:
    repo.commit({"a.md": "[[b]]"})
    repo.git("checkout", "-q", "-b", "other")
    repo.commit({"a.md": "[[theirs]]"})
    repo.git("checkout", "-q", "main")
    repo.commit({"a.md": "[[ours]]"})
    repo.git("merge", "-q", "other", status=1)
    assert "a merge is not finished: where it has conflicts, our version" in printed(
        capfd, "--staged"
    )
    assert "the file on the disk is read" in printed(capfd)
    assert "a merge is not finished" in printed(capfd, "--format", "markdown")
    assert "a merge" not in printed(capfd, "main~1..main")
