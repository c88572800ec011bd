"""What `related` reads of a vault, kept in the cache until a file of the vault changes."""

from __future__ import annotations

import marshal
import os
import sqlite3
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any
from zlib import crc32

from noteweave.graph.query.link_index import LinkIndex
from noteweave.vault import __version__
from noteweave.vault.cache import kept_value, storage
from noteweave.vault.disk.decode import decode
from noteweave.vault.text_index import TextIndex, open_index

if TYPE_CHECKING:
    from noteweave.commands._options import ReadOptions
    from noteweave.commands._query import QueriedGraph

_SUFFIX = ".links"
_MAX_KEPT = 16
"""Number of vaults, or ways to read them, whose links are kept."""


@dataclass(frozen=True)
class LinkedNotes:
    """The links and names of a vault's notes, the index of their texts, and the texts."""

    root: str
    links: LinkIndex
    index: TextIndex
    _disk_paths: Mapping[str, str]
    """Paths on the disk that differ from vault paths."""

    def text(self, path: str) -> str:
        """Return the text of a note; "" if the file is gone."""
        try:
            with open(os.path.join(self.root, self._disk_paths.get(path, path)), "rb") as file:
                return decode(file.read())[0]
        except OSError:
            return ""

    def node(self, key: str) -> dict[str, Any]:
        """Return the fields of a node for JSON."""
        node = self.links.node(key)
        return {"key": key, **{name: node[name] for name in ("label", "kind", "path")}}

    def label(self, key: str) -> str:
        """Return a node's name for printing; a topic's is in brackets."""
        node = self.links.node(key)
        return f"[[{node['label']}]]" if node["kind"] == "topic" else str(node["label"])


def linked_notes(
    root: Path, read: ReadOptions, *, tags: bool = False, sections: Sequence[str] | None = None
) -> LinkedNotes:
    """Return what was kept of a vault, or read the vault and keep it.

    Raises:
        ConfigError: the configuration is invalid.
        VaultError: there is no such vault, or it holds no notes.
    """
    asked = (kept_value.surroundings(), os.path.abspath(root), repr(read), tags, sections)
    question = ascii(asked).encode()
    place = storage.path(__version__, f"{crc32(question):08x}{_SUFFIX}")
    kept = _kept(place, question) if read.cache else None
    if kept:
        return kept
    from noteweave.commands._query import query

    queried = query(root, read, tags=tags, sections=sections)
    vault = queried.vault
    moved = dict(vault.disk_paths)
    folder = os.path.abspath(vault.root)
    found = LinkedNotes(folder, LinkIndex.of(queried.graph), open_index(vault), moved)
    if vault.cache and found.index.place == vault.cache.texts:
        _keep(place, question, queried, found)
    return found


def _keep(place: str, question: bytes, queried: QueriedGraph, notes: LinkedNotes) -> None:
    index = notes.index
    rest = marshal.dumps((notes.root, dict(notes._disk_paths), index.place, index.state))
    if kept_value.keep(place, question, queried.trace, [notes.links.encode(), rest]):
        storage.newest(__version__, _SUFFIX, _MAX_KEPT)


def _kept(place: str, question: bytes) -> LinkedNotes | None:
    parts = kept_value.load(place, question)
    if not parts:
        return None
    try:
        links, rest = parts
        root, moved, texts, state = marshal.loads(rest)
        index = TextIndex(texts)
        if state and index.state == state:
            return LinkedNotes(root, LinkIndex.decode(links), index, moved)
        index.close()
    except (ValueError, EOFError, TypeError, OSError, sqlite3.Error):  # damaged
        pass
    return None
