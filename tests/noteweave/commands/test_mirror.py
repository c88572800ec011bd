"""`--mirror` of build and export, as it is typed."""

from __future__ import annotations

import json
import re
import zlib
from base64 import b64decode
from pathlib import Path

import pytest

from noteweave.cli import run

Output = pytest.CaptureFixture[str]


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    folder = tmp_path / "Confidential"
    folder.mkdir()
    (folder / "Merger plan.md").write_text("---\nboard: Ada\n---\nWe buy [[Rival]] in May.\n")
    (folder / "Rival.md").write_text("## Weakness\n\nSee [[Merger plan]] and [[Debts]].\n")
    return folder


def unpacked(text: str) -> str:
    """Return the text of a page with what its data contain."""
    data = json.loads(re.findall(r'id="data">(.*?)</script>', text)[0])
    packed = [pack["data"] for pack in data["packs"].values()]
    packed += [block[2] for block in data["sentences"]]
    return text + "".join(zlib.decompress(b64decode(p)).decode("utf-8", "replace") for p in packed)


def test_export_writes_no_word_of_the_vault(
    vault: Path, capfdbinary: pytest.CaptureFixture[bytes]
) -> None:
    for format in ("json", "backlinks"):
        assert run(["export", str(vault), format, "--mirror", "-o", "-"]) == 0
        written = capfdbinary.readouterr().out.decode().casefold()
        for word in ("merger", "rival", "ada", "weakness", "debts", "confidential", "board"):
            assert word not in written, (format, word)


def test_build_writes_its_files_and_no_names_beside_them(
    vault: Path, tmp_path: Path, capfd: Output
) -> None:
    out = tmp_path / "shared"
    assert run(["build", str(vault), "--mirror", "-o", str(out)]) == 0
    printed = capfd.readouterr().out
    assert printed.endswith("2 notes, 1 topic, 3 links, 0 orphans, 0 broken\n")
    visible = {path.name for path in out.iterdir() if not path.name.startswith(".")}
    assert visible == {"graph.html", "graph.graphml", "backlinks.md", "findings.json"}
    for path in out.iterdir():
        text = path.read_text("utf-8")
        if path.suffix == ".html":
            text = unpacked(text.partition("<script>")[0])
        for word in ("merger", "rival", "weakness", "debts", "confidential", "ada", "buy"):
            assert word not in text.casefold(), (path, word)


def test_the_findings_are_those_of_the_check_without_their_words(
    vault: Path, tmp_path: Path, capfd: Output
) -> None:
    (vault / "Offer.md").write_text("[[Merger plan#Price]]\n![[Ada.png]]\n[x](no/Where.md)\n")
    out = tmp_path / "shared"
    assert run(["build", str(vault), "--mirror", "-o", str(out)]) == 0
    capfd.readouterr()
    run(["check", str(vault), "--format", "json"])
    found = json.loads(capfd.readouterr().out)["findings"]
    mirrored = json.loads((out / "findings.json").read_text("utf-8"))["findings"]
    kept = ("code", "name", "severity", "line", "column")
    assert len(found) >= 3
    assert [[f[key] for key in kept] for f in mirrored] == [[f[key] for key in kept] for f in found]
    assert {f["message"] for f in mirrored} == {""}
    graph = (out / "graph.graphml").read_text("utf-8")
    for one in mirrored:
        assert f'id="{one["path"]}"' in graph


def test_build_wants_a_folder(vault: Path, capfd: Output) -> None:
    assert run(["build", str(vault), "--mirror"]) == 2
    assert "name one with -o" in capfd.readouterr().err
