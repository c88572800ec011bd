"""What a rule looks at: a note with its links followed, and the vault around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from noteweave.graph.check.findings import Fix, Remark, Severity
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.edits.retarget import retargeted
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, TargetKind
from noteweave.graph.resolve.unresolved import UnresolvedKind, missing
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import Fault, File, FileKind, Link, Note, Syntax

Facts = Mapping[Any, Sequence[str]]
"""What a rule of vaults gathered: each value, and the paths of the notes that gave it, in order.

Notes give the same values again and again: kept this way round, they stay small.
"""

_LINE_END = re.compile(r"\r\n?|\n")
_REMEMBERED, _OUTLINES = 200_000, 20_000
"""Targets and notes whose answers are kept: memory has an end."""
_CANVAS = Syntax.CANVAS  # where a target is a path and never a name
_DRAWING = re.compile(r"\^(?:frame|clippedframe|group|area|taskbone)=")
"""Parts of an Excalidraw drawing, which only its plug-in knows."""


@dataclass(frozen=True)
class CheckedVault:
    """One check of a vault: what its rules share, found out once and only when asked for."""

    vault: ResolvedVault
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Relations and their opposites, both ways round: `{"up": "down", "down": "up"}`."""
    uncommitted: Uncommitted | None = None
    """What lies on the disk but not in the commit, where one is checked."""

    @property
    def profile(self) -> Profile:
        """Whose rules the vault follows."""
        return self.vault.vault.settings.profile

    @cached_property
    def plain(self) -> Callable[[str], str]:
        """Return the file that a target names beyond doubt, as it is written, else "".

        Nine links of ten are so, and the same names come again and again: to remember that is most
        of what makes a check quick.
        """
        if self.profile is Profile.LOGSEQ:  # where names are of pages, not of files
            return lambda _target: ""
        only = self.vault.index.only

        def named(target: str) -> str:
            path = only(target)
            return path if path and path.endswith((target, f"{target}.md")) else ""

        return lru_cache(_REMEMBERED)(named)

    @cached_property
    def outline(self) -> Callable[[str], Outline]:
        """What fragments can point to in the note of a path."""
        return lru_cache(_OUTLINES)(lambda path: Outline(self.vault.vault.notes[path]))

    def prepare(self) -> None:
        """Find out what is asked for most, before several processes do so each for itself.

        What notes are called beside their file names comes last: the notes are still being read.
        """
        self.plain("any name")
        self.vault.similar_names.find("any name")
        self.vault.owners("any name")

    def subject(self, path: str) -> Subject:
        """Return a note to inspect it again."""
        return Subject(self.vault.vault.notes[path], self)


class Subject:
    """The note under inspection, and those of its links that need a second look."""

    def __init__(self, note: Note, around: CheckedVault) -> None:
        self.note = note
        self.around = around
        self.odd: list[ResolvedLink] = []
        """Its links but those to another file that is certain and written as on the disk."""
        self.found: list[ResolvedLink] = []
        """Those of them that find something."""
        self.missing: list[ResolvedLink] = []
        """Those that find nothing anywhere."""
        self.lacking: dict[UnresolvedKind | None, list[ResolvedLink]] = {}
        """The same, by what they lack."""
        self.lost_blocks: list[ResolvedLink] = []
        """Those of them to blocks (Logseq)."""
        self.uncommitted: list[tuple[ResolvedLink, File]] = []
        """Those to what lies on the disk but not in the commit that is checked."""
        self.fragments: list[ResolvedLink] = []
        """Its links to a part of a note that exists; drawings have parts of their own."""
        plain, path = around.plain, note.path
        for link in note.links:  # what is done most often in a check
            if link.external:
                continue
            target = plain(link.target) if link.syntax is not _CANVAS else ""
            if not target or target == path:
                self._follow(link)
            elif link.fragment:
                self._into(ResolvedLink(link, target, TargetKind.NOTE))

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """Its links, in order, each with its target."""
        return tuple(self.around.vault.links(self.note))

    def _follow(self, link: Link) -> None:
        found = self.around.vault.resolve(link, self.note.path)
        self.odd.append(found)
        if found.kind is TargetKind.TOPIC:
            self._lost(found)
        elif found.target is not None:
            self.found.append(found)
            if link.fragment:
                self._into(found)

    def _into(self, found: ResolvedLink) -> None:
        path = str(found.target)
        if (
            self.around.vault.vault.files[path].kind is FileKind.NOTE
            and not path.endswith(".excalidraw.md")
            and not _DRAWING.match(found.link.fragment)
        ):
            self.fragments.append(found)

    def _lost(self, found: ResolvedLink) -> None:
        apart = self.around.uncommitted
        file = apart.find(found.link, self.note.path) if apart is not None else None
        if file is not None:
            self.uncommitted.append((found, file))
            return
        self.missing.append(found)
        if found.link.syntax is Syntax.BLOCK:
            self.lost_blocks.append(found)
        what = missing(found, self.note.path, self.around.vault)
        self.lacking.setdefault(what, []).append(found)

    def parts(self) -> Iterator[str]:
        """Yield the names of what there is in it, which are what rules say that they read."""
        note = self.note
        yield "note"
        if note.links:
            yield "links"
        if self.odd:
            yield "odd links"
            if self.found:
                yield "found links"
            if self.missing:
                yield "missing"
                yield from (what.value for what in self.lacking if what)
            if self.uncommitted:
                yield "uncommitted"
        if self.fragments or self.lost_blocks:
            yield "fragments"
        if note.faults:
            yield "faults"
        if note.tags:
            yield "tags"
        if note.blocks:
            yield "blocks"

    def faults(self, code: str) -> tuple[Remark, ...]:
        """What was seen while the note was read."""
        return tuple(self._fault(fault) for fault in self.note.faults if fault.code == code)

    def on(
        self,
        link: Link,
        message: str,
        severity: Severity | None = None,
        *,
        suggestion: str = "",
        text: str | None = None,
        sure: bool = True,
    ) -> Remark:
        """Say something about a link.

        `text` is what should stand there instead; `sure` is False if that is a guess.
        """
        return on_link(
            self.note.path, link, message, severity, suggestion=suggestion, text=text, sure=sure
        )

    def retarget(self, link: Link, target: str) -> str | None:
        """Return a link's source with another target, if that can be said for certain."""
        label_first = self.around.vault.vault.settings.grammar.label_first
        return retargeted(link, target, label_first=label_first)

    def line(self, number: int) -> str:
        """Return a line of the note, which its vault reads again."""
        lines = _LINE_END.split(self.around.vault.vault.text(self.note.path))
        return lines[number - 1] if number <= len(lines) else ""

    def at(
        self,
        line: int,
        column: int,
        width: int,
        message: str,
        severity: Severity | None = None,
    ) -> Remark:
        """Say something about a place on one line."""
        return Remark(self.note.path, line, column, line, column + width, message, severity)

    def _fault(self, fault: Fault) -> Remark:
        edit = fault.edit
        return Remark(
            self.note.path,
            fault.line,
            fault.column,
            fault.end_line,
            fault.end_column,
            fault.message,
            fix=Fix(self.note.path, edit.start, edit.end, edit.text) if edit else None,
        )


def on_link(
    path: str,
    link: Link,
    message: str,
    severity: Severity | None = None,
    *,
    suggestion: str = "",
    text: str | None = None,
    sure: bool = True,
) -> Remark:
    """Say something about a link of a note; `text` is what should stand there instead."""
    raw = link.raw
    end_line, end_column = link.line, link.column + len(raw)
    if "\n" in raw:
        end_line += raw.count("\n")
        end_column = len(raw) - raw.rfind("\n")
    fix = None if text is None else Fix(path, link.start, link.end, text, sure)
    return Remark(
        path, link.line, link.column, end_line, end_column, message, severity, suggestion, fix
    )
