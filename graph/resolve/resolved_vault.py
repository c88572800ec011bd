"""Resolve links: each has no target, one file, or one of more candidates."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property, lru_cache
from itertools import repeat
from typing import TYPE_CHECKING, NamedTuple

from noteweave.graph import names
from noteweave.graph.resolve import dialects
from noteweave.graph.resolve.file_index import NOTHING, REMEMBERED, FileIndex, Resolution, Via
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.model import FileKind, Link, Note, Syntax
from noteweave.vault.vault import OtherNames, Vault

if TYPE_CHECKING:
    from noteweave.graph.resolve.suggestions import SimilarNames


class TargetKind(StrEnum):
    """What a resolved link points to."""

    NOTE = "note"
    TOPIC = "topic"
    """Nothing that exists: an unwritten topic, or a broken link."""
    ATTACHMENT = "attachment"
    CANVAS = "canvas"
    BASE = "base"
    EXTERNAL = "external"
    SELF = "self"


class ResolvedLink(NamedTuple):
    """A link as written, and its target."""

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
_WIKILINK, _SELF = Syntax.WIKILINK, TargetKind.SELF  # an enum looks up slowly
_Cached = tuple[str | None, TargetKind, tuple[str, ...], Via, Collection[str]]
"""The fields of a `ResolvedLink` except the link, and the folders where they do not hold."""
_UNWRITABLE = re.compile(r"[|\r\n]|\[\[|\]\]|\]\Z")
"""What the target of a wikilink cannot contain."""
_new = tuple.__new__  # creates a named tuple in half the time of its class


@dataclass(frozen=True)
class ResolvedVault:
    """A vault that can resolve its links."""

    vault: Vault
    index: FileIndex

    @cached_property
    def owners(self) -> Callable[[str], Sequence[tuple[str, Via]]]:
        """Return the notes with an alias or title of a name, each with which of the two it is."""
        titles: list[tuple[str, str]] = []
        aliases: list[tuple[str, str]] = []
        for note, title, names_of_note in self.vault.other_names():
            file = self.vault.files[note]
            if file.ignored:
                continue
            if title:
                titles.append((title, file.path))
            if names_of_note:
                aliases += zip(names_of_note, repeat(file.path))
        by_name = ((Via.TITLE, _by_name(titles)), (Via.ALIAS, _by_name(aliases)))

        def owning(name: str) -> Sequence[tuple[str, Via]]:
            wanted = names.topic_key(name)
            found: dict[str, Via] = {}
            for via, paths_by_name in by_name:
                paths = paths_by_name.get(wanted, ())
                found |= dict.fromkeys([paths] if isinstance(paths, str) else paths, via)
            return tuple(sorted(found.items())) if found else ()

        return lru_cache(REMEMBERED)(owning)

    @cached_property
    def similar_names(self) -> SimilarNames:
        """The names of notes, to find one that is similar to a name without a note."""
        from noteweave.graph.resolve.suggestions import SimilarNames

        files = self.vault.files.values()
        return SimilarNames(f.path for f in files if f.kind is FileKind.NOTE and not f.ignored)

    def other_names(self, path: str) -> OtherNames:
        """Return the title and the aliases of the note of a path; none if it is no note."""
        note = self.vault.notes.get(path)
        return OtherNames(path, note.title if note else "", note.aliases if note else ())

    @property
    def _names_are_pages(self) -> bool:
        return self.vault.settings.profile is Profile.LOGSEQ

    def spellings(self, path: str) -> Iterator[str]:
        """Yield the targets by which a wikilink can name a file in the vault's app.

        The shortest first; not each of them leads to the file from every note.
        """
        settings = self.vault.settings
        if self._names_are_pages:
            yield self.other_names(path).title or dialects.page_name(path, settings)
            return
        yield names.stem(path)
        if settings.profile is Profile.DENDRON:
            for vault, folder in settings.vaults.items():
                if path.startswith(f"{folder}/"):
                    yield f"dendron://{vault}/{names.stem(path)}"
            return
        plain = names.without_md(path)
        yield from (plain, f"/{plain}", path)

    def name_for(self, path: str, source: str, *, folders: bool = False) -> str:
        """Return the shortest wikilink target that leads from a source note to a file, or "".

        It leads to no other file. `folders`: with the folders of the file, if it has any.
        """
        for name in self.spellings(path):
            if folders and name == names.stem(path) != names.without_md(path):
                continue
            if _UNWRITABLE.search(name) or ("#" in name and not self._names_are_pages):
                continue
            found = self.resolve(Link(f"[[{name}]]", name, 0, 0, 0, 0), source)
            if found.target == path and len(found.candidates) < 2:
                return name
        return ""

    def links(self, note: Note) -> Iterator[ResolvedLink]:
        """Yield a note's links in order, each with its target."""
        return (self.resolve(link, note.path) for link in note.links)

    def resolve(self, link: Link, source: str) -> ResolvedLink:
        """Resolve one link of a source note."""
        cached = self._cached.get(link.target) if link.syntax is _WIKILINK else None
        if cached is None:
            return self._resolve(link, source)
        path, kind, candidates, via, nearer = cached
        if nearer and names.folder(source) in nearer:
            return self._resolve(link, source)
        return _new(ResolvedLink, (link, path, kind if path != source else _SELF, candidates, via))

    @cached_property
    def _cached(self) -> dict[str, _Cached]:
        """Results by target, for wikilinks whose result depends on few folders or none."""
        return {}

    def _resolve(self, link: Link, source: str) -> ResolvedLink:
        if link.external or (link.target.startswith("dendron://") and self._elsewhere(link)):
            return ResolvedLink(link, None, TargetKind.EXTERNAL)
        if not link.target:
            return ResolvedLink(link, source, TargetKind.SELF)
        path, candidates, via = self._find(link, source)
        kind = TargetKind.TOPIC if path is None else _KINDS[self.vault.files[path].kind]
        nearer = self._nearer(link.target, path) if link.syntax is _WIKILINK else None
        if nearer is not None and names.folder(source) not in nearer:
            if len(self._cached) >= REMEMBERED:
                self._cached.clear()
            self._cached[link.target] = (path, kind, candidates, via, nearer)
        return ResolvedLink(link, path, kind if path != source else _SELF, candidates, via)

    def _nearer(self, target: str, path: str | None) -> Collection[str] | None:
        """Return the folders from which a wikilink may lead elsewhere; None: any folder."""
        profile = self.vault.settings.profile
        if profile not in (Profile.OBSIDIAN, Profile.PLAIN, Profile.FOAM):
            return None
        if path is None and profile is not Profile.OBSIDIAN and self.index.may_be_folder(target):
            return None
        return self.index.nearer(target)

    @cached_property
    def _pages(self) -> dialects.LogseqPages:
        return dialects.LogseqPages(self.vault.notes, self.vault.files, self.vault.settings)

    def topic_name(self, link: Link) -> str:
        """Return what an unwritten topic is called: the link's target without `.md`."""
        target, _ = dialects.dendron_target(link.target, {})
        return names.without_md(target.rstrip("/")) or target

    def _elsewhere(self, link: Link) -> bool:
        """Whether a Dendron link leads into a vault outside this workspace."""
        return dialects.dendron_target(link.target, self.vault.settings.vaults)[1] == "?"

    def _find(self, link: Link, source: str) -> Resolution:
        profile = self.vault.settings.profile
        if link.syntax is Syntax.CANVAS:
            return self.index.exact(link.target)
        markdown = link.syntax is not Syntax.WIKILINK
        if profile is Profile.OBSIDIAN:
            return self.index.find(link.target, source, markdown=markdown)
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
            if link.syntax is Syntax.WIKILINK and "/" in target:
                return NOTHING  # a note is named by its vault and its file name, not by a path
        if markdown:
            found = self._from_here(target, source)
            if found.path is not None:
                return found
        found = self.index.find(target.rstrip("/"), source, markdown=markdown)
        if found.path is None:
            found = self.index.folder_note(target, source)
        if found.path is None and profile is Profile.LOGSEQ:
            return self._find_page(link)
        return found if found.path is not None else self._by_other_name(target)

    def _from_here(self, target: str, source: str) -> Resolution:
        """Resolve a Markdown link from the note's own folder, as all tools but Obsidian do."""
        if not target.startswith("/"):
            return self.index.relative(target, source)
        for folder in ("", *self.vault.settings.vaults.values()):  # Dendron's assets
            found = self.index.exact(f"{folder}/{target.strip('/')}".strip("/"))
            if found.path is not None:
                break
        return found

    def _find_page(self, link: Link) -> Resolution:
        """Resolve a link in Logseq: by page name or alias, or by the id of a block."""
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
        return NOTHING


def _by_name(pairs: Sequence[tuple[str, str]]) -> dict[str, str | list[str]]:
    """Return paths by folded name; nearly always there is one, which is not in a list."""
    found: dict[str, str | list[str]] = {}
    for name, (_, path) in zip(names.topic_keys(n for n, _ in pairs), pairs, strict=True):
        known = found.setdefault(name, path)
        if isinstance(known, list):
            known.append(path)
        elif known != path:
            found[name] = [known, path]
    return found


def resolve(vault: Vault) -> ResolvedVault:
    """Prepare to resolve the links of a vault."""
    return ResolvedVault(vault, FileIndex(vault.files, vault.settings))


def checked(resolved: ResolvedVault, only: Collection[str] | None = None) -> list[str]:
    """Return the paths of the notes that are not excluded; `only` restricts them."""
    vault = resolved.vault
    wanted = vault.notes if only is None else sorted(vault.notes.keys() & set(only))
    return [path for path in wanted if not vault.files[path].excluded]


def sources(resolved: ResolvedVault, only: Collection[str] | None = None) -> Iterator[Note]:
    """Yield the notes of `checked`."""
    return (resolved.vault.notes[path] for path in checked(resolved, only))
