"""What edges need of each note of the past, kept by blob id: a content is parsed only once."""

from __future__ import annotations

import zlib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from sys import intern
from typing import NamedTuple

import msgspec

from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.git import git_cache
from noteweave.vault.git.git_output import EMPTY
from noteweave.vault.git.repository import Repository
from noteweave.vault.model import Kind, Link, Note, Syntax
from noteweave.vault.parsing.grammar import Grammar

_FORM = 1
"""Increased when the records change."""


class WrittenLink(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """All links of a note that are written alike."""

    target: str
    syntax: Syntax
    kind: Kind
    relation: str | None
    external: bool
    count: int

    def link(self) -> Link:
        """Return it as a link without a place."""
        return Link("", intern(self.target), 0, 0, 0, 0, self.syntax, self.kind,
                    relation=self.relation, external=self.external)  # fmt: skip


class NoteLinks(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The parts of a note on which edges depend."""

    title: str = ""
    aliases: tuple[str, ...] = ()
    links: tuple[WrittenLink, ...] = ()
    blocks: tuple[str, ...] = ()
    """The ids of its blocks."""


class _Wanted(NamedTuple):
    oid: str
    suffix: str


def note_links(note: Note) -> NoteLinks:
    """Return what edges need of a note."""
    counts = Counter((k.target, k.syntax, k.kind, k.relation, k.external) for k in note.links)
    links = tuple(WrittenLink(*written, count) for written, count in counts.items())
    return NoteLinks(note.title, note.aliases, links, tuple(block.id for block in note.blocks))


class PastNotes:
    """Reads notes by blob id, through the cache folder."""

    def __init__(self, repository: Repository, grammar: Grammar) -> None:
        self._repository, self._grammar = repository, grammar
        self._name = f"links-{_FORM}-{zlib.crc32(repr(grammar).encode()):08x}"
        self._known = git_cache.load(repository, self._name, dict[str, bytes]) or {}
        self._new = False
        self._encode = msgspec.msgpack.Encoder().encode
        self._decode = msgspec.msgpack.Decoder(NoteLinks).decode
        self.missing = 0
        """Blobs that the repository does not hold (a partial clone)."""

    def read(self, wanted: Iterable[tuple[str, str]]) -> None:
        """Read and parse the contents that are not known yet.

        Args:
            wanted: blob id and path of each.
        """
        new = {oid + _suffix(path): _Wanted(oid, _suffix(path)) for oid, path in wanted}
        missing = [key for key in new if key not in self._known]
        if not missing:
            return
        self._new = True
        contents = self._repository.read(new[key].oid for key in missing)
        for key, data in zip(missing, contents, strict=True):
            if not data and new[key].oid not in EMPTY:
                self.missing += 1
                continue
            note = parse_bytes(f"note{new[key].suffix}", data, self._grammar)
            self._known[key] = self._encode(note_links(note))

    def get(self, oid: str, path: str) -> NoteLinks:
        """Return a note; an empty one if its content is missing."""
        key = oid + _suffix(path)
        if key not in self._known:
            self.read([(oid, path)])
        record = self._known.get(key)
        return NoteLinks() if record is None else self._decode(record)

    def contents(
        self, oids: Mapping[str, str], paths: Iterable[str]
    ) -> Iterator[tuple[str, bytes]]:
        """Yield paths with the contents of the blobs that they name."""
        listed = list(paths)
        return zip(listed, self._repository.read(oids[path] for path in listed), strict=True)

    def save(self) -> None:
        """Keep what was parsed for the next run."""
        if self._new:
            git_cache.save(self._repository, self._name, self._known)


def _suffix(path: str) -> str:
    return path[path.rfind(".") :].lower()
