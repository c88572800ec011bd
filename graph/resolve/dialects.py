"""Names that only one app knows: pages in Logseq, vaults in Dendron, folders in Foam.

None means: the common rules of `resolved_vault` apply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from urllib.parse import unquote

from noteweave.graph import date_formats, names
from noteweave.vault.disk.app_settings import AppSettings, LogseqSettings
from noteweave.vault.model import File, FileKind, Note

_ESCAPE = re.compile(r"%[0-9a-fA-F]{2}")
_DEFAULT = AppSettings()
_ALWAYS = ("MMM do, yyyy", "yyyy-MM-dd", "yyyy_MM_dd")
"""Formats of journals that Logseq accepts whatever is set."""
INDEXES = ("index", "readme")
"""Names of the note that represents its folder, in order of preference (Foam)."""


def page_name(path: str, settings: AppSettings = _DEFAULT) -> str:
    """Return the name of a Logseq page that has no `title::`.

    A journal's name is its date in the format that is set, by default `May 30th, 2023`. Another
    page has its file's name, in which `___` is `/` and every `%xx` is decoded by itself.
    """
    stem = names.stem(path)
    day = journal_date(path, settings)
    if day:
        return date_formats.java(settings.logseq.title_format).write(day)
    if settings.logseq.dots_are_slashes:
        return unquote(stem.replace(".", "/"))
    name = _ESCAPE.sub(_decoded, stem.replace("___", "/"))
    return "/".join(level for level in name.split("/") if level) or stem


def journal_date(path: str, settings: AppSettings) -> date | None:
    """Return the day of a Logseq journal, None for another page."""
    folder = settings.journal_folder or "journals"
    return named_date(names.stem(path), settings.logseq) if path.startswith(f"{folder}/") else None


def named_date(name: str, settings: LogseqSettings) -> date | None:
    """Return the day that a journal's file or title names, in one of Logseq's formats."""
    for pattern in dict.fromkeys((settings.file_format, settings.title_format, *_ALWAYS)):
        day = date_formats.java(pattern).read(name)
        if day:
            return day
    return None


def _decoded(escape: re.Match[str]) -> str:
    try:
        return unquote(escape[0], errors="strict")
    except UnicodeDecodeError:  # part of a character
        return escape[0]


def page_key(name: str) -> str:
    """Return the key by which Logseq compares page names: lower case, no outer slashes."""
    return names.key(name).strip("/ ")


class LogseqPages:
    """The pages of a Logseq graph by name, and its blocks by id."""

    def __init__(
        self, notes: Mapping[str, Note], files: Mapping[str, File], settings: AppSettings
    ) -> None:
        self._settings = settings
        self._pages: dict[str, str] = {}
        self._journals: dict[date, str] = {}
        self._blocks: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for path, note in notes.items():
            if files[path].kind is not FileKind.NOTE or files[path].ignored:
                continue
            self._pages.setdefault(page_key(note.title or page_name(path, settings)), path)
            day = journal_date(path, settings)
            if day:
                self._journals.setdefault(day, path)
            for alias in note.aliases:
                aliases.setdefault(page_key(alias), path)
            for block in note.blocks:
                self._blocks.setdefault(block.id, path)
        for path, file in files.items():
            if path.endswith(".org") and not file.ignored:  # a page, though not in Markdown
                name = page_name(path.removesuffix(".org"), settings)
                self._pages.setdefault(page_key(name), path)
        for name, path in aliases.items():
            self._pages.setdefault(name, path)

    def page(self, name: str) -> str | None:
        """Return the path of the page of a name, alias or date."""
        found = self._pages.get(page_key(name))
        if found is None and self._journals and any(c.isdigit() for c in name):
            day = named_date(name.strip(), self._settings.logseq)
            found = self._journals.get(day) if day else None
        return found

    def block(self, reference: str) -> str | None:
        """Return the path of the page that holds a block `((uuid))`."""
        return self._blocks.get(reference.strip("()").lower())


def dendron_target(target: str, vaults: Mapping[str, str]) -> tuple[str, str | None]:
    """Split `dendron://vault/note` into the note's name and the folder of its vault.

    The folder is None for a link that names no vault, "?" for a vault not in this workspace.
    """
    if not target.startswith("dendron://"):
        return target, None
    vault, _, name = target.removeprefix("dendron://").partition("/")
    return name, vaults.get(vault, "?")


def parents(name: str, separator: str) -> list[str]:
    """Return the names above a name: of `a.b.c`, `a.b` and `a`."""
    parts = name.split(separator)
    return [separator.join(parts[:n]) for n in range(len(parts) - 1, 0, -1)]
