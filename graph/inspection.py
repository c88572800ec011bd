"""What a rule looks at: a note with its links followed, and the vault around it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from noteweave.graph.findings import Fix, Remark, Severity
from noteweave.graph.fragments import Outline, outline
from noteweave.graph.resolve import ResolvedLink, ResolvedVault, TargetKind
from noteweave.vault.model import Fault, FileKind, Link, Note


@dataclass(frozen=True)
class Inspection:
    """One check of a vault: what its rules share, found out once and only when asked for."""

    vault: ResolvedVault
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Relations and their opposites, both ways round: `{"up": "down", "down": "up"}`."""
    _outlines: dict[str, Outline] = field(default_factory=dict, repr=False)

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
        """Its links that find nothing."""
        return tuple(found for found in self.links if found.kind is TargetKind.TOPIC)

    @cached_property
    def fragments(self) -> tuple[ResolvedLink, ...]:
        """Its links to a part of a note that exists."""
        files = self.around.vault.vault.files
        return tuple(
            found
            for found in self.links
            if found.link.fragment
            and found.target is not None
            and files[found.target].kind is FileKind.NOTE
        )

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
    ) -> Remark:
        """Say something about a link; `text` is what should stand there instead."""
        breaks = link.raw.count("\n")
        width = len(link.raw) - (link.raw.rfind("\n") + 1)
        end_column = width + 1 if breaks else link.column + width
        fix = None if text is None else Fix(self.note.path, link.start, link.end, text)
        return Remark(
            self.note.path,
            link.line,
            link.column,
            link.line + breaks,
            end_column,
            message,
            severity,
            suggestion,
            fix,
        )

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
        return Remark(
            self.note.path,
            fault.line,
            fault.column,
            fault.end_line,
            fault.end_column,
            fault.message,
        )
