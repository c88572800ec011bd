"""Which files belong to a vault."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path
from unicodedata import normalize

import pytest

from noteweave.vault.disk import ignore
from noteweave.vault.errors import VaultError
from noteweave.vault.model import FileKind
from noteweave.vault.vault import OpenOptions, Vault


def write(root: Path, *paths: str, text: str = "") -> None:
    for path in paths:
        (root / path).parent.mkdir(parents=True, exist_ok=True)
        (root / path).write_text(text, encoding="utf-8")


def files(root: Path, **options: object) -> dict[str, str]:
    """Return every file with what it is: a kind, and `excluded` or `ignored`."""
    vault = Vault.open(root, OpenOptions(**options))  # type: ignore[arg-type]
    state = {True: " ignored", False: " excluded"}
    return {
        path: str(file.kind) + (state[file.ignored] if file.excluded else "")
        for path, file in vault.files.items()
    }


def test_kinds_go_by_the_end_of_the_name(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "B.MD", "c.markdown", "d.canvas", "e.base", "f.png", "g")
    assert files(tmp_path) == {
        "B.MD": "note",
        "a.md": "note",
        "c.markdown": "note",
        "d.canvas": "canvas",
        "e.base": "base",
        "f.png": "attachment",
        "g": "attachment",
    }


def test_dot_entries_installed_software_and_our_own_output_are_not_there(tmp_path: Path) -> None:
    write(tmp_path, "a.md", ".b.md", ".trash/c.md", "x/node_modules/d.md", "noteweave-out/e.md")
    write(tmp_path, "web/graph.html", "web/.noteweave.json", "web/backlinks.md")
    assert files(tmp_path) == {"a.md": "note"}


def test_what_obsidian_excludes_stays_a_target(tmp_path: Path) -> None:
    settings = '{"userIgnoreFilters": ["Private/", "/\\\\.draw\\\\.md$/", "["]}'
    write(tmp_path, ".obsidian/app.json", text=settings)
    write(tmp_path, ".obsidian/templates.json", text='{"folder": "Templates"}')
    write(tmp_path, "a.md", "private/b.md", "c.draw.md", "Templates/d.md", "Templates2/e.md")
    assert files(tmp_path) == {
        "Templates/d.md": "note excluded",
        "Templates2/e.md": "note",
        "a.md": "note",
        "c.draw.md": "note excluded",
        "private/b.md": "note excluded",
    }


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    subprocess.run(["git", "init", "--quiet", tmp_path], check=True)
    write(tmp_path, ".gitignore", text="draft*\n/build/\n!drafts-that-count.md\n")
    write(tmp_path, "notes/.gitignore", text="local.md\n")
    write(
        tmp_path, "notes/a.md", "notes/draft 1.md", "notes/local.md", "notes/drafts-that-count.md"
    )
    write(tmp_path, "build/vault/b.md", "local.md")
    return tmp_path


def test_gitignore_holds_in_a_work_tree(repository: Path) -> None:
    assert files(repository) == {
        "build/vault/b.md": "note ignored",
        "local.md": "note",
        "notes/a.md": "note",
        "notes/draft 1.md": "note ignored",
        "notes/drafts-that-count.md": "note",
        "notes/local.md": "note ignored",
    }


def test_gitignore_of_the_folders_above_holds_too(repository: Path) -> None:
    assert files(repository / "notes")["draft 1.md"] == "note ignored"


def test_a_vault_in_an_ignored_folder_is_no_empty_vault(repository: Path) -> None:
    assert files(repository / "build" / "vault") == {"b.md": "note"}


def test_gitignore_can_be_turned_off_and_means_nothing_outside_git(
    repository: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    assert "note ignored" not in files(repository, gitignore=False).values()
    elsewhere = tmp_path_factory.mktemp("plain")
    write(elsewhere, ".gitignore", text="a.md")
    write(elsewhere, "a.md")
    assert files(elsewhere) == {"a.md": "note"}


def test_patterns_can_be_asked_for(tmp_path: Path) -> None:
    write(tmp_path, "a.md", "b/c.md")
    assert files(tmp_path, ignore=("b/",)) == {"a.md": "note", "b/c.md": "note ignored"}


def test_links_to_folders_are_followed_when_asked_once_each(tmp_path: Path) -> None:
    write(tmp_path, "vault/a.md", "far/b.md")
    (tmp_path / "vault" / "loop").symlink_to(tmp_path / "vault")
    (tmp_path / "vault" / "far").symlink_to(tmp_path / "far")
    (tmp_path / "vault" / "far2").symlink_to(tmp_path / "far")
    links = dict.fromkeys(["far", "far2", "loop"], "attachment")
    assert files(tmp_path / "vault") == {"a.md": "note", **links}
    found = files(tmp_path / "vault", follow=True)
    assert sorted(Path(path).name for path in found) == ["a.md", "b.md"]


def test_names_that_are_not_utf_8_are_read(tmp_path: Path) -> None:
    try:
        with open(os.fsencode(tmp_path) + b"/caf\xe9.md", "wb") as file:
            file.write(b"[[x]]")
    except OSError:
        pytest.skip("this file system allows UTF-8 names only")
    vault = Vault.open(tmp_path)
    assert [note.path for note in vault.notes.values()] == ["caf\\xe9.md"]
    assert vault.notes["caf\\xe9.md"].links[0].target == "x"
    assert vault.text("caf\\xe9.md") == "[[x]]"


def test_a_folder_called_like_a_note_is_a_folder(tmp_path: Path) -> None:
    write(tmp_path, "x.md/y.md")
    assert files(tmp_path) == {"x.md/y.md": "note"}


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no pipes here")
def test_a_pipe_is_no_note(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "p.md")
    assert files(tmp_path) == {}


def test_requests_that_cannot_be_met_say_so(tmp_path: Path) -> None:
    with pytest.raises(VaultError, match="no such folder"):
        Vault.open(tmp_path / "nowhere")
    write(tmp_path, "a.md")
    with pytest.raises(VaultError, match="not a folder"):
        Vault.open(tmp_path / "a.md")


def test_kind_is_a_file_kind(tmp_path: Path) -> None:
    write(tmp_path, "a.md")
    assert Vault.open(tmp_path).files["a.md"].kind is FileKind.NOTE


def test_a_name_that_is_not_utf8_is_matched_whatever_else_is_installed() -> None:
    """With google-re2 installed, pathspec would pass it names that it cannot encode."""
    rules = ignore.rule(["drafts/*"])
    assert ignore.ignored_by(rules, "drafts/caf\udce9.md")
    assert not ignore.ignored_by(rules, "caf\udce9.md")


def test_two_files_whose_names_differ_in_normal_form_keep_their_own_contents(
    tmp_path: Path,
) -> None:
    """Whichever is listed first: a file is only called by another form if no file has that name."""
    names = [f"{letter}\u0301 {n}.md" for n, letter in enumerate("aeiouyAEIOUY")]
    for name in names:
        (tmp_path / name).write_text("apart", "utf-8")
        (tmp_path / normalize("NFC", name)).write_text("composed", "utf-8")
    vault = Vault.open(tmp_path)
    if len(vault.files) == len(names):
        pytest.skip("this file system knows one normal form only")
    assert len(vault.files) == len(set(vault.files)) == 2 * len(names)
    for name in names:
        assert vault.text(name) == "apart"
        assert vault.text(normalize("NFC", name)) == "composed"
