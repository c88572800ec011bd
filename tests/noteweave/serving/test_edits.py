"""Notes are changed in two steps, and only with `--write`."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from noteweave.commands.mcp import _chosen
from noteweave.serving.open_vault import OpenVault
from noteweave.serving.receipts import Rendered
from noteweave.serving.tools import called
from noteweave.serving.writers import WRITERS
from noteweave.vault.errors import RequestError


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    (tmp_path / "Long Night.md").write_text("# Dawn\n", encoding="utf-8")
    (tmp_path / "A.md").write_text("See [[Long%20Night]] here.\n", encoding="utf-8")
    return tmp_path


def fix(vault: Path, **arguments: str) -> Rendered:
    """Call the tool once."""
    with OpenVault(vault).view() as view:
        return called(WRITERS[0], view, arguments)


def test_a_fix_is_written_only_with_the_hash_of_its_patch(vault: Path) -> None:
    before = (vault / "A.md").read_bytes()
    shown = fix(vault).text
    assert (vault / "A.md").read_bytes() == before
    found = re.search('expect="([0-9a-f]{12})"', shown)
    assert found, shown
    with pytest.raises(RequestError, match="nothing written"):
        fix(vault, expect="0" * 12)
    assert (vault / "A.md").read_bytes() == before
    assert "1 of 1 notes written" in fix(vault, expect=found[1]).text
    assert (vault / "A.md").read_bytes() == b"See [[Long Night]] here.\n"


def test_a_patch_of_notes_that_changed_is_refused(vault: Path) -> None:
    found = re.search('expect="([0-9a-f]{12})"', fix(vault).text)
    assert found
    changed = (vault / "A.md").read_bytes() + b"More.\n"
    (vault / "A.md").write_bytes(changed)
    with pytest.raises(RequestError, match="no longer those of this patch"):
        fix(vault, expect=found[1])
    assert (vault / "A.md").read_bytes() == changed


def test_the_tool_is_offered_only_with_write() -> None:
    assert "fix" not in [tool.name for tool in _chosen("")]
    assert "fix" in [tool.name for tool in _chosen("", write=True)]


def rename(vault: Path, note: str, to: str, expect: str = "") -> Rendered:
    """Call the tool once, as a new server would."""
    with OpenVault(vault).view() as view:
        return called(WRITERS[1], view, {"note": note, "to": to, "expect": expect})


def hash_in(shown: Rendered) -> str:
    """Return the hash that an answer gives for the second step."""
    found = re.search('expect="([0-9a-f]{12})"', shown.text)
    assert found, shown.text
    return found[1]


def contents(vault: Path) -> dict[str, bytes]:
    """Return every file of a vault."""
    files = (path for path in vault.rglob("*") if path.is_file())
    return {path.relative_to(vault).as_posix(): path.read_bytes() for path in files}


def test_a_note_is_renamed_only_with_the_hash_of_the_patch(vault: Path) -> None:
    (vault / "B.md").write_text("To [[Long Night#Dawn|it]].\n", encoding="utf-8")
    before = contents(vault)
    shown = rename(vault, "long night", "Short Day")
    assert contents(vault) == before
    assert "⟦rename from Long Night.md⟧" in shown.text
    assert "⟦+To [[Short Day#Dawn|it]].⟧" in shown.text
    with pytest.raises(RequestError, match="nothing written"):
        rename(vault, "Long Night", "Short Day", "0" * 12)
    assert contents(vault) == before
    done = rename(vault, "Long Night", "Short Day", hash_in(shown)).text
    assert "Long Night.md -> Short Day.md" in done
    now = contents(vault)
    assert now["Short Day.md"] == before["Long Night.md"]
    assert now["B.md"] == b"To [[Short Day#Dawn|it]].\n"
    assert "Long Night.md" not in now


@pytest.mark.parametrize("changed", ["Long Night.md", "B.md"])
def test_a_rename_is_refused_when_a_file_of_it_changed(vault: Path, changed: str) -> None:
    """The moved note itself counts, even if no link in it is rewritten."""
    (vault / "B.md").write_text("To [[Long Night]].\n", encoding="utf-8")
    expect = hash_in(rename(vault, "Long Night", "Short Day"))
    (vault / changed).write_bytes((vault / changed).read_bytes() + b"More.\n")
    before = contents(vault)
    with pytest.raises(RequestError, match="no longer those of this patch"):
        rename(vault, "Long Night", "Short Day", expect)
    assert contents(vault) == before


@pytest.mark.parametrize(
    ("note", "to", "written"),
    [
        ("Long Night#Dawn", "Dusk", b"To [[Long Night#Dusk|it]] #old/tag.\n"),
        ("#old", "new", b"To [[Long Night#Dawn|it]] #new/tag.\n"),
        ("B", "folder/", None),
    ],
)
def test_parts_and_tags_are_renamed_too(
    vault: Path, note: str, to: str, written: bytes | None
) -> None:
    (vault / "B.md").write_text("To [[Long Night#Dawn|it]] #old/tag.\n", encoding="utf-8")
    rename(vault, note, to, hash_in(rename(vault, note, to)))
    now = contents(vault)
    assert now.get("B.md") == written
    assert written or "folder/B.md" in now


@pytest.mark.parametrize(
    ("note", "to", "message"),
    [
        ("Long Night", "A", "exists already"),
        ("Long Night", "Long Night", "already its name"),
        ("Long Night", "../x", "not a path in the vault"),
        ("Long Night", "x\0y", "not a path in the vault"),
        ("Long Night", "x\ny", "not a path in the vault"),
        ("Long Night", "out/x", "not part of the vault"),
        ("Long Night", "", "not a path in the vault"),
        ("Long Night", "a|b", "cannot be kept"),
        ("Long Night#Noon", "x", "no heading"),
        ("#none", "x", "none"),
        ("Nobody", "x", "no such note"),
        ("Secret", "x", "no such note"),
        ("hidden/Secret.md", "x", "no such note"),
        ("Secret#Part", "x", "no such note"),
    ],
)
def test_a_rename_that_cannot_be_is_one_sentence(
    vault: Path, tmp_path_factory: pytest.TempPathFactory, note: str, to: str, message: str
) -> None:
    (vault / "out").symlink_to(tmp_path_factory.mktemp("outside"))
    (vault / "A.md").write_text("See [[Long Night]] here.\n", encoding="utf-8")
    hidden_note(vault)
    before = contents(vault)
    with pytest.raises(RequestError) as error:
        rename(vault, note, to)
    assert message in f"{error.value.message} {error.value.hint}"
    assert "\n" not in error.value.message
    assert contents(vault) == before


def hidden_note(vault: Path, link: str = "[[Long Night]]") -> None:
    """Write an excluded note with a link."""
    (vault / ".obsidian").mkdir()
    (vault / ".obsidian" / "app.json").write_text('{"userIgnoreFilters": ["hidden/"]}')
    (vault / "hidden").mkdir()
    (vault / "hidden" / "Secret.md").write_text(f"# Part\n\nCanary {link}\n", encoding="utf-8")


def test_links_in_hidden_notes_are_rewritten_and_not_shown(vault: Path) -> None:
    hidden_note(vault)
    shown = rename(vault, "Long Night", "Short Day")
    assert "Canary" not in f"{shown}"
    assert "Secret" not in f"{shown}"
    assert "1 more notes that are not shown" in shown.text
    done = rename(vault, "Long Night", "Short Day", hash_in(shown))
    assert "Secret" not in f"{done}"
    assert b"Canary [[Short Day]]" in contents(vault)["hidden/Secret.md"]


def test_a_hidden_link_that_cannot_be_kept_is_not_named(vault: Path) -> None:
    (vault / "A.md").unlink()
    hidden_note(vault)
    with pytest.raises(RequestError, match="not shown stands in the way") as error:
        rename(vault, "Long Night", "a|b")
    assert "Secret" not in error.value.message + error.value.hint


def test_what_was_written_is_in_the_next_answer(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A large vault was compared with the disk at most once a second, also after an own edit."""
    monkeypatch.setattr("noteweave.serving.open_vault._PAUSE", 100.0)
    opened = OpenVault(vault)
    with opened.view() as view:
        expect = hash_in(called(WRITERS[1], view, {"note": "Long Night", "to": "Short Day"}))
    opened._took = 1.0  # as if the comparison took so long
    with opened.view() as view:
        called(WRITERS[1], view, {"note": "Long Night", "to": "Short Day", "expect": expect})
    with opened.view() as view:
        assert view.find("Short Day") == "Short Day.md"


def test_notes_are_as_they_were_after_a_write_that_fails(
    vault: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (vault / "B.md").write_text("To [[Long Night]].\n", encoding="utf-8")
    expect = hash_in(rename(vault, "Long Night", "Short Day"))
    before = contents(vault)
    monkeypatch.setattr("noteweave.writing.note_writer._move", _fail)
    with pytest.raises(OSError, match="no space"):
        rename(vault, "Long Night", "Short Day", expect)
    assert contents(vault) == before


def _fail(*_: object) -> None:
    raise OSError("no space left")
