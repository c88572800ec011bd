"""`noteweave mentions`: the list, and the links that are made of it."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noteweave.cli import run

NOTES = {
    "Sea Urchin.md": b"# Sea Urchin\n\nEaten by the sea otter, says the [[Log]].\n",
    "Otter.md": "---\naliases: [sea otter]\n---\nIt eats the sea urchin.\r\nAnd 海胆。".encode(),
    "寿司/海胆.md": b"sushi",
    "Log.md": (
        b"| seen | where |\n|---|---|\n| sea urchin | reef |\n\n"
        b"- [a sea urchin](<Sea Urchin.md>)\n\nA sea\nurchin, twice.\n"
    ),
    "Kelp.md": b"caf\xe9 sea urchin\n",
    "C#.md": b"",
    "Code Notes.md": b"",
    "Plan.md": b"Read the code notes. ^plan\n",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "Riff"
    for path, content in NOTES.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    monkeypatch.chdir(root)
    return root


def changed(root: Path) -> dict[str, bytes]:
    now = {path: (root / path).read_bytes() for path in NOTES}
    return {path: content for path, content in now.items() if content != NOTES[path]}


def test_the_list(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mentions", "海胆", "--all"]) == 0
    assert capsys.readouterr().out == (
        "Otter.md:5:5: 海胆 -> 寿司/海胆.md (0.23)\n    It eats the sea urchin. And 海胆。\n"
    )


def test_the_list_as_json_lines(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    run(["mentions", "--format", "jsonl", "--all"])
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    otter = next(one for one in found if one["targets"] == ["Otter.md"])
    assert (otter["source"], otter["line"], otter["column"]) == ("Sea Urchin.md", 3, 14)
    text, start, end = (otter["context"][name] for name in ("text", "start", "end"))
    assert text[start:end] == "sea otter"


def test_links_of_one_note(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mentions", "Otter", "--link", "--all"]) == 0
    assert changed(vault) == {
        "Sea Urchin.md": NOTES["Sea Urchin.md"].replace(b"sea otter", b"[[Otter|sea otter]]"),
        "Otter.md": NOTES["Otter.md"]
        .replace(b"sea urchin", b"[[Sea Urchin|sea urchin]]")
        .replace("海胆".encode(), "[[海胆]]".encode()),
    }
    assert "3 links made in 2 notes" in capsys.readouterr().out


def test_links_of_a_list(vault: Path, tmp_path: Path) -> None:
    chosen = tmp_path / "list"
    chosen.write_text("Sea Urchin.md:3:14: sea otter -> Otter.md (0.9)\n    …\n", encoding="utf-8")
    assert run(["mentions", "--link", "--from", str(chosen)]) == 0
    assert set(changed(vault)) == {"Sea Urchin.md"}


def test_in_a_table_the_bar_is_escaped(vault: Path) -> None:
    (vault / "Otter.md").write_bytes(b"|[[Log]]|[[Plan]]|\n|-|-|\n|the sea urchin's|x|\n")
    (vault / "Sea Urchin.md").rename(vault / "Echinoidea.md")
    (vault / "Echinoidea.md").write_bytes(b"---\naliases: [sea urchin]\n---\n")
    run(["mentions", "Otter", "--link", "--all"])
    assert b"|the [[Echinoidea\\|sea urchin]]'s|x|" in (vault / "Otter.md").read_bytes()


def test_what_cannot_be_linked_is_left(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (vault / "Log.md").write_bytes(b"A sea\nurchin.\n")
    assert run(["mentions", "Sea Urchin", "--link", "--all"]) == 0
    assert set(changed(vault)) == {"Log.md", "Otter.md", "Sea Urchin.md"}
    assert (vault / "Log.md").read_bytes() == b"A sea\nurchin.\n"
    err = capsys.readouterr().err
    assert "Log.md:1:3: not changed" in err
    assert "Kelp.md:1:6: not changed" in err  # not UTF-8: not written


def test_a_link_keeps_what_stands_beside_it(vault: Path) -> None:
    run(["mentions", "Plan", "--link", "--all"])
    assert (vault / "Plan.md").read_bytes() == b"Read the [[Code Notes|code notes]]. ^plan\n"


@pytest.mark.parametrize("how", ["--dry-run", "--diff"])
def test_showing_changes_nothing(vault: Path, how: str) -> None:
    assert run(["mentions", "Otter", "--link", "--all", how]) == 1
    assert not changed(vault)


def test_link_needs_a_choice_of_mentions(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["mentions", "--link"]) == 2
    assert "no mentions are chosen" in capsys.readouterr().err


def test_a_line_number_that_is_too_long_is_no_place(vault: Path, tmp_path: Path) -> None:
    (tmp_path / "list").write_text(f"Sea Urchin.md:{'9' * 5000}:14: x\n", encoding="utf-8")
    assert run(["mentions", "--link", "--from", str(tmp_path / "list")]) == 0
    assert not changed(vault)
