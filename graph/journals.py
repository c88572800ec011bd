"""Which notes are daily notes, and of which day."""

from __future__ import annotations

import re

from noteweave.graph import date_formats, dates, names
from noteweave.graph.resolve import dialects
from noteweave.vault.disk.app_settings import AppSettings, Profile

_FULL = re.compile(r"\d{4}[-_. ]?\d{2}[-_. ]?\d{2}")
_WORDS = ("YYYY年M月D日", "MMMM D, YYYY", "MMMM Do, YYYY", "MMM D, YYYY", "MMM Do, YYYY",
          "D MMMM YYYY", "D MMM YYYY", "YYYY-MM-DD dddd", "YYYY-MM-DD ddd")  # fmt: skip


class Journals:
    """The daily notes of a vault: by the settings of its app, and by names that are a date."""

    def __init__(self, settings: AppSettings) -> None:
        self._settings = settings
        self._folder = f"{settings.journal_folder}/" if settings.journal_folder else ""
        self._format = date_formats.moment(settings.journal_format)

    def day(self, path: str) -> str:
        """Return the day of a daily note as `YYYY-MM-DD`; "" for another note.

        A note is one if its name is a full date (`2023-05-30`, `20230530`, `May 30, 2023`) in any
        folder, or if it is in the app's folder for them and its name begins with a date or is one
        in the app's format.
        """
        stem = names.stem(path)
        dated = dates.from_name(stem)
        if dated and _FULL.fullmatch(stem):
            return dated
        for pattern in _WORDS:
            if written := date_formats.moment(pattern).read(stem):
                return written.isoformat()
        if not path.startswith(self._folder):
            return ""
        if self._settings.profile is Profile.LOGSEQ:
            day = dialects.journal_date(path, self._settings)
        else:
            day = self._format.read(stem)
        if day:
            return day.isoformat()
        return dated if self._folder else ""
