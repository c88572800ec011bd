"""Plan the edits of a rename, so that every link keeps its target.

A link is rewritten only if necessary. The plan is verified before anything is written: each changed
note is parsed again, and each of its links resolved.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple

import msgspec

from noteweave.graph.edits import retarget
from noteweave.graph.edits.edit import Edit, apply
from noteweave.graph.resolve.file_index import Via
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, resolve
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.model import Kind, Link, Note, Syntax
from noteweave.vault.parsing.links import destination
from noteweave.vault.parsing.positions import Range
from noteweave.vault.parsing.references import definitions
from noteweave.vault.vault import Vault
from noteweave.vault.views import moved


class Conflict(NamedTuple):
    """A link that cannot be rewritten so that it keeps its target."""

    path: str
    line: int
    column: int
    raw: str


class Plan(NamedTuple):
    """The moves, and the edits that they require."""

    moves: Mapping[str, str]
    edits: Mapping[str, tuple[Edit, ...]]
    """By the path of a note before the move; positions in its present text."""
    conflicts: tuple[Conflict, ...]
    """Links that would change their target; if there are any, nothing may be written."""


def plan(vault: ResolvedVault, moves: Mapping[str, str]) -> Plan:
    """Plan to move files.

    Args:
        vault: before the move.
        moves: old vault path -> new vault path; new paths are distinct and not in use.
    """
    move = Move(vault, moves)
    edits: dict[str, tuple[Edit, ...]] = {}
    conflicts: list[Conflict] = []
    for path, note in vault.vault.notes.items():
        stale = move.stale(note)
        found = tuple(move.edits(note, stale))
        if found:
            edits[path] = found
        if stale or found:
            conflicts += move.conflicts(note, found)
    return Plan(moves, edits, tuple(conflicts))


class Move:
    """One move, with the vault before and after it."""

    def __init__(
        self, vault: ResolvedVault, moves: Mapping[str, str], after: Vault | None = None
    ) -> None:
        """Compare a vault with the same after the moves; `after` is that vault, if not as usual."""
        self._moves = moves
        self._before = vault
        self._after = resolve(after or moved(vault.vault, moves))
        self._label_first = vault.vault.settings.grammar.label_first

    def stale(self, note: Note) -> list[tuple[Link, str]]:
        """Return the links of a note that must be rewritten, each with its new target path."""
        wanted = ((link, self._wanted(link, note.path)) for link in note.links)
        return [(link, target) for link, target in wanted if target is not None]

    def edits(self, note: Note, stale: list[tuple[Link, str]]) -> Iterator[Edit]:
        """Yield the edits of a note: its links, and then its link reference definitions."""
        labels: dict[str, str] = {}
        for link, target in stale:
            for edit in self._link(link, note.path, target):
                yield edit
                if link.syntax is Syntax.WIKILINK:
                    labels[_inside(link.raw)] = _inside(edit.text)
        used = {link.raw for link in note.links if link.syntax is Syntax.REFERENCE}
        text = self._before.vault.text(note.path)
        for label, place in definitions(text):
            yield from self._definition(note.path, text, place)
            written = text[label.start : label.end]
            if written in labels and not any(f"[{written}]" in raw for raw in used):
                yield Edit(note.path, label.start, label.end, labels[written])

    def conflicts(self, note: Note, edits: tuple[Edit, ...]) -> Iterator[Conflict]:
        """Yield the links of a note that do not keep their target with its edits."""
        text = apply(self._before.vault.text(note.path), edits)
        path = self._moves.get(note.path, note.path)
        grammar = self._before.vault.settings.grammar
        after = parse_bytes(path, text.encode("utf-8", "surrogatepass"), grammar)
        same_count = len(after.links) == len(note.links)
        for n, link in enumerate(note.links):
            if not (same_count and self._kept(link, after.links[n], note.path)):
                yield Conflict(note.path, link.line, link.column, link.raw)

    def _kept(self, link: Link, now: Link, source: str) -> bool:
        found = self._before.resolve(link, source).target
        wanted = None if found is None else self._moves.get(found, found)
        target = self._after.resolve(now, self._moves.get(source, source)).target
        written_now = wanted is None and target in self._moves.values()
        return (target == wanted or written_now) and _unchanging(link) == _unchanging(now)

    def _wanted(self, link: Link, source: str) -> str | None:
        """Return the path that a link must be rewritten to; None if it can stay."""
        if link.external or not link.target:
            return None
        before = self._before.resolve(link, source)
        new_source = self._moves.get(source, source)
        if before.target is None:
            return None
        wanted = self._moves.get(before.target, before.target)
        after = self._after.resolve(link, new_source)
        return None if self._still_right(before, after, wanted) else wanted

    def _still_right(self, before: ResolvedLink, after: ResolvedLink, wanted: str) -> bool:
        if after.target != wanted or (_ambiguous(after) and not _ambiguous(before)):
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

    def _definition(self, source: str, text: str, place: Range) -> Iterator[Edit]:
        """Yield the edit of a definition's destination, if it must be rewritten."""
        start, end = place
        written = text[start:end]
        target, fragment, external = destination(retarget.unescaped(written))
        link = Link(written, target, start, end, 0, 0, Syntax.MARKDOWN, Kind.LINK, fragment, "")
        wanted = None if external else self._wanted(link, source)
        for spelling in self._spellings(link, source, wanted) if wanted else ():
            new = retarget.encoded(spelling, written, pointed=text[start - 1] == "<")
            yield Edit(source, start, end, new)
            return

    def _spellings(self, link: Link, source: str, target: str) -> Iterator[str]:
        """Yield the spellings that lead to a target, ambiguous ones last."""
        new_source = self._moves.get(source, source)
        was = (self._before.resolve(link, source).target or "", source)
        markdown = link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE)
        spellings = retarget.spellings(link.target, target, new_source, was=was, markdown=markdown)
        ambiguous = []
        in_app = () if markdown else self._after.spellings(target)
        for spelling in dict.fromkeys((*spellings, *in_app)):
            other = msgspec.structs.replace(link, target=spelling)
            found = self._after.resolve(other, new_source)
            if found.target != target:
                continue
            if _ambiguous(found):
                ambiguous.append(spelling)
            else:
                yield spelling
        yield from ambiguous


def _inside(wikilink: str) -> str:
    """Return the text between the brackets of a wikilink."""
    return wikilink[wikilink.index("[[") + 2 : -2]


def _ambiguous(found: ResolvedLink) -> bool:
    """Whether a name matches more than one file; a full path never does."""
    return bool(found.candidates) and found.via is not Via.PATH


def _unchanging(link: Link) -> tuple[object, ...]:
    """Return the properties of a link that a rename must not change."""
    return link.syntax, link.kind, link.fragment, link.display, link.relation
