"""A resolved vault whose files come and go, and which knows the links that each change touches."""

from __future__ import annotations

from bisect import insort
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from functools import cached_property
from pathlib import Path

from noteweave.graph import names
from noteweave.graph.names import key
from noteweave.graph.resolve import dialects
from noteweave.graph.resolve.file_index import FileIndex, Via
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.disk.app_settings import AppSettings, Profile
from noteweave.vault.git.note_links import NoteLinks
from noteweave.vault.model import File, FileKind
from noteweave.vault.vault import Vault

_ANY_FILE = "*"
"""The key of links such as `[[..]]`, which end in a folder."""


class ChangingIndex(FileIndex):
    """An index whose files may be added and removed."""

    def __init__(self, files: dict[str, File], settings: AppSettings) -> None:
        super().__init__(files, settings)
        self._changing = files
        self.prepare()  # the names of no file yet

    @cached_property
    def _folders(self) -> Counter[str]:  # type: ignore[override]
        return Counter({"": 1})

    @cached_property
    def _folder_names(self) -> Counter[str]:  # type: ignore[override]
        return Counter({"": 1, ".": 1, "..": 1})

    def add(self, file: File) -> None:
        """Add a file that is not there yet."""
        self._changing[file.path] = file
        insort(self._names.setdefault(_file_name(file.path), []), file.path)
        self._count(file.path, 1)

    def remove(self, path: str) -> None:
        """Remove a file."""
        del self._changing[path]
        paths = self._names[_file_name(path)]
        paths.remove(path)
        if not paths:
            del self._names[_file_name(path)]
        self._count(path, -1)

    def _count(self, path: str, step: int) -> None:
        folder = key(names.folder(path))
        while folder:
            for counts, name in (
                (self._folders, folder),
                (self._folder_names, folder.rpartition("/")[2]),
            ):
                counts[name] += step
                if not counts[name]:
                    del counts[name]
            folder = names.folder(folder)

    def forget(self, target: str) -> None:
        """Drop what is remembered of a target."""
        bare = target.rstrip("/")
        variants = [target, bare]
        variants += [f"{bare}/{name}".removeprefix("./") for name in dialects.INDEXES]
        for variant in variants:
            self._known.pop(variant, None)
            self._known_markdown.pop(variant, None)


def _file_name(path: str) -> str:
    return key(path.rpartition("/")[2])


class _Owners:
    """Notes by title and alias, like `ResolvedVault.owners`."""

    def __init__(self) -> None:
        self._paths: dict[Via, defaultdict[str, Counter[str]]] = {
            Via.TITLE: defaultdict(Counter),
            Via.ALIAS: defaultdict(Counter),
        }

    def __call__(self, name: str) -> Sequence[tuple[str, Via]]:
        wanted = names.topic_key(name)
        found: dict[str, Via] = {}
        for via, paths in self._paths.items():
            found |= dict.fromkeys(paths.get(wanted, ()), via)
        return tuple(sorted(found.items()))

    def add(self, path: str, note: NoteLinks, step: int) -> None:
        for via, written in ((Via.TITLE, [note.title] if note.title else []),
                             (Via.ALIAS, note.aliases)):  # fmt: skip
            for name in names.topic_keys(written):
                paths = self._paths[via][name]
                paths[path] += step
                if not paths[path]:
                    del paths[path]
                if not paths:
                    del self._paths[via][name]


class ChangingVault(ResolvedVault):
    """Resolves links in files that change; `touched` tells which notes to resolve again.

    A link is looked up by a few keys, and so is a file that comes or goes: what has no key in
    common with it keeps its answer. Paths are compared by each of their ends, so that a thousand
    pictures of one name do not touch each other's links.
    """

    index: ChangingIndex

    def __init__(self, root: Path, settings: AppSettings) -> None:
        files: dict[str, File] = {}
        super().__init__(Vault(root, settings, files, {}), ChangingIndex(files, settings))
        self._set("_owners", _Owners())
        self._set("_links", {})
        self._set("_users", defaultdict(Counter))
        self._set("_targets", defaultdict(set))
        self._set("_dirty", set())
        self._set("_again", set())

    _owners: _Owners
    _links: dict[str, NoteLinks]
    """The notes and canvases by path."""
    _users: defaultdict[str, Counter[str]]
    """Link target -> the notes with such a link."""
    _targets: defaultdict[str, set[str]]
    """Lookup key -> the link targets that have it."""
    _dirty: set[str]
    """The keys of what came or went since `touched`."""
    _again: set[str]
    """Notes that came or changed since `touched`."""

    def _set(self, name: str, value: object) -> None:
        self.__dict__[name] = value

    @property
    def owners(self) -> _Owners:
        """See `ResolvedVault.owners`."""
        return self._owners

    @cached_property
    def _pages(self) -> dialects.LogseqPages:
        return dialects.LogseqPages({}, {}, self.vault.settings)

    def note(self, path: str) -> NoteLinks | None:
        """Return a note or canvas; None: there is none."""
        return self._links.get(path)

    def add(self, file: File, note: NoteLinks | None) -> None:
        """Add a file; `note` is its content if it is a note or canvas."""
        self.index.add(file)
        self._dirty |= file_keys(file.path)
        if note is not None:
            self._links[file.path] = note
        self._named(file, note or NoteLinks(), 1)

    def remove(self, path: str) -> None:
        """Remove a file."""
        file = self.vault.files[path]
        self._named(file, self._links.get(path) or NoteLinks(), -1)
        self._links.pop(path, None)
        self.index.remove(path)
        self._dirty |= file_keys(path)
        self._again.discard(path)

    def edit(self, path: str, note: NoteLinks) -> None:
        """Replace the content of a note or canvas."""
        file = self.vault.files[path]
        self._named(file, self._links[path], -1)
        self._links[path] = note
        self._named(file, note, 1)

    def touched(self) -> set[str]:
        """Return the notes whose links may lead elsewhere than at the last call."""
        found, self.__dict__["_again"] = self._again, set()
        for wanted in self._dirty:
            for target in self._targets.get(wanted, ()):
                self._forget(target)
                found |= self._users[target].keys()
        self._dirty.clear()
        return found

    def _forget(self, target: str) -> None:
        self.index.forget(target)
        self._cached.pop(target, None)

    def _named(self, file: File, note: NoteLinks, step: int) -> None:
        """Add or remove what a file is called beside its path, and its links."""
        if not file.ignored:
            self._owners.add(file.path, note, step)
            self._dirty.update(f"={name}" for name in names.topic_keys([note.title, *note.aliases]))
        if self.vault.settings.profile is Profile.LOGSEQ:
            self._page(file, note, step)
        if file.excluded or file.path not in self._links:
            return
        if step > 0:
            self._again.add(file.path)
        for link in note.links:
            self._use(link.target, file.path, step)

    def _page(self, file: File, note: NoteLinks, step: int) -> None:
        if file.ignored or not (file.kind is FileKind.NOTE or file.path.endswith(".org")):
            return
        change = self._pages.add if step > 0 else self._pages.remove
        change(file.path, note.title, note.aliases, note.blocks)
        self._dirty.update(_page_keys(file.path, note, self.vault.settings))

    def _use(self, target: str, path: str, step: int) -> None:
        users = self._users[target]
        if not users:
            for wanted in self._keys(target):
                self._targets[wanted].add(target)
        users[path] += step
        if not users[path]:
            del users[path]
        if not users:
            del self._users[target]
            self._forget(target)
            for wanted in self._keys(target):
                self._targets[wanted].discard(target)
                if not self._targets[wanted]:
                    del self._targets[wanted]

    def _keys(self, target: str) -> Collection[str]:
        """Return the keys of the files and names on which a link's target depends."""
        settings = self.vault.settings
        name, _ = dialects.dendron_target(target, {})
        found = {_path_key(name)}
        if settings.profile is not Profile.OBSIDIAN:
            found.add(f"={names.topic_key(name)}")
        if settings.profile is Profile.LOGSEQ:
            found.add(f"@{dialects.page_key(target)}")
            found.add(f"(({dialects.block_id(target)}")
            day = None
            if any(c.isdigit() for c in target):
                day = dialects.named_date(target.strip(), settings.logseq)
            if day:
                found.add(f"@{day.isoformat()}")
        return found


def _page_keys(path: str, note: NoteLinks, settings: AppSettings) -> Iterator[str]:
    if path.endswith(".org"):
        yield f"@{dialects.page_key(dialects.page_name(path.removesuffix('.org'), settings))}"
        return
    for name in (note.title or dialects.page_name(path, settings), *note.aliases):
        yield f"@{dialects.page_key(name)}"
    day = dialects.journal_date(path, settings)
    if day:
        yield f"@{day.isoformat()}"
    yield from (f"(({block}" for block in note.blocks)


def _path_key(target: str) -> str:
    """Return the key of a link's target: its path, or its last name where folders are relative."""
    wanted = _bare(key(target.rstrip("/")))
    steps = wanted.split("/")
    if all(step not in ("", ".", "..") for step in steps):
        return wanted
    return _ANY_FILE if steps[-1] in ("", ".", "..") else f"*{steps[-1]}"


def file_keys(path: str) -> set[str]:
    """Return the keys of links that a file may answer: each end of its path, whole names only.

    A note `index` or `readme` answers for its folder as well.
    """
    bare = _bare(key(path))
    found = {_ANY_FILE, *_ends(bare)}
    folder, _, name = bare.rpartition("/")
    if name in dialects.INDEXES:
        found |= {*_ends(folder)}
    return found


def _ends(path: str) -> Iterable[str]:
    steps = path.split("/")
    yield f"*{steps[-1]}"
    yield from ("/".join(steps[n:]) for n in range(len(steps)))


def _bare(path: str) -> str:
    """Return a folded path without any ending of a note."""
    while True:
        shorter = path.removesuffix(".md").removesuffix(".markdown")
        if shorter == path or not shorter or shorter.endswith("/"):
            return path
        path = shorter
