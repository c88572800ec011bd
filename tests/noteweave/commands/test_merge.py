"""One note from two: all links to either lead into the one that stays."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.cli import run


def garden(root: Path, notes: dict[str, str]) -> Path:
    for name, text in notes.items():
        place = root / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(text.encode())
    return root


NOTES = {
    "bed/Leek.md": "---\nup: '[[Bed]]'\ncolour: green\n---\n"
    "# Leek\n![](pic.png) [[Bed]] [b](../Bed.md)\n^l\n",
    "Allium.md": "---\ncolour: green\n---\n# Allium\nSee [[Leek]].\n",
    "Bed.md": "[[Leek]] [l](bed/Leek.md#leek) [[Leek#^l|x]] ![[bed/Leek]]\n",
    "bed/pic.png": "",
    "other.md": "[[Allium]] untouched\n",
}


def test_a_note_is_merged_into_another(tmp_path: Path) -> None:
    root = garden(tmp_path, NOTES)
    assert run(["merge", "Leek", "Allium", str(root), "--dry-run"]) == 0
    assert (root / "bed/Leek.md").exists()
    assert run(["merge", "Leek", "Allium", str(root)]) == 0
    assert not (root / "bed/Leek.md").exists()
    assert (root / ".trash/bed/Leek.md").read_text() == NOTES["bed/Leek.md"]
    assert (root / "Allium.md").read_text() == (
        "---\ncolour: green\nup: '[[Bed]]'\n---\n# Allium\nSee [[Allium]].\n\n"
        "# Leek\n![](bed/pic.png) [[Bed]] [b](Bed.md)\n^l\n"
    )
    text = (root / "Bed.md").read_text()
    assert text == "[[Allium]] [l](Allium.md#leek) [[Allium#^l|x]] ![[Allium]]\n"
    assert (root / "other.md").read_text() == NOTES["other.md"]
    assert run(["check", str(root)]) == 0


@pytest.mark.parametrize(
    ("one", "other", "says"),
    [
        ("x ^b\n", "y ^B\n", "block `^b`"),
        ("x[^1]\n\n[^1]: x\n", "y[^1]\n\n[^1]: y\n", "footnote `[^1]`"),
        ("# Same\n", "# Same\n", "cannot be kept"),
    ],
)
def test_what_cannot_be_merged_changes_nothing(
    one: str, other: str, says: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    notes = {"One.md": one, "Other.md": other, "c.md": "[[One#Same]]\n"}
    root = garden(tmp_path, notes)
    assert run(["merge", "One", "Other", str(root)]) == 2
    assert says in capsys.readouterr().err
    assert {name: (root / name).read_text() for name in notes} == notes
    assert run(["merge", "One", "One", str(root)]) == 2


@pytest.mark.parametrize(("one", "other"), [("a\r\n", "b"), ("", ""), ("---\nx: 1\n---\n", "b\n")])
def test_the_text_of_both_stays(one: str, other: str, tmp_path: Path) -> None:
    root = garden(tmp_path, {"One.md": one, "Other.md": other})
    assert run(["merge", "One", "Other", str(root)]) == 0
    text = (root / "Other.md").read_bytes().decode()
    assert other in text
    assert one.removeprefix("---\nx: 1\n---\n") in text
    assert ("x: 1" in text) == ("x: 1" in one)


def test_properties_of_the_note_that_stays_count(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    one, other = "---\na: 1\nb: 2\naliases: [Uno]\n---\n", "---\na: 3\n---\n"
    root = garden(tmp_path, {"One.md": one, "Other.md": other, "c.md": "[[Uno]]\n"})
    assert run(["merge", "One", "Other", str(root)]) == 0
    assert "both notes have them: a\n" in capsys.readouterr().out
    text = (root / "Other.md").read_text()
    assert text == "---\na: 3\nb: 2\naliases: [Uno]\n---\n"
    assert (root / "c.md").read_text() == "[[Uno]]\n"


def test_a_name_of_the_merged_note_still_leads_to_it(tmp_path: Path) -> None:
    one = "---\naliases: [Cha]\n---\nx[^1]\n\n[^1]: x\n"
    root = garden(tmp_path, {"One.md": one, "Other.md": "y\n", "c.md": "[[Cha]] [[One]]\n"})
    assert run(["merge", "One", "Other", str(root)]) == 0
    assert (root / "c.md").read_text() == "[[Cha]] [[Other]]\n"
    assert (root / "Other.md").read_bytes().startswith(b"---\naliases: [Cha]\n---\ny\n")


def test_links_to_headings_by_address_and_to_no_heading_are_no_conflict(tmp_path: Path) -> None:
    notes = {
        "One.md": "# Two, words\n",
        "Other.md": "y\n",
        "c.md": "[[One#nowhere]] [x](One.md#two-words)\n",
    }
    root = garden(tmp_path, notes)
    assert run(["merge", "One", "Other", str(root)]) == 0
    assert (root / "c.md").read_text() == "[[Other#nowhere]] [x](Other.md#two-words)\n"
