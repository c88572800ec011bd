"""Names that only one app knows: pages in Logseq, vaults in Dendron, folders in Foam.

None means: the common rules of `resolved_vault` apply.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date

from noteweave.graph import names
from noteweave.vault.model import File, FileKind, Note

_JOURNAL = re.compile(r"(\d{4})[_-](\d{2})[_-](\d{2})")
_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_ORDINALS = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}
INDEXES = ("index", "readme")
"""Names of the note that represents its folder, in order of preference (Foam)."""


def page_name(path: str) -> str:
    """Return the name of a Logseq page without `title::`: the file's, `___` and `%2F` read as `/`.

    A journal's name is its date as Logseq writes it by default: `May 30th, 2023`.
    """
    stem = names.stem(path)
    day = _JOURNAL.fullmatch(stem)
    if day and path.startswith("journals/"):
        return journal_name(stem) or stem
    return stem.replace("___", "/").replace("%2F", "/").replace("%3A", ":").replace("%3F", "?")


def journal_name(stem: str) -> str:
    """Return a journal's page name, "" if the file's name is no date."""
    match = _JOURNAL.fullmatch(stem)
    try:
        day = date(*map(int, match.groups())) if match else None
    except ValueError:
        day = None
    if day is None:
        return ""
    month = _MONTHS[day.month - 1]
    return f"{month} {day.day}{_ORDINALS.get(day.day, 'th')}, {day.year}"


def page_key(name: str) -> str:
    """Return the key by which Logseq compares page names: lower case, no outer slashes."""
    return names.key(name).strip("/ ")


class LogseqPages:
    """The pages of a Logseq graph by name, and its blocks by id."""

    def __init__(self, notes: Mapping[str, Note], files: Mapping[str, File]) -> None:
        self._pages: dict[str, str] = {}
        self._blocks: dict[str, str] = {}
        aliases: dict[str, str] = {}
        for path, note in notes.items():
            if files[path].kind is not FileKind.NOTE or files[path].ignored:
                continue
            self._pages.setdefault(page_key(note.title or page_name(path)), path)
            if path.startswith("journals/"):
                self._pages.setdefault(page_key(names.stem(path).replace("_", "-")), path)
            for alias in note.aliases:
                aliases.setdefault(page_key(alias), path)
            for block in note.blocks:
                self._blocks.setdefault(block.id, path)
        for path in files:
            if path.endswith(".org"):  # a page as well, though not in Markdown
                self._pages.setdefault(page_key(page_name(path.removesuffix(".org"))), path)
        for name, path in aliases.items():
            self._pages.setdefault(name, path)

    def page(self, name: str) -> str | None:
        """Return the path of the page of a name or alias."""
        return self._pages.get(page_key(name))

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
