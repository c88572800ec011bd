"""Which notes of a graph are daily notes."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from noteweave.graph.build.graph import build_graph
from noteweave.vault.vault import Vault

SETTINGS = {".obsidian/daily-notes.json": json.dumps({"folder": "Now"})}


@pytest.mark.parametrize(
    ("path", "settings", "daily"),
    [
        ("Now/2024-08-11.md", SETTINGS, True),
        ("Archive/2021/2021-08-11.md", SETTINGS, True),
        ("Now/2024-08-11 Sunday.md", SETTINGS, True),
        ("Archive/2021-08-11 A talk.md", SETTINGS, False),
        ("Plan 2024.md", SETTINGS, False),
        ("Diary/2021-08-11.md", {}, True),
    ],
)
def test_a_note_called_by_a_date_is_a_daily_note_in_any_folder(
    tmp_path: Path, path: str, settings: dict[str, str], daily: bool
) -> None:
    for name, text in {**settings, path: "x\n"}.items():
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text)
    assert build_graph(Vault.open(tmp_path)).nodes[path]["journal"] is daily
