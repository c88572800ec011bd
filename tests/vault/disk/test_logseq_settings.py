"""What the apps' own settings say about a vault."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.vault.disk.app_settings import LogseqSettings, load
from noteweave.vault.vault import Vault

BACKUPS = ("logseq/bak/", "logseq/version-files/")


def logseq(root: Path, config: str) -> None:
    (root / "logseq").mkdir()
    (root / "logseq" / "config.edn").write_text(config, encoding="utf-8")


@pytest.mark.parametrize(
    ("config", "expected", "folder", "hidden"),
    [
        ("{}", LogseqSettings(), "journals", ()),
        ("", LogseqSettings(), "journals", ()),
        (
            '{:journal/page-title-format "EEEE, dd.MM.yyyy" ; as "said", at home\n'
            ' ;; :journal/file-name-format "yyyy"\n'
            ' :journal/file-name-format,"yyyy-MM-dd"\n :file/name-format :legacy\n'
            ' :journals-directory "/diary/" :hidden ["/old" ; [\n "a \\"b\\".md", ""]}',
            LogseqSettings("EEEE, dd.MM.yyyy", "yyyy-MM-dd", True),
            "diary",
            ("old", 'a "b".md'),
        ),
        (
            '{:date-formatter "yyyy/MM/dd" :x ";" :file/name-format :triple-lowbar :hidden []}',
            LogseqSettings("yyyy/MM/dd"),
            "journals",
            (),
        ),
        ('{:journal/page-title-format "bro\\qken" :hidden ["a', LogseqSettings(), "journals", ()),
    ],
)
def test_logseq_says_how_pages_are_called(
    tmp_path: Path, config: str, expected: LogseqSettings, folder: str, hidden: tuple[str, ...]
) -> None:
    logseq(tmp_path, config)
    settings = load(tmp_path)
    assert settings.logseq == expected
    assert settings.journal_folder == folder
    assert settings.hidden == (*BACKUPS, *hidden)


def test_backups_and_hidden_files_of_logseq_are_no_notes(tmp_path: Path) -> None:
    logseq(tmp_path, '{:hidden ["/archived"]}')
    for path in (
        "logseq/bak/pages/a.md",
        "logseq/version-files/a.md",
        "archived/a.md",
        "pages/a.md",
    ):
        (tmp_path / path).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / path).touch()
    vault = Vault.open(tmp_path)
    assert [p for p, file in vault.files.items() if not file.excluded] == [
        "logseq/config.edn",
        "pages/a.md",
    ]
