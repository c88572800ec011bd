"""`noteweave history`, as it is typed."""

from __future__ import annotations

import csv
import json
import sqlite3
import xml.etree.ElementTree as ET
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
    assert run(["history", *words]) == status
    found = capfd.readouterr()
    return found.out + found.err


def test_the_story_of_a_note_follows_its_rename(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"Index.md": "[[Tea]]"})
    repo.commit({"Tea.md": "Leaves\n\nand water"})
    repo.git("mv", "Tea.md", "Green.md")
    repo.commit({"Index.md": "[[Green]]"})
    repo.commit({"Index.md": "nothing"})
    events = [line.split("  ", 1)[1] for line in printed(capfd, "Tea.md").splitlines()[1:]]
    assert events == [
        "written  Tea.md",
        "linked  Index.md → Tea.md",
        "renamed  Tea.md → Green.md",
        "unlinked  Index.md → Tea.md",
    ]
    assert printed(capfd, "--link", "Index", "Green").count("linked") == 2
    assert "written  Green.md" in printed(capfd, "Green.md", "--no-renames")


def test_what_a_merge_brings_has_the_day_on_which_it_was_written(
    repo: Repo, capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def commit(day: str, *words: str, **files: str) -> None:
        repo.write({f"{name}.md": text for name, text in files.items()})
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x", "--date", f"{day}T12:00:00", *words)

    commit("2024-01-01", a="[[b]]")
    repo.git("checkout", "-q", "-b", "side")
    commit("2024-02-02", b="[[a]]")
    repo.git("checkout", "-q", "main")
    commit("2024-03-03", c="")
    repo.git("merge", "-q", "--no-ff", "--no-commit", "side")
    commit("2024-04-04")
    found = json.loads(printed(capfd, "--format", "json"))
    born = {node["id"]: node["date"] for node in found["nodes"] if node["kind"] == "note"}
    assert born == {"a.md": "2024-01-01", "b.md": "2024-02-02", "c.md": "2024-03-03"}
    assert [c["date"] for c in found["commits"]] == ["2024-01-01", "2024-03-03", "2024-04-04"]
    rows = list(csv.DictReader(printed(capfd, "--format", "csv").splitlines()))
    assert [row["died"] for row in rows if row["source"] == "topic:b"] == ["2024-04-04"]


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("nowhere.md",), "nowhere.md: no commit has such a note"),
        (("--since", "nowhere"), "nowhere: git knows no such commit"),
        (("same",), "same: means 2 notes"),
        (("--format", "sqlite"), "a database needs a file"),
        (("a/sane.md",), "did you mean a/same.md or b/same.md?"),
    ],
)
def test_a_request_that_cannot_be_met_is_one_sentence(
    repo: Repo, capfd: pytest.CaptureFixture[str], words: tuple[str, ...], message: str
) -> None:
    repo.commit({"a/same.md": "1", "b/same.md": "2"})
    assert message in printed(capfd, *words, status=2)


def test_without_a_commit_there_is_no_history(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    assert "no commit yet" in printed(capfd, status=2)


def test_a_shallow_clone_is_said(
    repo: Repo, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": "1"})
    repo.commit({"b.md": "2"})
    repo.git("clone", "-q", "--depth", "1", f"file://{repo.top}", str(tmp_path / "clone"))
    assert "a shallow clone" in printed(capfd, "--vault", str(tmp_path / "clone"))


def test_a_note_that_no_commit_has_yet_is_no_fault(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": "1"})
    repo.write({"Tea.md": "[[a]] and [[Water]]"})
    assert printed(capfd, "Tea") == "Tea.md: not in any commit yet; 2 links in the work tree\n"
    assert json.loads(printed(capfd, "Tea", "--format", "json"))["nodes"] == []


def test_what_an_import_brought_is_since_before(
    repo: Repo, capfd: pytest.CaptureFixture[str]
) -> None:
    repo.commit({"a.md": "1"})
    repo.commit({f"n{number}.md": "[[a]]" for number in range(100)})
    repo.commit({"b.md": "2"})
    rows = csv.DictReader(printed(capfd, "--format", "csv").splitlines())
    flags = {(row["source"], row["target"]): row["since_before"] for row in rows}
    assert (flags["n7.md", ""], flags["n7.md", "a.md"]) == ("yes", "yes")
    assert (flags["a.md", ""], flags["b.md", ""]) == ("", "")
    marked = [line for line in printed(capfd).splitlines() if "an import" in line]
    assert len(marked) == 1
    assert "notes 101 (+100" in marked[0]
    assert json.loads(printed(capfd, "--format", "json"))["imports"] == [1]


def test_gexf_has_an_interval_for_each_life(repo: Repo, capfd: pytest.CaptureFixture[str]) -> None:
    def commit(day: str, files: dict[str, str]) -> None:
        repo.write(files)
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x", "--date", f"{day}T12:00:00")

    commit("2024-01-01", {"a&b.md": "[[c]]", "c.md": "1"})
    commit("2024-02-01", {"a&b.md": "none"})
    commit("2024-01-15", {"a&b.md": "[[c]] again"})  # a clock that runs backwards
    commit("2024-03-01", {"a&b.md": "none"})
    commit("2024-04-01", {"d.md": "[[c]]"})
    commit("2024-04-01", {"d.md": "[[nowhere]]"})
    root = ET.fromstring(printed(capfd, "--format", "gexf"))
    space = "{http://gexf.net/1.3}"
    names = {node.get("id"): node.get("label") for node in root.iter(f"{space}node")}

    def spells(of: ET.Element) -> list[dict[str, str]]:
        return [spell.attrib for spell in of.iter(f"{space}spell")]

    found = {
        (names[edge.get("source")], names[edge.get("target")]): spells(edge)
        for edge in root.iter(f"{space}edge")
    }
    assert found == {
        ("a&b.md", "c.md"): [{"start": "2024-01-01", "end": "2024-02-29"}],
        ("d.md", "topic:nowhere"): [{"start": "2024-04-01"}],
    }


def test_the_database_tells_the_graph_at_each_commit(
    repo: Repo, capfd: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    repo.commit({"a.md": "[[b]]", "b.md": "Leaves\n\nand water"})
    repo.git("mv", "b.md", "c.md")
    repo.commit({"a.md": "none"})
    place = tmp_path / "lives.db"
    printed(capfd, "--format", "sqlite", "-o", str(place))
    first = place.read_bytes()
    base = sqlite3.connect(place)
    nodes = base.execute("SELECT n, name FROM nodes_at ORDER BY 1, 2").fetchall()
    assert nodes == [(0, "a.md"), (0, "c.md"), (1, "a.md"), (1, "c.md")]
    assert base.execute("SELECT n, kind FROM edges_at").fetchall() == [(0, "link")]
    names = base.execute("SELECT since, path FROM names WHERE path <> 'a.md' ORDER BY 1").fetchall()
    assert names == [(0, "b.md"), (1, "c.md")]
    base.close()
    printed(capfd, "--format", "sqlite", "-o", str(place))
    assert place.read_bytes() == first


def test_submodules_are_left_out_and_counted(
    repo: Repo, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """git was asked to leave submodules out, so that none was counted."""
    inner = Repo(tmp_path / "inner")
    inner.commit({"s.md": "s"})
    repo.commit({"a.md": "[[s]]"})
    repo.git("submodule", "--quiet", "add", str(inner.top), "inner")
    repo.commit()
    assert run(["history"]) == 0
    lines = capfd.readouterr().out.splitlines()
    assert lines[1] == "left out: 1 change of symbolic links and submodules"
    assert "(2 commits)" in lines[0]
