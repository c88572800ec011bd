"""What a rule looks at: a note with its links followed, and the vault around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from noteweave.graph.findings import Fix, Remark, Severity
from noteweave.graph.fragments import Outline
from noteweave.graph.missing import Missing, missing
from noteweave.graph.resolve import KINDS, ResolvedLink, ResolvedVault, TargetKind
from noteweave.graph.rewrite import retargeted
from noteweave.graph.uncommitted import Uncommitted
from noteweave.vault.model import Fault, File, FileKind, Link, Note, Syntax
from noteweave.vault.settings import Profile

Facts = Mapping[Any, Sequence[str]]
"""What a rule of vaults gathered: each value, and the paths of the notes that gave it, in order.

Notes give the same values again and again: kept this way round, they stay small.
"""

_LINE_END = re.compile(r"\r\n?|\n")
_REMEMBERED, _OUTLINES = 50_000, 5_000
"""Targets and notes whose answers are kept: memory has an end."""
_CANVAS = Syntax.CANVAS  # where a target is a path and never a name
_DRAWING = re.compile(r"\^(?:frame|clippedframe|group|area|taskbone)=")
"""Parts of an Excalidraw drawing, which only its plug-in knows."""


@dataclass(frozen=True)
class Inspection:
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
        """The file that a target names beyond doubt, as it is written; "" where there is doubt.

        Nine links of ten are so, and the same names come again and again: to remember that is most
        of what makes a check quick.
        """
        only = self.vault.index.only

        def named(target: str) -> str:
            path = only(target)
            return path if path and path.endswith((target, f"{target}.md")) else ""

        return lru_cache(_REMEMBERED)(named)

    @cached_property
    def outline(self) -> Callable[[str], Outline]:
        """What fragments can point to in the note of a path."""
        return lru_cache(_OUTLINES)(lambda path: Outline(self.vault.vault.notes[path]))

    def subject(self, path: str) -> Subject:
        """Return a note to inspect it again."""
        return Subject(self.vault.vault.notes[path], self)


@dataclass(frozen=True)
class Subject:
    """The note under inspection."""

    note: Note
    around: Inspection

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """Its links, in order, each with its target."""
        return tuple(self.around.vault.links(self.note))

    @cached_property
    def odd(self) -> tuple[ResolvedLink, ...]:
        """Its links but those to a whole other note that is certain and written as on the disk."""
        if self.around.profile is Profile.LOGSEQ:  # where names are of pages, not of files
            return self.links
        source, plain = self.note.path, self.around.plain
        resolve = self.around.vault.resolve
        files = self.around.vault.vault.files
        found = []
        for link in self.note.links:
            if link.external:
                continue
            path = "" if link.syntax is _CANVAS else plain(link.target)
            if not path or path == source:
                found.append(resolve(link, source))
            elif link.fragment:
                found.append(ResolvedLink(link, path, KINDS[files[path].kind]))
        return tuple(found)

    @cached_property
    def missing(self) -> tuple[ResolvedLink, ...]:
        """Its links that find nothing anywhere."""
        here = {found.link for found, _ in self.uncommitted}
        return tuple(
            found for found in self.odd if found.kind is TargetKind.TOPIC and found.link not in here
        )

    @cached_property
    def lacking(self) -> Mapping[Missing | None, Sequence[ResolvedLink]]:
        """Those that find nothing, by what they lack."""
        found: dict[Missing | None, list[ResolvedLink]] = {}
        for one in self.missing:
            what = missing(one, self.note.path, self.around.vault)
            found.setdefault(what, []).append(one)
        return found

    @cached_property
    def uncommitted(self) -> tuple[tuple[ResolvedLink, File], ...]:
        """Its links to what lies on the disk but not in the commit that is checked."""
        apart = self.around.uncommitted
        if apart is None:
            return ()
        lost = (found for found in self.odd if found.kind is TargetKind.TOPIC)
        found = ((one, apart.find(one.link, self.note.path)) for one in lost)
        return tuple((one, file) for one, file in found if file is not None)

    @cached_property
    def fragments(self) -> tuple[ResolvedLink, ...]:
        """Its links to a part of a note that exists; drawings have parts of their own."""
        files = self.around.vault.vault.files
        return tuple(
            found
            for found in self.odd
            if found.link.fragment
            and found.target is not None
            and files[found.target].kind is FileKind.NOTE
            and not found.target.endswith(".excalidraw.md")
            and not _DRAWING.match(found.link.fragment)
        )

    def parts(self) -> Iterator[str]:
        """Yield the names of what there is in it, which are what rules say that they read."""
        note = self.note
        yield "note"
        if note.links:
            yield "links"
            if self.odd:
                yield "odd links"
                if self.fragments:
                    yield "fragments"
                if self.missing:
                    yield "missing"
                    yield from (what.value for what in self.lacking if what)
                if self.uncommitted:
                    yield "uncommitted"
        for name, part in (("faults", note.faults), ("tags", note.tags), ("blocks", note.blocks)):
            if part:
                yield name

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
