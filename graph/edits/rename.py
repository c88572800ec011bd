"""Plan what must be rewritten when files move, so that every link still leads where it led.

A link is rewritten only if it has to be. What comes out is proven before anybody writes it: each
changed note is parsed again, and each of its links followed.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from noteweave.graph.edits import retarget
from noteweave.graph.edits.edit import Edit, apply
from noteweave.graph.resolve.file_index import Via
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, resolve
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.model import File, Link, Note, Syntax
from noteweave.vault.vault import Vault


class Conflict(NamedTuple):
    """A link that cannot be kept."""

    path: str
    line: int
    column: int
    raw: str


class Plan(NamedTuple):
    """What a move takes."""

    moves: Mapping[str, str]
    edits: Mapping[str, tuple[Edit, ...]]
    """By the path a note has before the move; places in its present text."""
    conflicts: tuple[Conflict, ...]
    """Links that would lead elsewhere afterwards; with any of these nothing should be written."""


def plan(vault: ResolvedVault, moves: Mapping[str, str]) -> Plan:
    """Plan to move files.

    Args:
        vault: as it is now.
        moves: vault paths and what they become; no two the same, none that stays in use.
    """
    move = _Move(vault, moves)
    edits: dict[str, tuple[Edit, ...]] = {}
    conflicts: list[Conflict] = []
    for path, note in vault.vault.notes.items():
        stale = move.stale(note)
        if stale:
            edits[path] = tuple(move.edits(path, stale))
            conflicts += move.lost(note, edits[path])
    return Plan(moves, edits, tuple(conflicts))


def moved(vault: Vault, moves: Mapping[str, str]) -> Vault:
    """Return a vault as it is after a move, with its notes not rewritten."""
    places = {moves.get(path, path): path for path in vault.files}
    files: dict[str, File] = {}
    for path in sorted(places):
        files[path] = msgspec.structs.replace(vault.files[places[path]], path=path)
    notes = _MovedNotes(vault.notes, {p: places[p] for p in files if places[p] in vault.notes})
    return dataclasses.replace(vault, files=files, notes=notes)


class _MovedNotes(Mapping[str, Note]):
    """The notes of a vault under their new paths."""

    def __init__(self, notes: Mapping[str, Note], places: Mapping[str, str]) -> None:
        self._notes = notes
        self._places = places

    def __getitem__(self, path: str) -> Note:
        return msgspec.structs.replace(self._notes[self._places[path]], path=path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Move:
    """One move: the vault before and after."""

    def __init__(self, vault: ResolvedVault, moves: Mapping[str, str]) -> None:
        self._moves = moves
        self._before = vault
        self._after = resolve(moved(vault.vault, moves))
        self._label_first = vault.vault.settings.grammar.label_first

    def stale(self, note: Note) -> list[tuple[Link, str]]:
        """Return the links of a note that have to be rewritten, and what they shall name."""
        wanted = ((link, self._wanted(link, note.path)) for link in note.links)
        return [(link, target) for link, target in wanted if target is not None]

    def edits(self, path: str, stale: list[tuple[Link, str]]) -> Iterator[Edit]:
        """Yield what must change in a note."""
        for link, target in stale:
            if link.syntax is Syntax.REFERENCE:
                yield from self._definition(link, path, target)
            else:
                yield from self._link(link, path, target)

    def lost(self, note: Note, edits: tuple[Edit, ...]) -> Iterator[Conflict]:
        """Yield the links of a note that its edits do not keep."""
        text = apply(self._before.vault.text(note.path), edits)
        path = self._moves.get(note.path, note.path)
        again = parse_bytes(path, text.encode("utf-8", "surrogatepass"), self._grammar)
        same = len(again.links) == len(note.links)
        for n, link in enumerate(note.links):
            if not (same and self._kept(link, again.links[n], note.path)):
                yield Conflict(note.path, link.line, link.column, link.raw)

    def _kept(self, link: Link, now: Link, source: str) -> bool:
        found = self._before.resolve(link, source).target
        wanted = None if found is None else self._moves.get(found, found)
        here = self._moves.get(source, source)
        leads = self._after.resolve(now, here).target
        known = wanted is None and leads in self._moves.values()
        return (leads == wanted or known) and _look(link) == _look(now)

    @property
    def _grammar(self):  # type: ignore[no-untyped-def]
        return self._before.vault.settings.grammar

    def _wanted(self, link: Link, source: str) -> str | None:
        """What a link has to be rewritten to name; None if it is right as it is."""
        if link.external or not link.target:
            return None
        before = self._before.resolve(link, source)
        here = self._moves.get(source, source)
        if before.target is None:
            return None
        wanted = self._moves.get(before.target, before.target)
        after = self._after.resolve(link, here)
        return None if self._right(before, after, wanted) else wanted

    def _right(self, before: ResolvedLink, after: ResolvedLink, wanted: str) -> bool:
        if after.target != wanted or (_several(after) and not _several(before)):
            return False
        exact = before.via is Via.PATH and after.via is not Via.PATH
        return not (exact and before.link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE))

    def _link(self, link: Link, source: str, target: str) -> Iterator[Edit]:
        before = ""
        if link.relation and link.start:
            before = self._before.vault.text(source)[link.start - 1]
        for spelling in self._spellings(link, source, target):
            raw = retarget.retargeted(link, spelling, before, label_first=self._label_first)
            if raw is not None:
                if raw != link.raw:
                    yield Edit(source, link.start, link.end, raw)
                return

    def _definition(self, link: Link, source: str, target: str) -> Iterator[Edit]:
        text = self._before.vault.text(source)
        for spelling in self._spellings(link, source, target):
            for start, end, written in retarget.definitions(text, link.target):
                pointed = text[start - 1] == "<"
                yield Edit(source, start, end, retarget.encoded(spelling, written, pointed=pointed))
            return

    def _spellings(self, link: Link, source: str, target: str) -> Iterator[str]:
        """The ways to write a target that lead there, those that could also mean another last."""
        here = self._moves.get(source, source)
        was = (self._before.resolve(link, source).target or "", source)
        markdown = link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE)
        found = retarget.spellings(link.target, target, here, was=was, markdown=markdown)
        ambiguous = []
        for spelling in dict.fromkeys(found):
            other = msgspec.structs.replace(link, target=spelling)
            leads = self._after.resolve(other, here)
            if leads.target != target:
                continue
            if _several(leads):
                ambiguous.append(spelling)
            else:
                yield spelling
        yield from ambiguous


def _several(found: ResolvedLink) -> bool:
    """Whether a name means several files; a whole path never does."""
    return bool(found.candidates) and found.via is not Via.PATH


def _look(link: Link) -> tuple[object, ...]:
    """What must be the same of a link before and after."""
    return link.syntax, link.kind, link.fragment, link.display, link.relation
