"""The patches that commands print are those that git applies."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from file_operations import contents
from git_repository import Repo

from noteweave.cli import run
from noteweave.vault.vault import Vault
from noteweave.writing.note_writer import carry_out, create_note

NAMES = ["new\nline", "tab\there", 'a "quote"', "back\\slash", "树 和 花", "trailing ", "esc\x1b"]
DIFFS = [
    ["rename", "hub", "sub/new hub"],
    ["backlinks", "--write"],
    ["mentions", "--link", "--top", "0", "--all"],
    ["check", "--fix"],
]


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("words", DIFFS, ids=lambda words: words[0])
def test_git_applies_the_patch_of_any_name(
    words: list[str], name: str, tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    repository = Repo(tmp_path / "r")
    files = {
        "hub.md": "# Hub\n\n[y](Yew%20tree.md) and then",
        f"{name}.md": "[[hub]] [[HUB]] of a\rYew tree, a Yew tree\r\n\r\rlast\r",
        "Yew tree.md": "",
    }
    repository.commit(files)
    _assert_applies(repository, words, tmp_path, capfdbinary)


@pytest.mark.skipif(sys.platform == "win32", reason="no such names there")
def test_git_applies_the_patch_of_a_note_that_moves_to_an_odd_name(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    repository = Repo(tmp_path / "r")
    repository.commit({"Fir.md": "[[#x]]", "b.md": "[[Fir]]"})
    _assert_applies(repository, ["rename", "Fir", 'a "tall" étree'], tmp_path, capfdbinary)


@pytest.mark.skipif(sys.platform != "linux", reason="no such names there")
def test_git_applies_the_patch_of_a_name_that_is_not_utf8(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    repository = Repo(tmp_path / "r")
    repository.write({"hub.md": "# Hub\n"})
    (repository.top / os.fsdecode(b"caf\xe9.md")).write_bytes(b"[[HUB]]\n")
    repository.commit()
    _assert_applies(repository, ["check", "--fix"], tmp_path, capfdbinary)


def _assert_applies(
    repository: Repo, words: list[str], folder: Path, output: pytest.CaptureFixture[bytes]
) -> None:
    """A command's patch must be one that git applies, and that comes to what the command does."""
    root = repository.top
    line = [*words, str(root)] if words[0] == "rename" else [words[0], str(root), *words[1:]]
    before = contents(root)
    output.readouterr()
    run([*line, "--diff"])
    patch = output.readouterr().out
    assert patch
    assert contents(root) == before
    run(line)
    after = {p: c for p, c in contents(root).items() if not p.startswith(".git/")}
    repository.git("checkout", "-q", "--", ".")
    repository.git("clean", "-qfd")
    (folder / "patch").write_bytes(patch)
    repository.git("apply", str(folder / "patch"))
    assert {p: c for p, c in contents(root).items() if not p.startswith(".git/")} == after


def test_git_applies_the_patch_of_a_new_note(
    tmp_path: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    repo = Repo(tmp_path / "wood")
    repo.commit({"a.md": ""})
    vault = Vault.open(repo.top)
    carry_out(vault, [create_note(vault, "新/b c.md", "一\n二".encode())], diff=True)
    (tmp_path / "patch").write_bytes(capfdbinary.readouterr().out)
    repo.git("apply", "--check", str(tmp_path / "patch"))
    repo.git("apply", str(tmp_path / "patch"))
    assert (repo.top / "新" / "b c.md").read_text("utf-8") == "一\n二"
