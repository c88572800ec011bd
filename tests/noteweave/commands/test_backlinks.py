"""`noteweave backlinks`: the report of a vault, and the sections it keeps in the notes."""

from __future__ import annotations

import csv
import io
import json
import os
from pathlib import Path

import pytest

from noteweave.cli import run
from noteweave.vault.parsing.backlink_section import CLOSING, OPENING

NOTES = {
    "Möwe.md": b"\xef\xbb\xbf# M\xc3\xb6we\r\n\r\nFlies to [[Kai]].",
    "Kai.md": "- Boats: [[港口/帆船|帆船]]\n- Birds: [[Möwe]]\n".encode(),
    "港口/帆船.md": "---\nhome: '[[Kai]]'\n---\n停在 [[Kai#Nord|岸边]] 的 *船*。\n".encode(),
    "港口/灯.md": b"```\nnever closed\n",
    "Log.md": "[[灯]] and [[ميناء]] and [[Kai]]\n".encode(),
    "ميناء.md": b"",
    "latin.md": b"caf\xe9 [[Kai]]\n",
    "to latin.md": b"[[latin]]\n",
    "Templates/Day.md": b"[[Kai]] {{date}}\n",
    ".obsidian/templates.json": b'{"folder": "Templates"}',
    ".obsidian/app.json": b"{}",
}


@pytest.fixture
def vault(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    root = tmp_path / "Hafen"
    for path, content in NOTES.items():
        place = root / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(content)
    monkeypatch.chdir(root)
    return root


def contents(root: Path) -> dict[str, bytes]:
    files = (path for path in root.rglob("*") if path.is_file())
    return {path.relative_to(root).as_posix(): path.read_bytes() for path in files}


def test_a_section(vault: Path) -> None:
    assert run(["backlinks", "--write"]) == 0
    assert (vault / "Kai.md").read_text(encoding="utf-8") == (
        "- Boats: [[港口/帆船|帆船]]\n"
        "- Birds: [[Möwe]]\n"
        "\n"
        f"{OPENING}\n"
        "## Backlinks\n"
        "\n"
        "- [[Log]]\n"
        "  - 灯 and ميناء and **Kai**\n"
        "- [[Möwe]]\n"
        "  - Flies to **Kai**.\n"
        "- [[latin]]\n"
        "  - caf\ufffd **Kai**\n"
        "- [[帆船]]\n"
        "  - home: **Kai**\n"
        "  - 停在 **岸边** 的 船。\n"
        f"{CLOSING}\n"
    )


def test_what_it_leaves_alone(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    os.chmod(vault / "Kai.md", 0o640)
    run(["backlinks", "--write"])
    after = contents(vault)
    assert after["Möwe.md"].startswith(NOTES["Möwe.md"] + b"\r\n\r\n<!--")
    assert after["Möwe.md"].count(b"\n") == after["Möwe.md"].count(b"\r\n")
    assert not after["Möwe.md"].endswith(b"\n")
    for path in ("Log.md", "latin.md", "港口/灯.md", "Templates/Day.md"):
        assert after[path] == NOTES[path]
    assert "港口/灯.md: not changed" in capsys.readouterr().err
    assert os.stat(vault / "Kai.md").st_mode & 0o777 == 0o640


def test_twice_is_once_and_removing_leaves_no_trace(vault: Path) -> None:
    run(["backlinks", "--write"])
    once = contents(vault)
    run(["backlinks", "--write"])
    assert contents(vault) == once
    assert run(["backlinks", "--remove"]) == 0
    assert contents(vault) == NOTES


def test_a_heading_of_ones_own_stays(vault: Path) -> None:
    run(["backlinks", "--write", "--heading", "反向链接"])
    assert "## 反向链接" in (vault / "ميناء.md").read_text(encoding="utf-8")
    assert run(["backlinks", "--write", "--dry-run"]) == 0


def test_a_section_that_nobody_needs_any_more_goes(vault: Path) -> None:
    run(["backlinks", "--write"])
    (vault / "Log.md").write_bytes(b"Nothing today.\n")
    assert run(["backlinks", "--write", "--dry-run"]) == 1
    run(["backlinks", "--write"])
    assert (vault / "ميناء.md").read_bytes() == b""


@pytest.mark.parametrize("how", ["--dry-run", "--diff"])
def test_showing_changes_nothing(
    vault: Path, how: str, capsysbinary: pytest.CaptureFixture[bytes]
) -> None:
    assert run(["backlinks", "--write", how]) == 1
    assert contents(vault) == NOTES
    assert b"Kai.md" in capsysbinary.readouterr().out


def test_one_note(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backlinks", "kai"]) == 0
    out = capsys.readouterr().out
    assert out.startswith("# Backlinks of [Kai](Kai.md)")
    assert "- [帆船](港口/帆船.md)" in out
    assert "Day" not in out
    run(["backlinks", "kai", "--write"])
    assert {p for p, c in contents(vault).items() if c != NOTES[p]} == {"Kai.md"}


def test_links_lead_from_the_report_to_the_notes(vault: Path) -> None:
    assert run(["backlinks", "-o", "../out/report.md"]) == 0
    report = (vault.parent / "out" / "report.md").read_text(encoding="utf-8")
    assert "](../Hafen/港口/帆船.md)" in report


def test_json_is_one_entry_to_a_line(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backlinks", "--format", "json"]) == 0
    out = capsys.readouterr().out
    report = json.loads(out)
    kai = next(entry for entry in report["entries"] if entry["id"] == "Kai.md")
    assert (kai["notes"], kai["links"]) == (4, 5)
    place = kai["backlinks"][-1]["places"][-1]
    context = place["context"]
    assert (place["line"], place["column"], place["raw"]) == (4, 4, "[[Kai#Nord|岸边]]")
    assert context["text"][context["start"] : context["end"]] == "岸边"
    assert len(out.splitlines()) == len(report["entries"]) + 2


def test_csv_calculates_nothing(vault: Path, capsysbinary: pytest.CaptureFixture[bytes]) -> None:
    (vault / "Sum.md").write_text("=1+1 [[Kai]]", encoding="utf-8")
    assert run(["backlinks", "kai", "--format", "csv"]) == 0
    out = capsysbinary.readouterr().out.decode("utf-8-sig")
    rows = list(csv.DictReader(io.StringIO(out, newline="")))
    assert {row["target"] for row in rows} == {"Kai.md"}
    assert [row["context"] for row in rows if row["source"] == "Sum.md"] == ["'=1+1 Kai"]


def test_a_note_that_is_not_there(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(["backlinks", ".", "Kay"]) == 2
    assert "did you mean Kai or Day?" in capsys.readouterr().err


def test_the_words_on_a_card(vault: Path, capsys: pytest.CaptureFixture[str]) -> None:
    card = '{"nodes": [{"type": "text", "text": "Ebb \\"and\\" flood\\nat [[Kai]] *here*"}]}'
    (vault / "Tide.canvas").write_text(card, encoding="utf-8")
    run(["backlinks", "kai"])
    assert 'Ebb "and" flood at **Kai** here' in capsys.readouterr().out
