"""What a vault contains never makes us write to, or read from, a place outside it.

A vault may come from somebody else, in an archive or a clone. The user may name any path.
"""

from __future__ import annotations

import os
from pathlib import Path

import pytest
from git_repository import Repo

from noteweave.cli import run


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    folder = tmp_path / "outside"
    folder.mkdir()
    (folder / "precious").write_text("mine\n")
    return folder


@pytest.fixture
def vault(tmp_path: Path, outside: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "vault"
    (folder / "noteweave-out").mkdir(parents=True)
    (folder / "a.md").write_text("[[b]] [x](gone.md)\n")
    monkeypatch.chdir(folder)
    return folder


def untouched(outside: Path) -> bool:
    return {p.name: p.read_text() for p in outside.iterdir()} == {"precious": "mine\n"}


@pytest.mark.parametrize(
    ("name", "command"),
    [
        ("graph.html", ["build"]),
        ("graph.graphml", ["build"]),
        ("backlinks.md", ["build"]),
        (".noteweave.json", ["build"]),
        (".noteweave.json", ["export", "json"]),
        ("graph.json", ["export", "json"]),
        ("graph.csv.zip", ["export", "csv"]),
        ("graph.sqlite", ["export", "sqlite", "-o", "noteweave-out/"]),
    ],
)
@pytest.mark.parametrize("target", ["precious", "new"])
def test_a_name_that_is_a_link_is_replaced(
    vault: Path, outside: Path, name: str, command: list[str], target: str
) -> None:
    link = vault / "noteweave-out" / name
    (vault / "noteweave-out" / ".noteweave.json").write_text("{}")  # an earlier build
    link.unlink(missing_ok=True)
    link.symlink_to(outside / target)
    assert run(command) == 0
    assert untouched(outside)
    assert target == "precious" or not link.is_symlink()


def test_the_default_folder_is_not_a_link(
    vault: Path, outside: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    (vault / "noteweave-out").rmdir()
    (vault / "noteweave-out").symlink_to(outside)
    for command in (["build"], ["export", "json"]):
        assert run(command) == 2
        assert "is a symbolic link" in capfd.readouterr().err
    assert untouched(outside)
    assert run(["build", "-o", "noteweave-out"]) == 0  # named by the user
    assert (outside / "graph.html").is_file()


def test_a_link_that_the_user_names_is_followed(vault: Path, outside: Path) -> None:
    (vault / "here.json").symlink_to(outside / "graph.json")
    assert run(["export", "json", "-o", "here.json"]) == 0
    assert (outside / "graph.json").is_file()
    assert (vault / "here.json").is_symlink()


@pytest.mark.parametrize("file", ["noteweave.toml", "pyproject.toml"])
@pytest.mark.parametrize(
    "path", ["../outside/precious", "x/../../outside/precious", "link", "/etc/x"]
)
def test_a_configured_baseline_is_inside(
    vault: Path, outside: Path, file: str, path: str, capfd: pytest.CaptureFixture[str]
) -> None:
    (vault / "link").symlink_to(outside / "precious")
    table = "check" if file == "noteweave.toml" else "tool.noteweave.check"
    (vault / file).write_text(f'[{table}]\nbaseline = "{path}"\n')
    for command in (["check"], ["check", "--update-baseline"]):
        assert run(command) == 2
        assert "check.baseline" in capfd.readouterr().err
    assert untouched(outside)


def test_a_baseline_that_the_user_names_may_be_anywhere(vault: Path, outside: Path) -> None:
    known = str(outside / "known.json")
    assert run(["check", "--baseline", known, "--update-baseline"]) == 0
    assert run(["check", "--baseline", known]) == 0
    (vault / "noteweave.toml").write_text('[check]\nbaseline = "k.json"\n')
    assert run(["check", "--update-baseline"]) == 0
    assert run(["check"]) == 0


def test_init_follows_no_link(vault: Path, outside: Path) -> None:
    (vault / "noteweave.toml").symlink_to(outside / "new")
    assert run(["init"]) == 2
    assert untouched(outside)


class TestHook:
    """`noteweave init --hook` writes inside the repository only."""

    @pytest.fixture
    def repo(self, vault: Path, monkeypatch: pytest.MonkeyPatch) -> Repo:
        for name in list(os.environ):
            if name.startswith("GIT_"):
                monkeypatch.delenv(name)
        monkeypatch.setenv("GIT_CONFIG_GLOBAL", os.devnull)
        return Repo(vault)

    def test_a_hook_that_is_a_link(self, repo: Repo, outside: Path) -> None:
        hooks = repo.top / ".git" / "hooks"
        hooks.mkdir(exist_ok=True)
        (hooks / "pre-commit").unlink(missing_ok=True)
        (hooks / "pre-commit").symlink_to(outside / "new")
        assert run(["init", "--hook"]) == 2
        assert untouched(outside)

    @pytest.mark.parametrize("absolute", [True, False])
    def test_a_folder_of_hooks_outside(self, repo: Repo, outside: Path, absolute: bool) -> None:
        repo.git("config", "core.hooksPath", str(outside) if absolute else "../outside")
        run(["init", "--hook"])
        assert untouched(outside)

    def test_a_folder_of_hooks_that_is_a_link(self, repo: Repo, outside: Path) -> None:
        hooks = repo.top / ".git" / "hooks"
        if hooks.exists():
            for hook in hooks.iterdir():
                hook.unlink()
            hooks.rmdir()
        hooks.symlink_to(outside)
        assert run(["init", "--hook"]) == 2
        assert untouched(outside)

    def test_a_folder_that_is_named_like_an_option(self, repo: Repo) -> None:
        folder = repo.top / "--update-baseline"
        folder.mkdir()
        (folder / "a.md").write_text("fine\n")
        assert run(["init", "--hook", "--", "--update-baseline"]) == 0
        repo.git("add", "--", "--update-baseline")
        repo.git("commit", "-q", "-m", "notes")


class TestFollow:
    """Symbolic links to notes outside the vault."""

    @pytest.fixture
    def linked(self, vault: Path, outside: Path) -> Path:
        (outside / "precious").rename(outside / "diary.md")
        (outside / "diary.md").write_text("[[A]] [x](a.md) Kidney stone\n")
        (vault / "Kidney stone.md").touch()
        (vault / "notes").symlink_to(outside)
        (vault / "d.md").symlink_to(outside / "diary.md")
        (vault / "noteweave.toml").write_text("follow = true\n")
        return outside / "diary.md"

    @pytest.mark.parametrize(
        "command",
        [
            ["links"],
            ["check", "--fix"],
            ["rename", "a", "b"],
            ["backlinks", "--write"],
            ["mentions", "--link", "--top", "0", "--all"],
        ],
    )
    def test_the_configuration_follows_none_of_them(
        self, vault: Path, linked: Path, command: list[str], capfd: pytest.CaptureFixture[str]
    ) -> None:
        before = linked.read_text()
        run(command)
        assert linked.read_text() == before
        assert "diary.md" not in capfd.readouterr().out

    def test_the_user_may(self, linked: Path, capfd: pytest.CaptureFixture[str]) -> None:
        assert run(["links", "--follow"]) == 0
        assert "notes/diary.md" in capfd.readouterr().out

    def test_links_inside_are_followed(
        self, vault: Path, linked: Path, capfd: pytest.CaptureFixture[str]
    ) -> None:
        (vault / ".archive").mkdir()
        (vault / ".archive" / "old.md").write_text("[[a]]\n")
        (vault / "old").symlink_to(".archive")
        for name in ("self", "self.md"):
            (vault / name).symlink_to(name)
        assert run(["links"]) == 0
        assert "old/old.md:1:1" in capfd.readouterr().out
