"""Decide what each link points to: nothing, one file, or one of several."""

from __future__ import annotations

import posixpath
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph import dialects, names
from noteweave.graph.names import key
from noteweave.vault.model import File, FileKind, Link, Note, Syntax
from noteweave.vault.read import Vault
from noteweave.vault.settings import Profile, Settings

if TYPE_CHECKING:
    from noteweave.graph.near import NearNames


class TargetKind(StrEnum):
    """What a link turns out to point to."""

    NOTE = "note"
    TOPIC = "topic"
    """Nothing that exists; a topic that may be written one day, or a broken link."""
    ATTACHMENT = "attachment"
    CANVAS = "canvas"
    BASE = "base"
    EXTERNAL = "external"
    SELF = "self"


class Via(StrEnum):
    """Which rule found the target."""

    PATH = "path"
    """The vault path, or one relative to the note."""
    NAME = "name"
    """The end of a path: a name, with or without folders."""
    FOLDER = "folder"
    """A folder that holds an index note."""
    ALIAS = "alias"
    TITLE = "title"


class Resolution(NamedTuple):
    """What a target in a source note points to."""

    path: str | None
    candidates: tuple[str, ...] = ()
    """All files that fit, the chosen first, where several do."""
    via: Via = Via.PATH


class ResolvedLink(NamedTuple):
    """A link as written, and what it points to."""

    link: Link
    target: str | None
    """Vault path of a file that exists, or None."""
    kind: TargetKind
    candidates: tuple[str, ...] = ()
    via: Via = Via.PATH


_KINDS = {
    FileKind.NOTE: TargetKind.NOTE,
    FileKind.CANVAS: TargetKind.CANVAS,
    FileKind.BASE: TargetKind.BASE,
    FileKind.ATTACHMENT: TargetKind.ATTACHMENT,
}
_NOTHING = Resolution(None)
_WIKILINK, _SELF = Syntax.WIKILINK, TargetKind.SELF  # an enum looks up slowly
_new = tuple.__new__  # makes a named tuple in half the time that its class takes
_REMEMBERED = 50_000
"""Targets whose answers are kept: the same names come again and again, but memory has an end."""


class _Choice:
    """Several files that a target names, the best first for a link that stands in none's folder."""

    def __init__(self, fitting: list[str], target: str) -> None:
        wanted = key(target)
        self._exact = {
            p for p in fitting if key(p) in (wanted, f"{wanted}.md", f"{wanted}.markdown")
        }
        tail = names.without_md(target)

        def order(path: str) -> tuple[bool, int, bool, str]:
            same_case = names.without_md(path).endswith(tail)
            return path not in self._exact, len(path), not same_case, path

        self._ranked = sorted(fitting, key=order)
        self._folders = [names.folder(path) for path in self._ranked]
        self._far = self._answer(self._ranked)

    def seen_from(self, near: str) -> Resolution:
        """Choose for a link in a folder: of files that fit as well, one there comes first."""
        if near not in self._folders:
            return self._far
        return self._answer(
            sorted(self._ranked, key=lambda p: (p not in self._exact, names.folder(p) != near))
        )

    def _answer(self, ranked: list[str]) -> Resolution:
        via = Via.PATH if ranked[0] in self._exact else Via.NAME
        return Resolution(ranked[0], tuple(ranked), via)


class Index:
    """Where the files of a vault are found by name. Built once, asked a million times."""

    def __init__(self, files: Mapping[str, File], settings: Settings) -> None:
        self._files = files
        self._settings = settings
        self._known: dict[str, Resolution | Callable[[str], Resolution]] = {}

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            found.setdefault(key(path.rpartition("/")[2]), []).append(path)
        return found

    def find(self, target: str, source: str) -> Resolution:
        """Return the file that a wikilink's target names, seen from a source note.

        The order is Obsidian's: relative if it begins with a dot, else an exact vault path, else
        the files whose path ends with it: one in the source's own folder, else the shortest path,
        else the first in order. An alias or a title never resolves here.
        """
        known = self._known.get(target)
        if known is None:
            if len(self._known) >= _REMEMBERED:
                self._known.clear()
            known = self._known[target] = self._find(target)
        if isinstance(known, Resolution):
            return known
        near = names.folder(source)
        return known(near)

    def is_settled(self, target: str) -> bool:
        """Whether a target that was looked for means the same in every note."""
        return isinstance(self._known.get(target), Resolution)

    def only(self, target: str) -> str | None:
        """Return the one file that a target means, whatever note and syntax it stands in.

        None where more than the name decides: where several files fit, or none, or a path that is
        relative. Names of pages (Logseq) and of vaults (Dendron) are not looked at.
        """
        wanted = key(target)
        name = wanted.rpartition("/")[2]
        fitting: list[str] = []
        for ending in ("", ".md", ".markdown"):
            files = self._names.get(f"{name}{ending}", ()) if name else ()
            if files and "/" in wanted:
                files = [p for p in files if f"/{key(p)}".endswith(f"/{wanted}{ending}")]
            fitting += files
        return fitting[0] if len(fitting) == 1 and self._ending(wanted) == fitting else None

    def exact(self, path: str) -> Resolution:
        """Return the file at a vault path, `.md` left out or not."""
        return self._at(path)

    def relative(self, target: str, source: str) -> Resolution:
        """Return the file at a path that is relative to a source note."""
        return self._relative(target, names.folder(source))

    def has_folder(self, path: str) -> bool:
        """Whether the vault has a folder at a path."""
        return key(path.strip("/")) in self._folders

    @cached_property
    def _folder_names(self) -> frozenset[str]:
        return frozenset({"", ".", ".."}.union(f.rpartition("/")[2] for f in self._folders))

    @cached_property
    def _folders(self) -> frozenset[str]:
        found = {""}
        for path in self._files:
            folder = key(names.folder(path))
            while folder not in found:
                found.add(folder)
                folder = names.folder(folder)
        return frozenset(found)

    def _find(self, target: str) -> Resolution | Callable[[str], Resolution]:
        """What a target means: one answer, or one for each folder that a link may stand in."""
        if target.startswith(("./", "../")) or target in (".", ".."):
            return lambda near: self._relative(target, near)
        if target.startswith("/"):
            return self._at(target.strip("/"))
        wanted = key(target)
        fitting = self._ending(wanted)
        if not fitting:
            return _NOTHING
        if len(fitting) == 1:
            exact = key(fitting[0]) in (wanted, f"{wanted}.md")
            return Resolution(fitting[0], via=Via.PATH if exact else Via.NAME)
        return _Choice(fitting, target).seen_from

    def within(self, folder: str, name: str) -> Resolution:
        """Return the note of a name somewhere below a folder (Dendron's vaults)."""
        start = f"{key(folder)}/" if folder else ""
        fitting = [p for p in self._ending(key(name)) if key(p).startswith(start)]
        return (
            Resolution(min(fitting, key=lambda p: (len(p), p)), via=Via.NAME)
            if fitting
            else _NOTHING
        )

    def may_be_folder(self, target: str) -> bool:
        """Whether a target ends like the path of a folder."""
        return key(target.rstrip("/").rpartition("/")[2]) in self._folder_names

    def folder_note(self, target: str, source: str) -> Resolution:
        """Return the note that stands for a folder: its `index.md`, else its `README.md`."""
        if not self.may_be_folder(target):
            return _NOTHING
        for name in dialects.INDEXES:
            path = f"{target.rstrip('/')}/{name}"
            found = self.relative(path, source)
            if found.path is None:
                found = self.find(path.removeprefix("./"), source)
            if found.path is not None:
                return found._replace(via=Via.FOLDER)
        return _NOTHING

    def _ending(self, wanted: str) -> list[str]:
        """The files whose path ends with a folded target, whole segments only."""
        name = wanted.rpartition("/")[2]
        found: list[str] = []
        for ending in (wanted, f"{wanted}.md", f"{wanted}.markdown"):
            last = ending[len(wanted) - len(name) :]
            if ending is wanted and "." not in name:
                continue
            files = self._names.get(last, ())
            if files and "/" in ending:
                tail = f"/{ending}"
                files = [p for p in files if f"/{key(p)}".endswith(tail)]
            if files:
                found = list(files)
                break
        kept = [p for p in found if not self._files[p].ignored]
        return kept or found

    def _relative(self, target: str, near: str) -> Resolution:
        path = posixpath.normpath(posixpath.join(near, target))
        if path.startswith("../") or path in ("..", "."):
            return _NOTHING
        return self._at(path)

    def _at(self, path: str) -> Resolution:
        if not path:
            return _NOTHING
        wanted = key(path)
        for ending in (wanted, f"{wanted}.md", f"{wanted}.markdown"):
            fitting = [
                p for p in self._names.get(ending.rpartition("/")[2], ()) if key(p) == ending
            ]
            if fitting:
                best = path if path in fitting else fitting[0]
                rest = tuple(p for p in fitting if p != best)
                return Resolution(best, (best, *rest) if rest else ())
        return _NOTHING


@dataclass(frozen=True)
class ResolvedVault:
    """A vault whose links have been followed."""

    vault: Vault
    index: Index

    @cached_property
    def owners(self) -> Callable[[str], Sequence[tuple[str, Via]]]:
        """The notes that have an alias or title, each with which of the two it is, in order."""
        titles: list[tuple[str, str]] = []
        aliases: list[tuple[str, str]] = []
        for note, title, several in self.vault.other_names():
            file = self.vault.files[note]
            if file.ignored:
                continue
            if title:
                titles.append((title, file.path))
            aliases += zip(several, repeat(file.path))
        known = ((Via.TITLE, _by_name(titles)), (Via.ALIAS, _by_name(aliases)))

        def owning(name: str) -> Sequence[tuple[str, Via]]:
            wanted = names.topic_key(name)
            found: dict[str, Via] = {}
            for via, called in known:
                paths = called.get(wanted, ())
                found |= dict.fromkeys([paths] if isinstance(paths, str) else paths, via)
            return tuple(sorted(found.items())) if found else ()

        return lru_cache(_REMEMBERED)(owning)

    @cached_property
    def near(self) -> NearNames:
        """The names of notes, to find the one that was meant by one that does not exist."""
        from noteweave.graph.near import NearNames

        files = self.vault.files.values()
        return NearNames(f.path for f in files if f.kind is FileKind.NOTE and not f.ignored)

    def name_for(self, path: str, source: str) -> str:
        """Return the shortest wikilink target that leads from a source note to a file."""
        name = names.stem(path)
        found = self.index.find(name, source)
        short = found.path == path and len(found.candidates) < 2
        return name if short else names.without_md(path)

    def links(self, note: Note) -> Iterator[ResolvedLink]:
        """Yield a note's links in order, each with its target."""
        return (self.resolve(link, note.path) for link in note.links)

    def resolve(self, link: Link, source: str) -> ResolvedLink:
        """Follow one link from its source note."""
        known = self._settled.get(link.target) if link.syntax is _WIKILINK else None
        if known is None:
            return self._follow(link, source)
        path, kind, candidates, via = known
        return _new(ResolvedLink, (link, path, kind if path != source else _SELF, candidates, via))

    @cached_property
    def _settled(self) -> dict[str, tuple[str | None, TargetKind, tuple[str, ...], Via]]:
        """What wikilinks lead to that lead to the same wherever they stand, by their targets."""
        return {}

    def _follow(self, link: Link, source: str) -> ResolvedLink:
        if link.external or (link.target.startswith("dendron://") and self._elsewhere(link)):
            return ResolvedLink(link, None, TargetKind.EXTERNAL)
        if not link.target:
            return ResolvedLink(link, source, TargetKind.SELF)
        path, candidates, via = self._find(link, source)
        kind = TargetKind.TOPIC if path is None else _KINDS[self.vault.files[path].kind]
        if link.syntax is _WIKILINK and self._is_settled(link.target, path):
            if len(self._settled) >= _REMEMBERED:
                self._settled.clear()
            self._settled[link.target] = (path, kind, candidates, via)
        return ResolvedLink(link, path, kind if path != source else _SELF, candidates, via)

    def _is_settled(self, target: str, path: str | None) -> bool:
        """Whether a wikilink leads to what it leads to from every note."""
        profile = self.vault.settings.profile
        if profile not in (Profile.OBSIDIAN, Profile.PLAIN, Profile.FOAM):
            return False
        if path is None and profile is not Profile.OBSIDIAN and self.index.may_be_folder(target):
            return False
        return self.index.is_settled(target)

    @cached_property
    def _pages(self) -> dialects.Pages:
        return dialects.Pages(self.vault.notes, self.vault.files)

    def topic_name(self, link: Link) -> str:
        """Return what an unwritten topic is called: the link's target without `.md`."""
        target, _ = dialects.dendron_target(link.target, {})
        return names.without_md(target.rstrip("/")) or target

    def _elsewhere(self, link: Link) -> bool:
        """Whether a Dendron link leads into a vault that is not part of this workspace."""
        return dialects.dendron_target(link.target, self.vault.settings.vaults)[1] == "?"

    def _find(self, link: Link, source: str) -> Resolution:
        profile = self.vault.settings.profile
        if link.syntax is Syntax.CANVAS:
            return self.index.exact(link.target)
        if profile is Profile.OBSIDIAN:
            return self.index.find(link.target, source)
        if link.syntax is Syntax.WIKILINK and profile in (Profile.PLAIN, Profile.FOAM):
            found = self.index.find(link.target, source)
            if found.path is not None:
                return found
        if profile is Profile.LOGSEQ and link.syntax is not Syntax.MARKDOWN:
            return self._find_page(link)
        target = link.target
        if profile is Profile.DENDRON:
            target, folder = dialects.dendron_target(target, self.vault.settings.vaults)
            if folder is not None:
                return self.index.within(folder, target)
        if link.syntax is not Syntax.WIKILINK:
            found = self._from_here(target, source)
            if found.path is not None:
                return found
        found = self.index.find(target.rstrip("/"), source)
        if found.path is None:
            found = self.index.folder_note(target, source)
        if found.path is None and profile is Profile.LOGSEQ:
            return self._find_page(link)
        return found if found.path is not None else self._by_other_name(target)

    def _from_here(self, target: str, source: str) -> Resolution:
        """Follow a Markdown link as every tool but Obsidian does: from the note's own folder."""
        if not target.startswith("/"):
            return self.index.relative(target, source)
        for folder in ("", *self.vault.settings.vaults.values()):  # Dendron's assets
            found = self.index.exact(f"{folder}/{target.strip('/')}".strip("/"))
            if found.path is not None:
                break
        return found

    def _find_page(self, link: Link) -> Resolution:
        """Follow a link in Logseq: by page name or alias, or by the id of a block."""
        if link.syntax is Syntax.BLOCK or link.target.startswith("(("):
            return Resolution(self._pages.block(link.target), via=Via.NAME)
        return Resolution(self._pages.page(link.target), via=Via.NAME)

    def _by_other_name(self, target: str) -> Resolution:
        owners = self.owners(target)
        for via in (Via.ALIAS, Via.TITLE):
            paths = tuple(path for path, which in owners if which is via)
            if len(paths) == 1:
                return Resolution(paths[0], via=via)
            if paths:
                return Resolution(None, paths, via)
        return _NOTHING


def _by_name(called: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """What is called so, by the folded name: nearly always one path."""
    found: dict[str, str | list[str]] = {}
    for name, (_, path) in zip(names.topic_keys(n for n, _ in called), called, strict=True):
        known = found.setdefault(name, path)
        if isinstance(known, list):
            known.append(path)
        elif known != path:
            found[name] = [known, path]
    return found


def resolve(vault: Vault) -> ResolvedVault:
    """Prepare to follow the links of a vault."""
    return ResolvedVault(vault, Index(vault.files, vault.settings))


def checked(resolved: ResolvedVault, only: Collection[str] | None = None) -> list[str]:
    """Return the paths of the notes that are drawn and checked (or those of them asked for)."""
    vault = resolved.vault
    wanted = vault.notes if only is None else sorted(vault.notes.keys() & set(only))
    return [path for path in wanted if not vault.files[path].excluded]


def sources(resolved: ResolvedVault, only: Collection[str] | None = None) -> Iterator[Note]:
    """Yield the notes of these paths."""
    return (resolved.vault.notes[path] for path in checked(resolved, only))
