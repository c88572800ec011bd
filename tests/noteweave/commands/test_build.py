"""`noteweave build` writes three files and says what is in them."""

from __future__ import annotations

import subprocess
import time
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.answer_cache import replay
from noteweave.cli import run
from noteweave.vault import vault
from noteweave.vault.cache import stamped_records


def test_the_sample_becomes_a_page_a_graphml_and_a_report(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--sample", "-o", str(tmp_path / "out")]) == 0
    printed = capsys.readouterr().out.splitlines()
    for name, line in zip(("graph.html", "graph.graphml", "backlinks.md"), printed, strict=False):
        assert (tmp_path / "out" / name).stat().st_size > 1000
        assert name in line
    assert printed[-1] == "51 notes, 6 topics, 248 links, 1 orphan, 0 broken"


@pytest.fixture
def vault_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A vault in the current folder, large enough for a cache, written a while ago."""
    monkeypatch.setenv("NOTEWEAVE_CACHE", str(tmp_path / "cache"))
    monkeypatch.setattr(stamped_records, "TICK_NS", 20_000_000)
    monkeypatch.setattr(vault, "SMALLEST", 1)
    folder = tmp_path / "garden"
    folder.mkdir()
    for n in range(12):
        (folder / f"笔记 {n}.md").write_text(f"# {n}\n[[笔记 {n // 2}]] and [[soil]]\n", "utf-8")
    monkeypatch.chdir(folder)
    time.sleep(0.03)
    return folder


def written(folder: Path) -> dict[str, tuple[int, bytes]]:
    files = (folder / "noteweave-out").iterdir()
    return {path.name: (path.stat().st_mtime_ns, path.read_bytes()) for path in files}


def test_an_unchanged_vault_is_not_built_again(
    vault_folder: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["build"]) == 0
    first = written(vault_folder), capfdbinary.readouterr()
    assert replay(["build"]) == 0
    assert (written(vault_folder), capfdbinary.readouterr()) == first
    assert run(["build", "--no-cache"]) == 0  # the same bytes from the beginning
    assert {name: data for name, (_, data) in written(vault_folder).items()} == {
        name: data for name, (_, data) in first[0].items()
    }


@pytest.mark.parametrize(
    "change",
    [
        "echo '[[soil]]' >> '笔记 3.md'",
        "echo one >> noteweave-out/graph.html",
        "rm noteweave-out/backlinks.md",
        "echo '{}' > noteweave-out/.noteweave.json",
        "echo > noteweave.toml",
        "touch picture.png",
    ],
)
def test_a_change_of_the_vault_or_of_an_output_is_built(vault_folder: Path, change: str) -> None:
    run(["build"])
    time.sleep(0.03)
    subprocess.run(["sh", "-c", change], check=True)
    assert replay(["build"]) is None


def test_a_build_that_fails_leaves_no_folder(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    assert run(["build", str(tmp_path / "empty"), "-o", str(tmp_path / "out")]) == 2
    assert not (tmp_path / "out").exists()


def test_without_git_the_dates_of_the_notes_stay(
    vault_folder: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    assert run(["build", "--history"]) == 0
    message = capfd.readouterr().err
    assert "--history: " in message
    assert "dates stay as the notes have them" in message
    assert '"lives":true' not in (vault_folder / "noteweave-out" / "graph.html").read_text("utf-8")


def test_a_new_commit_is_a_new_past(vault_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """The stored answer of the build before was printed again, since no note had changed."""
    repo = Repo(vault_folder)
    repo.write({".gitignore": "noteweave-out/\n"})
    repo.commit()
    page = vault_folder / "noteweave-out" / "graph.html"
    assert run(["build", "--history"]) == 0
    first = page.read_bytes()
    assert b'"lives":true' in first
    time.sleep(0.03)
    repo.commit(message="an empty one")
    time.sleep(0.03)
    assert replay(["build", "--history"]) is None
    assert run(["build", "--history"]) == 0
    assert page.read_bytes() != first
