"""Names that only one app knows: pages in Logseq, vaults in Dendron, folders in Foam.

None means: the common rules of `resolved_vault` apply.
"""

from __future__ import annotations

import re
from bisect import insort
from collections.abc import Iterable, Iterator, Mapping
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


_Owners = dict[str | date, list[str]]
"""Paths by name, sorted: the first has the name."""


class LogseqPages:
    """The pages of a Logseq graph by name, and its blocks by id."""

    def __init__(
        self, notes: Mapping[str, Note], files: Mapping[str, File], settings: AppSettings
    ) -> None:
        self._settings = settings
        self._pages: _Owners = {}
        self._orgs: _Owners = {}
        self._aliases: _Owners = {}
        self._journals: _Owners = {}
        self._blocks: _Owners = {}
        for path, note in notes.items():
            if files[path].kind is FileKind.NOTE and not files[path].ignored:
                self.add(path, note.title, note.aliases, [block.id for block in note.blocks])
        for path, file in files.items():
            if path.endswith(".org") and not file.ignored:
                self.add(path)

    def add(
        self, path: str, title: str = "", aliases: Iterable[str] = (), blocks: Iterable[str] = ()
    ) -> None:
        """Add a page: a note, or a file `.org`, which is a page though not in Markdown."""
        for owners, name in self._names(path, title, aliases, blocks):
            insort(owners.setdefault(name, []), path)

    def remove(
        self, path: str, title: str = "", aliases: Iterable[str] = (), blocks: Iterable[str] = ()
    ) -> None:
        """Remove a page that was added with the same arguments."""
        for owners, name in self._names(path, title, aliases, blocks):
            owners[name].remove(path)
            if not owners[name]:
                del owners[name]

    def _names(
        self, path: str, title: str, aliases: Iterable[str], blocks: Iterable[str]
    ) -> Iterator[tuple[_Owners, str | date]]:
        if path.endswith(".org"):
            yield self._orgs, page_key(page_name(path.removesuffix(".org"), self._settings))
            return
        yield self._pages, page_key(title or page_name(path, self._settings))
        day = journal_date(path, self._settings)
        if day:
            yield self._journals, day
        yield from ((self._aliases, page_key(alias)) for alias in aliases)
        yield from ((self._blocks, block) for block in blocks)

    def page(self, name: str) -> str | None:
        """Return the path of the page of a name, alias or date."""
        wanted = page_key(name)
        for owners in (self._pages, self._orgs, self._aliases):
            if wanted in owners:
                return owners[wanted][0]
        if self._journals and any(c.isdigit() for c in name):
            day = named_date(name.strip(), self._settings.logseq)
            return self._journals.get(day, [None])[0] if day else None
        return None

    def block(self, reference: str) -> str | None:
        """Return the path of the page that holds a block `((uuid))`."""
        found = self._blocks.get(block_id(reference))
        return found[0] if found else None


def block_id(reference: str) -> str:
    """Return the id in a block reference."""
    return reference.strip("()").lower()


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
