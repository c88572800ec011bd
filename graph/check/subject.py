"""What a rule sees: a note with its links resolved, and the vault around it."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import TYPE_CHECKING, Any

from noteweave.graph.check.fault_messages import translated_fault
from noteweave.graph.check.findings import Fix, Remark, Severity
from noteweave.graph.check.uncommitted import Uncommitted
from noteweave.graph.edits.retarget import retargeted
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, TargetKind
from noteweave.graph.resolve.unresolved import UnresolvedKind, missing
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.messages import translatable
from noteweave.vault.model import Fault, File, FileKind, Link, Note, Syntax
from noteweave.vault.parsing.body import table_cells
from noteweave.vault.parsing.note import parse
from noteweave.vault.parsing.positions import Range, contains
from noteweave.vault.parsing.references import Mismatch, ReferenceFault, reference_faults

if TYPE_CHECKING:
    from noteweave.graph.check.compiled_rules import CompiledRules
    from noteweave.graph.check.own_note import OwnNote

Facts = Mapping[Any, Sequence[str]]
"""What a vault rule gathered: each value, and the paths of the notes that gave it, in order.

Many notes give the same values: in this direction they take little memory.
"""

_CACHED_TARGETS, _CACHED_OUTLINES = 200_000, 20_000
"""Upper limits of two caches, so that memory is bounded."""
_WIKILINK = Syntax.WIKILINK
_CANVAS = Syntax.CANVAS  # whose targets are paths, never names
RELATIVE_LINKS = (Profile.PLAIN, Profile.FOAM)
"""Profiles in which the path of a Markdown link starts in the folder of its note."""
_DRAWING = re.compile(r"\^(?:frame|clippedframe|group|area|taskbone)=")
"""Parts of an Excalidraw drawing, which only its plug-in knows."""


class PreviousVault:
    """A vault before the change that is checked."""

    def __init__(self, vault: ResolvedVault, renames: Iterable[tuple[str, str]] = ()) -> None:
        """`renames` are the old and new paths of the files that the change renames."""
        self.vault = vault
        self._new = dict(renames)
        self._old = {new: old for old, new in self._new.items()}

    def old_path(self, path: str) -> str:
        """Return the path that a file had before the change."""
        return self._old.get(path, path)

    def new_path(self, path: str, files: Container[str]) -> str | None:
        """Return the path that a file of before has now; None: it is deleted.

        Args:
            path: its path before.
            files: the paths now.
        """
        new = self._new.get(path, path)
        return new if new in files else None


@dataclass(frozen=True)
class CheckedVault:
    """The vault that is checked, with what several rules share, computed on first use."""

    resolved: ResolvedVault
    pairs: Mapping[str, str] = field(default_factory=dict)
    """Relations and their inverses, in both directions: `{"up": "down", "down": "up"}`."""
    uncommitted: Uncommitted | None = None
    """Files that exist on the disk only, if a commit is checked."""
    previous: PreviousVault | None = None
    """The vault before the change that is checked, if a change is checked."""
    own: CompiledRules | None = None
    """The rules that the vault sets itself, if there are any."""
    untouched_days: int = 365
    """See `CheckOptions`, as for the following."""
    committed: Mapping[str, str] = field(default_factory=dict)
    topic_folders: tuple[str, ...] = ()
    source: str = "noteweave.toml"

    @property
    def files(self) -> Mapping[str, File]:
        """The files of the vault by path."""
        return self.resolved.vault.files

    @property
    def profile(self) -> Profile:
        """The app whose link rules apply."""
        return self.resolved.vault.settings.profile

    @cached_property
    def plain_target(self) -> Callable[[str], str]:
        """Return the file that a target names unambiguously and in the file's own spelling, or "".

        This holds for nine links of ten, and targets repeat: the cache makes a check fast.
        """
        return lru_cache(_CACHED_TARGETS)(self.find_plainly)

    def find_plainly(self, target: str) -> str:
        """Return what `plain_target` remembers."""
        if self.profile is Profile.LOGSEQ:  # where names are of pages, not of files
            return ""
        path = self.resolved.index.only(target)
        return path if path and path.endswith((target, f"{target}.md")) else ""

    @cached_property
    def outline(self) -> Callable[[str], Outline]:
        """Return what fragments can point to in the note of a path."""
        notes = self.resolved.vault.notes
        return lru_cache(_CACHED_OUTLINES)(lambda path: Outline(notes[path]))

    @cached_property
    def relations(self) -> Callable[[str], Mapping[str, Collection[str]]]:
        """Return the targets of a note's relations by folded relation; takes the note's path.

        Only for vaults with rules of their own.
        """
        return lru_cache(_CACHED_OUTLINES)(self.find_relations)

    def find_relations(self, path: str) -> Mapping[str, Collection[str]]:
        """Return what `relations` remembers."""
        from noteweave.graph.check.compiled_rules import relation_key

        found: dict[str, set[str]] = {}
        for relation, target, _ in self.subject(path).own.related:
            found.setdefault(relation_key(relation), set()).add(target)
        return found

    def prepare(self) -> None:
        """Compute what most rules need, before forked processes each compute it themselves.

        Titles and aliases come last: the notes are still being read.
        """
        self.plain_target("any name")
        self.resolved.similar_names.find("any name")
        self.resolved.owners("any name")

    def subject(self, path: str) -> Subject:
        """Return a note as rules see it."""
        return Subject(self.resolved.vault.notes[path], self)


class Subject:
    """A note as rules see it, with those of its links that need a closer look."""

    def __init__(self, note: Note, vault: CheckedVault) -> None:
        self.note = note
        self.vault = vault
        self.examined: list[ResolvedLink] = []
        """Its links, without those that plainly name another file (see `plain_target`)."""
        self.found: list[ResolvedLink] = []
        """Examined links that have a target."""
        self.missing: list[ResolvedLink] = []
        """Examined links that have none anywhere."""
        self.missing_by_kind: dict[UnresolvedKind | None, list[ResolvedLink]] = {}
        """The same, by what they lack."""
        self.missing_blocks: list[ResolvedLink] = []
        """Missing links to blocks (Logseq)."""
        self.uncommitted: list[tuple[ResolvedLink, File]] = []
        """Links to a file that exists on the disk but not in the commit that is checked."""
        self.fragments: list[ResolvedLink] = []
        """Links to a part of an existing note, without parts of drawings."""
        plain_target, path = vault.plain_target, note.path
        folder = path[: path.rfind("/") + 1] if vault.profile in RELATIVE_LINKS else None
        for link in note.links:  # the innermost loop of a check
            if link.external:
                continue
            target = plain_target(link.target) if link.syntax is not _CANVAS else ""
            if (
                not target
                or target == path
                or (
                    folder is not None
                    and link.syntax is not _WIKILINK
                    and not target.startswith(folder + link.target)
                )
            ):
                self._examine(link)
            elif link.fragment:
                self._add_fragment(ResolvedLink(link, target, TargetKind.NOTE))

    @cached_property
    def links(self) -> tuple[ResolvedLink, ...]:
        """All its links in order, each with its target."""
        return tuple(self.vault.resolved.links(self.note))

    @cached_property
    def spelled_names(self) -> Callable[[str], frozenset[str]]:
        """Return the title and the aliases, as they are written, of the note of a path."""

        def find(path: str) -> frozenset[str]:
            names = self.vault.resolved.other_names(path)
            return frozenset((*names.aliases, names.title))

        return lru_cache(_CACHED_OUTLINES)(find)

    @cached_property
    def own(self) -> OwnNote:
        """The note as the vault's own rules see it; only for vaults that have such rules."""
        from noteweave.graph.check.own_note import OwnNote

        assert self.vault.own is not None
        return OwnNote(self, self.vault.own)

    def _examine(self, link: Link) -> None:
        resolved = self.vault.resolved.resolve(link, self.note.path)
        self.examined.append(resolved)
        if resolved.kind is TargetKind.TOPIC:
            self._add_missing(resolved)
        elif resolved.target is not None:
            self.found.append(resolved)
            if link.fragment:
                self._add_fragment(resolved)

    def _add_fragment(self, resolved: ResolvedLink) -> None:
        path = str(resolved.target)
        if (
            self.vault.files[path].kind is FileKind.NOTE
            and not path.endswith(".excalidraw.md")
            and not _DRAWING.match(resolved.link.fragment)
            and self.vault.outline(path).is_known
        ):
            self.fragments.append(resolved)

    def _add_missing(self, resolved: ResolvedLink) -> None:
        uncommitted = self.vault.uncommitted
        file = uncommitted.find(resolved.link, self.note.path) if uncommitted is not None else None
        if file is not None:
            self.uncommitted.append((resolved, file))
            return
        self.missing.append(resolved)
        if resolved.link.syntax is Syntax.BLOCK:
            self.missing_blocks.append(resolved)
        kind = missing(resolved, self.note.path, self.vault.resolved)
        self.missing_by_kind.setdefault(kind, []).append(resolved)

    def features(self) -> Iterator[str]:
        """Yield the names of what the note has; each rule `reads` one of them."""
        note = self.note
        yield "note"
        if note.links:
            yield "links"
        if self.examined:
            yield "examined links"
            if self.found:
                yield "found links"
            if self.missing:
                yield "missing"
                yield from (kind.value for kind in self.missing_by_kind if kind)
            if self.uncommitted:
                yield "uncommitted"
        if self.fragments or self.missing_blocks:
            yield "fragments"
        if note.faults:
            yield "faults"
        if note.tags:
            yield "tags"
        if note.blocks:
            yield "blocks"
        if self.vault.own is not None:
            yield from self.vault.own.features

    def faults(self, code: str) -> tuple[Remark, ...]:
        """Return the faults with a rule's code that were seen while the note was parsed."""
        return tuple(self._of_fault(fault) for fault in self.note.faults if fault.code == code)

    def remark(
        self,
        link: Link,
        message: str,
        severity: Severity | None = None,
        *,
        suggestion: str = "",
        text: str | None = None,
        sure: bool = True,
    ) -> Remark:
        """Return a remark about a link.

        Args:
            link: of this note.
            message: see `Remark`.
            severity: None: the rule's own.
            suggestion: what was probably meant.
            text: a replacement for the link; None: there is no fix.
            sure: False if the replacement is a guess.
        """
        raw, path = link.raw, self.note.path
        end_line, end_column = link.line, link.column + len(raw)
        if "\n" in raw:
            end_line += raw.count("\n")
            end_column = len(raw) - raw.rfind("\n")
        fix = None if text is None else Fix(path, link.start, link.end, text, sure)
        place = (path, link.line, link.column, end_line, end_column)
        return Remark(*place, message, severity, suggestion, fix)

    @cached_property
    def _reference_faults(self) -> list[ReferenceFault]:
        return reference_faults(self.vault.resolved.vault.text(self.note.path))

    def mismatches(self, kind: Mismatch, message: str) -> Iterator[Remark]:
        """Yield a remark about each reference fault of a kind; `{label}` stands for its label."""
        if self.vault.files[self.note.path].kind is not FileKind.NOTE:
            return
        for fault in self._reference_faults:
            if fault.kind is kind:
                what = translatable(message, label=fault.label)
                yield self.remark_at(fault.line, fault.column, fault.width, what)

    def remark_at(self, line: int, column: int, width: int, message: str) -> Remark:
        """Return a remark about a place on one line."""
        return Remark(self.note.path, line, column, line, column + width, message)

    def retarget(self, link: Link, target: str, *, exists: bool = True) -> str | None:
        """Return a link's source with another target; None if it cannot be written safely.

        `exists`: what is written must lead to a file, as the vault's app reads it.
        """
        grammar = self.vault.resolved.vault.settings.grammar
        text = retargeted(link, target, label_first=grammar.label_first) if target else None
        if text is None or not exists or link.syntax is Syntax.CANVAS:
            return text
        path = self.note.path
        if path.endswith(".canvas"):  # the text is in JSON
            return text
        links = parse(path, text, grammar).links
        found = self.vault.resolved.resolve(links[0], path) if len(links) == 1 else None
        return text if found and found.target is not None and found.link.raw == text else None

    def is_in_table(self, link: Link) -> bool:
        """Whether a link is in a cell of a table."""
        return contains(self._table_cells, link.start)

    @cached_property
    def _table_cells(self) -> list[Range]:
        """The cells of its tables; its text is read again."""
        return table_cells(self.vault.resolved.vault.text(self.note.path))

    def _of_fault(self, fault: Fault) -> Remark:
        path, edit = self.note.path, fault.edit
        place = (path, fault.line, fault.column, fault.end_line, fault.end_column)
        fix = Fix(path, edit.start, edit.end, edit.text) if edit else None
        return Remark(*place, translated_fault(fault.message), fix=fix)
