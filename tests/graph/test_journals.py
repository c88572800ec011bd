"""Which notes are daily notes."""

from __future__ import annotations

import pytest

from noteweave.graph.journals import Journals
from noteweave.vault.disk.app_settings import AppSettings, LogseqSettings, Profile

DIARY = AppSettings(profile=Profile.OBSIDIAN, journal_folder="diary", journal_format="DD-MM-YYYY")
LOGSEQ = AppSettings(
    profile=Profile.LOGSEQ,
    journal_folder="journals",
    logseq=LogseqSettings("EEEE, dd.MM.yyyy", "dd MMM yyyy"),
)


@pytest.mark.parametrize("settings", [AppSettings(), DIARY, LOGSEQ])
@pytest.mark.parametrize(
    "name",
    [
        "2022-08-16",
        "20220816",
        "2022_08_16",
        "2022年8月16日",
        "August 16, 2022",
        "16 August 2022",
        "2022-08-16 Tuesday",
    ],
)
def test_a_name_that_is_a_full_date_is_a_daily_note_in_any_folder(
    settings: AppSettings, name: str
) -> None:
    for folder in ("", "notes/", "diary/", "journals/"):
        assert Journals(settings).day(f"{folder}{name}.md") == "2022-08-16"


@pytest.mark.parametrize(
    "path",
    [
        "202208161530.md",
        "20220816 Tea.md",
        "notes/2022-08-16 Tea.md",
        "notes/16-08-2022.md",
        "2022-13-16.md",
        "diary/Tea.md",
        "2022-08.md",
        "Tea 2022-08-16.md",
    ],
)
def test_another_name_is_not(path: str) -> None:
    assert Journals(DIARY).day(path) == ""


def test_settings_say_more() -> None:
    assert Journals(DIARY).day("diary/16-08-2022.md") == "2022-08-16"
    assert Journals(DIARY).day("diary/2022/2022-08-16 Tea.md") == "2022-08-16"
    assert Journals(LOGSEQ).day("journals/16 Aug 2022.md") == "2022-08-16"
