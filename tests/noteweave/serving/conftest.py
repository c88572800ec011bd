"""Fixtures for the tests of the server."""

from __future__ import annotations

from pathlib import Path

import pytest

NOTES = {
    "Tea.md": "---\ntags: [drink]\n---\n# Tea\n\nTea goes with [[Water]] and [[Milk]].\n",
    "Water.md": "Boil it.\n\n## Springs\n\nThe best is at [[Kyoto]], says [[Tea|the tea note]].\n",
    "Kyoto.md": "A city. Tea is drunk here.\n",
    "Lin.md": "---\ntype: persona\n---\nYou are Lin, keeper of [[Tea]].\n",
}


@pytest.fixture(autouse=True)
def no_pause(monkeypatch: pytest.MonkeyPatch) -> None:
    """Compare the vault with the disk before every answer, however slow the machine is."""
    monkeypatch.setattr("noteweave.serving.open_vault._PAUSE", 0.0)


@pytest.fixture
def vault(tmp_path: Path) -> Path:
    for path, text in NOTES.items():
        (tmp_path / path).write_text(text, encoding="utf-8")
    return tmp_path
