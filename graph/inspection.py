"""What a rule looks at: a note with its links followed, and the vault around it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

import msgspec

from noteweave.graph.findings import Fix, Remark, Severity
from noteweave.graph.fragments import Outline, outline
from noteweave.graph.resolve import ResolvedLink, ResolvedVault, TargetKind
from noteweave.graph.rewrite import retargeted
from noteweave.graph.uncommitted import Uncommitted
from noteweave.vault.model import Fault, File, FileKind, Link, Note
from noteweave.vault.settings import Profile

Facts = Mapping[str, Sequence[Any]]
"""What a rule of vaults gathered from each note, by the note's path."""

_LINE_END = re.compile(r"\r\n?|\n")
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
    _outlines: dict[str, Outline] = field(default_factory=dict, repr=False)

    @property
    def profile(self) -> Profile:
        """Whose rules the vault follows."""
        return self.vault.vault.settings.profile

    def outline(self, path: str) -> Outline:
        """Return what fragments can point to in a note."""
        known = self._outlines.get(path)
        if known is None:
            known = self._outlines[path] = outline(self.vault.vault.notes[path])
        return known


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
    def missing(self) -> tuple[ResolvedLink, ...]:
        """Its links that find nothing anywhere."""
        here = {found.link for found, _ in self.uncommitted}
        return tuple(
            found
            for found in self.links
            if found.kind is TargetKind.TOPIC and found.link not in here
        )

    @cached_property
    def uncommitted(self) -> tuple[tuple[ResolvedLink, File], ...]:
        """Its links to what lies on the disk but not in the commit that is checked."""
        apart = self.around.uncommitted
        if apart is None:
            return ()
        lost = (found for found in self.links if found.kind is TargetKind.TOPIC)
        found = ((one, apart.find(one.link, self.note.path)) for one in lost)
        return tuple((one, file) for one, file in found if file is not None)

    @cached_property
    def fragments(self) -> tuple[ResolvedLink, ...]:
        """Its links to a part of a note that exists; drawings have parts of their own."""
        files = self.around.vault.vault.files
        return tuple(
            found
            for found in self.links
            if found.link.fragment
            and found.target is not None
            and files[found.target].kind is FileKind.NOTE
            and not found.target.endswith(".excalidraw.md")
            and not _DRAWING.match(found.link.fragment)
        )

    @cached_property
    def parts(self) -> frozenset[str]:
        """Names of what there is in it: links, missing, fragments, faults, tags, blocks."""
        note = self.note
        parts = {
            "links": note.links,
            "missing": note.links and self.missing,
            "fragments": note.links and self.fragments,
            "faults": note.faults,
            "tags": note.tags,
            "blocks": note.blocks,
        }
        return frozenset(name for name, part in parts.items() if part)

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
        remark = on_link(self.note.path, link, message, text, sure=sure)
        return msgspec.structs.replace(remark, severity=severity, suggestion=suggestion)

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
    path: str, link: Link, message: str, text: str | None = None, *, sure: bool = True
) -> Remark:
    """Say something about a link of a note; `text` is what should stand there instead."""
    breaks = link.raw.count("\n")
    width = len(link.raw) - (link.raw.rfind("\n") + 1)
    end_column = width + 1 if breaks else link.column + width
    fix = None if text is None else Fix(path, link.start, link.end, text, sure)
    return Remark(path, link.line, link.column, link.line + breaks, end_column, message, fix=fix)
