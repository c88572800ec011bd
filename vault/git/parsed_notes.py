"""Notes of past states, parsed once: git names a content by its hash, so a parsed one stays true.

Kept in the cache folder, one file for each repository and way of reading. What is kept is what the
last two states needed and no more, so that the file does not grow with every commit looked at.
"""

from __future__ import annotations

import zlib

import msgspec

from noteweave.vault import __version__
from noteweave.vault.cache import storage
from noteweave.vault.git.repository import Repository
from noteweave.vault.model import Note
from noteweave.vault.parsing.grammar import Grammar

_SUFFIX = ".parsed-notes"
_MOST = 4
"""Repositories of which notes are kept."""
_encode = msgspec.msgpack.Encoder().encode
_decode = msgspec.msgpack.Decoder(Note).decode
_load = msgspec.msgpack.Decoder(dict[str, bytes]).decode


class ParsedNotes:
    """Notes by the name of their content; `save` keeps those that were used."""

    def __init__(self, repository: Repository, grammar: Grammar) -> None:
        where = f"{repository.git_folder.resolve()}\0{grammar!r}".encode("utf-8", "surrogateescape")
        self._place = storage.path(__version__, f"{zlib.crc32(where):08x}{_SUFFIX}")
        self._known: dict[str, bytes] = {}
        self._used: dict[str, bytes] = {}
        self._new = False
        body = storage.read(self._place)
        if body is not None:
            try:
                self._known = _load(body)
            except msgspec.MsgspecError:
                self._known = {}

    def get(self, name: str) -> Note | None:
        """Return the note of a content; None if it is not known."""
        record = self._known.get(name)
        if record is None:
            return None
        try:
            note = _decode(record)
        except msgspec.MsgspecError:
            return None
        self._used[name] = record
        return note

    def put(self, name: str, note: Note) -> None:
        """Remember a note by the name of its content."""
        self._known[name] = self._used[name] = _encode(note)
        self._new = True

    def save(self) -> None:
        """Write what was used, if anything of it is new."""
        if self._new:
            storage.write(self._place, [_encode(self._used)])
            storage.newest(__version__, _SUFFIX, _MOST)
