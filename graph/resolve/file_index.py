"""Find the files of a vault by the names that links use."""

from __future__ import annotations

import posixpath
import re
from collections.abc import Callable, Collection, Mapping, Sequence
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

from noteweave.graph import names
from noteweave.graph.names import key
from noteweave.graph.resolve import dialects
from noteweave.vault.disk.app_settings import AppSettings, Profile
from noteweave.vault.model import File


class Via(StrEnum):
    """The rule that found the target."""

    PATH = "path"
    """The vault path, or one relative to the note."""
    NAME = "name"
    """The end of a path: a name, with or without folders."""
    FOLDER = "folder"
    """A folder that holds an index note."""
    ALIAS = "alias"
    TITLE = "title"


class Resolution(NamedTuple):
    """The file that a target points to, seen from a source note."""

    path: str | None
    candidates: tuple[str, ...] = ()
    """All matching files, the chosen one first, if more than one matches."""
    via: Via = Via.PATH


NOTHING = Resolution(None)
_ABOVE = re.compile(r"\A(?:\.\./)+")
REMEMBERED = 100_000
"""Upper limit of cached targets: names repeat, but memory is bounded."""


class _Choice:
    """The files that an ambiguous target matches, ranked."""

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
        self.folders = frozenset(names.folder(path) for path in fitting)
        self._default = self._answer(self._ranked)

    def seen_from(self, folder: str) -> Resolution:
        """Choose for a link in a folder: of equally good files, one in that folder."""
        if folder not in self.folders:
            return self._default
        return self._answer(
            sorted(self._ranked, key=lambda p: (p not in self._exact, names.folder(p) != folder))
        )

    def _answer(self, ranked: list[str]) -> Resolution:
        via = Via.PATH if ranked[0] in self._exact else Via.NAME
        return Resolution(ranked[0], tuple(ranked), via)


_Known = Resolution | _Choice | Callable[[str], Resolution]
"""The answer for a target, or what gives it for the folder of the link."""


class FileIndex:
    """Finds the files of a vault by name. Built once, used a million times."""

    def __init__(self, files: Mapping[str, File], settings: AppSettings) -> None:
        self._files = files
        self._settings = settings
        self._known: dict[str, _Known] = {}
        self._known_markdown: dict[str, _Known] = {}

    def prepare(self) -> None:
        """Compute what most lookups need, before forked processes each compute it themselves."""
        self._names  # noqa: B018

    @cached_property
    def _names(self) -> dict[str, list[str]]:
        found: dict[str, list[str]] = {}
        for path in self._files:
            found.setdefault(key(path.rpartition("/")[2]), []).append(path)
        return found

    def _named(self, name: str) -> Sequence[str]:
        """Return the files with a folded name, in order."""
        return self._names.get(name, ())

    def find(self, target: str, source: str, *, markdown: bool = False) -> Resolution:
        """Return the file that a link's target names, seen from a source note.

        The order is Obsidian's: relative if it begins with a dot, else an exact vault path, else
        the files whose path ends with it: one in the source's own folder, else the shortest path,
        else the first in order. An alias or a title never resolves here.

        Args:
            target: the path or name in the link.
            source: the vault path of the note.
            markdown: whether it is a Markdown link, which finds a file without an extension
                (`LICENSE`) before a note of that name.
        """
        cache = self._known_markdown if markdown else self._known
        known = cache.get(target)
        if known is None:
            if len(cache) >= REMEMBERED:
                cache.clear()
            known = cache[target] = self._find(target, markdown)
        if isinstance(known, Resolution):
            return known
        folder = names.folder(source)
        return known.seen_from(folder) if isinstance(known, _Choice) else known(folder)

    def nearer(self, target: str) -> Collection[str] | None:
        """Return the folders from which a target may lead to another file than from elsewhere.

        None: it may from any folder. The target must have been passed to `find` before.
        """
        known = self._known.get(target)
        if isinstance(known, _Choice):
            return known.folders
        return () if isinstance(known, Resolution) else None

    def only(self, target: str) -> str | None:
        """Return the one file that a target names in any note and syntax.

        None if the name alone does not decide: no file or more than one matches, or the path is
        relative. Names of pages (Logseq) and of vaults (Dendron) are not considered.
        """
        if self._settings.profile is Profile.DENDRON and "/" in target:
            return None  # no path to a wikilink
        wanted = key(target)
        endings = ("", ".md", ".markdown")
        fitting = [path for ending in endings for path in self._called(f"{wanted}{ending}")]
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

    def _find(self, target: str, markdown: bool) -> _Known:
        """Resolve a target: to one result, or to one that depends on the folder of the link."""
        if target.startswith(("./", "../")) or target in (".", ".."):
            to_root = not markdown or self._settings.profile is Profile.OBSIDIAN
            return lambda folder: self._relative(target, folder, to_root=to_root)
        if target.startswith("/"):
            return self._at(target.strip("/"))
        wanted = key(target)
        fitting = self._ending(wanted, markdown=markdown)
        if not fitting:
            return NOTHING
        if len(fitting) == 1:
            exact = key(fitting[0]) in (wanted, f"{wanted}.md")
            return Resolution(fitting[0], via=Via.PATH if exact else Via.NAME)
        return _Choice(fitting, target)

    def within(self, folder: str, name: str) -> Resolution:
        """Return the note of a name somewhere below a folder (Dendron's vaults)."""
        start = f"{key(folder)}/" if folder else ""
        fitting = [p for p in self._ending(key(name)) if key(p).startswith(start)]
        return (
            Resolution(min(fitting, key=lambda p: (len(p), p)), via=Via.NAME)
            if fitting
            else NOTHING
        )

    def may_be_folder(self, target: str) -> bool:
        """Whether a target ends like the path of a folder."""
        return key(target.rstrip("/").rpartition("/")[2]) in self._folder_names

    def folder_note(self, target: str, source: str) -> Resolution:
        """Return the note that represents a folder: its `index.md`, else its `README.md`."""
        if not self.may_be_folder(target):
            return NOTHING
        for name in dialects.INDEXES:
            path = f"{target.rstrip('/')}/{name}"
            found = self.relative(path, source)
            if found.path is None:
                found = self.find(path.removeprefix("./"), source)
            if found.path is not None:
                return found._replace(via=Via.FOLDER)
        return NOTHING

    def _ending(self, wanted: str, *, markdown: bool = False) -> list[str]:
        """The files whose path ends with a folded target, whole segments only."""
        found: Sequence[str] = ()
        if markdown or "." in wanted.rpartition("/")[2]:
            found = self._called(wanted)
        found = found or self._called(f"{wanted}.md") or self._called(f"{wanted}.markdown")
        return [p for p in found if not self._files[p].ignored] or list(found)

    def _called(self, wanted: str) -> Sequence[str]:
        """The files whose path ends with a folded one, whole segments only."""
        name = wanted.rpartition("/")[2]
        files = self._named(name)
        if not files or name is wanted:
            return files
        return [path for path in files if f"/{key(path)}".endswith(f"/{wanted}")]

    def _relative(self, target: str, folder: str, *, to_root: bool = False) -> Resolution:
        """Resolve a relative path; `to_root`: one that climbs above the vault stops at its root."""
        path = posixpath.normpath(posixpath.join(folder, target))
        if to_root:
            path = _ABOVE.sub("", path)
        if path.startswith("../") or path in ("..", "."):
            return NOTHING
        return self._at(path)

    def _at(self, path: str) -> Resolution:
        if not path:
            return NOTHING
        wanted = key(path)
        for ending in (wanted, f"{wanted}.md", f"{wanted}.markdown"):
            fitting = [p for p in self._named(ending.rpartition("/")[2]) if key(p) == ending]
            if fitting:
                best = path if path in fitting else fitting[0]
                rest = tuple(p for p in fitting if p != best)
                return Resolution(best, (best, *rest) if rest else ())
        return NOTHING
