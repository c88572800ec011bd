"""The names of a vault's files and notes, which change as the files do, and say who reads them.

Each class answers as the one that it inherits from, and besides adds to `Reads` the keys of what
it looked at; its method `put` returns the keys of what a change has changed.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from noteweave.graph import names
from noteweave.graph.living.memory import Memory, Table
from noteweave.graph.living.reads import Reads
from noteweave.graph.living.recorded import RecordedIndex, name_key
from noteweave.graph.names import key
from noteweave.graph.resolve import dialects
from noteweave.graph.resolve.file_index import Via
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.graph.resolve.suggestions import SimilarNames, letters_of
from noteweave.vault.disk.app_settings import AppSettings, Profile
from noteweave.vault.model import File, FileKind, Note
from noteweave.vault.vault import OtherNames, Vault

Entry = tuple[str, Any]
"""Something that can be looked up, and what is found there."""


def put_entries(table: Table, gone: set[Entry], new: set[Entry]) -> None:
    """Remove and add entries."""
    for name, value in gone:
        table.remove(name, value)
    for name, value in new:
        table.add(name, value)


class LivingIndex(RecordedIndex):
    """Files by name; folders are counted."""

    def __init__(
        self, files: Mapping[str, File], settings: AppSettings, reads: Reads, memory: Memory
    ) -> None:
        super().__init__(files, settings, reads)
        self._table = memory.names
        self._counts = memory.folders

    def entries(self, file: File) -> set[Entry]:
        """Return under which name a file is found."""
        return {(f"f{key(file.path.rpartition('/')[2])}", file.path)}

    def put(self, before: File | None, now: File | None) -> set[str]:
        """Replace a file; return the keys that this changes."""
        old, new = (self.entries(file) if file else set() for file in (before, now))
        put_entries(self._table, old - new, new - old)
        changed = {name_key(name[1:]) for name, _ in old | new}
        for file, step in ((before, -1), (now, 1)):
            if file and not (before and now):
                changed |= self._count_folders(file.path, step)
        return changed

    def _count_folders(self, path: str, step: int) -> set[str]:
        changed = set()
        folder = key(names.folder(path))
        while folder:
            if self._count(f"d{folder}", step) == (1 if step > 0 else 0):
                name = folder.rpartition("/")[2]
                self._count(f"e{name}", step)
                changed |= {f"d{folder}", f"e{name}"}
            folder = names.folder(folder)
        return changed

    def _count(self, name: str, step: int) -> int:
        count = self._counts[name] = self._counts.get(name, 0) + step
        if not count:
            del self._counts[name]
        return count

    def _named(self, name: str) -> Sequence[str]:
        self._reads.keys.add(name_key(name))
        return sorted(self._table.get(f"f{name}"))

    def prepare(self) -> None:
        """Nothing is computed later."""

    def has_folder(self, path: str) -> bool:
        """Whether the vault has a folder at a path."""
        folder = key(path.strip("/"))
        self._reads.keys.add(f"d{folder}")
        return not folder or f"d{folder}" in self._counts

    def may_be_folder(self, target: str) -> bool:
        """Whether a target ends like the path of a folder."""
        name = key(target.rstrip("/").rpartition("/")[2])
        self._reads.keys.add(f"e{name}")
        return name in ("", ".", "..") or f"e{name}" in self._counts


class LivingNames(SimilarNames):
    """Names of notes, by their letters and by their halves."""

    def __init__(self, reads: Reads, memory: Memory) -> None:
        super().__init__(())
        self._reads = reads
        self._table = memory.names
        self._cached_find = reads.remembered(self._find)

    def put(self, before: File | None, now: File | None) -> set[str]:
        """Replace a file; return the keys that this changes."""
        old, new = (self.entries(file) for file in (before, now))
        put_entries(self._table, old - new, new - old)
        return {name for name, _ in old ^ new}

    def entries(self, file: File | None) -> set[Entry]:
        """Return under which letters and halves the name of a note is found."""
        if file is None or file.kind is not FileKind.NOTE or file.ignored:
            return set()
        path = file.path
        name = self._name(path)
        length, middle = len(name), len(name) // 2
        (letters,) = letters_of([name])
        return {
            (f"sl{letters}", path),
            (f"s{length} 0 {name[:middle]}", path),
            (f"s{length} 1 {name[middle:]}", path),
        }

    def _path(self, one: Any) -> str:
        return str(one)

    def _name(self, one: Any) -> str:
        return key(names.stem(one))

    def _with(self, letters: str) -> list[Any]:
        return self._look_up(f"sl{letters}")

    def _with_half(self, length: int, which: int, half: str) -> Iterator[Any]:
        return iter(self._look_up(f"s{length} {which} {half}"))

    def _look_up(self, name: str) -> list[Any]:
        self._reads.keys.add(name)
        return sorted(self._table.get(name))


class LivingPages(dialects.LogseqPages):
    """The pages of a Logseq graph by name, and its blocks by id."""

    def __init__(self, settings: AppSettings, reads: Reads, memory: Memory) -> None:
        super().__init__({}, {}, settings)
        self._reads = reads
        self._table = memory.names

    def put(self, before: set[Entry], now: set[Entry]) -> set[str]:
        """Replace the entries of a file; return the keys that this changes."""
        put_entries(self._table, before - now, now - before)
        return {name for name, _ in before ^ now}

    def entries(self, file: File, note: Note | None) -> set[Entry]:
        """Return under which names a file is found as a page, and which blocks it has."""
        path, settings = file.path, self._settings
        if file.ignored or settings.profile is not Profile.LOGSEQ:
            return set()
        if note is None or file.kind is not FileKind.NOTE:
            if not path.endswith(".org"):
                return set()
            name = dialects.page_name(path.removesuffix(".org"), settings)
            return {(f"pn{dialects.page_key(name)}", (1, path))}
        name = note.title or dialects.page_name(path, settings)
        found: set[Entry] = {(f"pn{dialects.page_key(name)}", (0, path))}
        found |= {(f"pn{dialects.page_key(alias)}", (2, path)) for alias in note.aliases}
        found |= {(f"pb{block.id}", (0, path)) for block in note.blocks}
        day = dialects.journal_date(path, settings)
        if day:
            found.add((f"pj{day.isoformat()}", (0, path)))
        return found

    def page(self, name: str) -> str | None:
        """Return the path of the page of a name, alias or date."""
        found = self._first(f"pn{dialects.page_key(name)}")
        if found is None and any(c.isdigit() for c in name):
            day = dialects.named_date(name.strip(), self._settings.logseq)
            found = self._first(f"pj{day.isoformat()}") if day else None
        return found

    def block(self, reference: str) -> str | None:
        """Return the path of the page that holds a block `((uuid))`."""
        return self._first(f"pb{reference.strip('()').lower()}")

    def _first(self, name: str) -> str | None:
        self._reads.keys.add(name)
        found = self._table.get(name)
        return str(min(found)[1]) if found else None


class LivingOwners:
    """Notes by alias and title."""

    def __init__(self, reads: Reads, memory: Memory) -> None:
        self._reads = reads
        self._table = memory.names

    def entries(self, file: File, note: Note | None) -> set[Entry]:
        """Return the aliases and the title of a note."""
        if note is None or file.ignored:
            return set()
        found = {(f"o{names.topic_key(n)}", (file.path, 1, n)) for n in note.aliases}
        if note.title:
            found.add((f"o{names.topic_key(note.title)}", (file.path, 0, note.title)))
        return found

    def put(self, before: set[Entry], now: set[Entry]) -> set[str]:
        """Replace the entries of a note; return the keys that this changes."""
        put_entries(self._table, before - now, now - before)
        return {name for name, _ in before ^ now}

    def owners(self, name: str) -> Sequence[tuple[str, Via]]:
        """Return the notes with an alias or title of a name, each with which of the two it is."""
        wanted = f"o{names.topic_key(name)}"
        self._reads.keys.add(wanted)
        found: dict[str, Via] = {}
        for path, is_alias, _ in sorted(self._table.get(wanted)):  # an alias comes after the title
            found[path] = Via.ALIAS if is_alias else Via.TITLE
        return tuple(found.items())


class LivingVault(ResolvedVault):
    """A vault whose files change, with its links resolved."""

    def __init__(self, vault: Vault, reads: Reads, memory: Memory) -> None:
        super().__init__(vault, LivingIndex(vault.files, vault.settings, reads, memory))
        living: dict[str, Any] = {
            "_reads": reads,
            "shared": vault.notes if memory.shared is None else memory.shared,
            "_owners": LivingOwners(reads, memory),
            "similar_names": LivingNames(reads, memory),
            "_pages": LivingPages(vault.settings, reads, memory),
        }
        living["owners"] = living["_owners"].owners
        self.__dict__.update(living)  # of a frozen class, whose properties are cached there

    def put(
        self, before: tuple[File, Note | None] | None, now: tuple[File, Note | None] | None
    ) -> set[str]:
        """Replace a file and what it holds; return the keys that this changes."""
        d = self.__dict__
        old, new = (state[0] if state else None for state in (before, now))
        changed: set[str] = set()
        if _identity(old) != _identity(new):
            changed |= d["index"].put(old, new) | d["similar_names"].put(old, new)
        for table in (d["_owners"], d["_pages"]):
            entries = [table.entries(*state) if state else set() for state in (before, now)]
            changed |= table.put(*entries)
        path = (new or old or File("", FileKind.NOTE, 0, 0)).path
        notes = [state[1] if state else None for state in (before, now)]
        changed |= {
            f"{kind}{path}" for kind, part in PARTS.items() if part(notes[0]) != part(notes[1])
        }
        changed.add(f"c{path}")
        return changed

    def other_names(self, path: str) -> OtherNames:
        """Return the title and the aliases of the note of a path; none if it is no note."""
        self.__dict__["_reads"].keys.add(f"i{path}")
        note = self.__dict__["shared"].get(path)
        return OtherNames(path, note.title if note else "", note.aliases if note else ())


def _identity(file: File | None) -> object:
    return file and (file.kind, file.ignored, file.excluded)


PARTS: Mapping[str, Callable[[Note | None], object]] = {
    "l": lambda note: (
        note
        and (
            note.headings,
            note.blocks,
            note.anchors,
            [f for f in note.faults if f.code == "NW042"],
        )
    ),
    "i": lambda note: note and (note.title, note.aliases),
}
"""The parts of a note that others read: its outline, its other names."""


def shared_part(note: Note) -> Note:
    """Return a note with nothing but what others can read of it."""
    return Note(
        note.path,
        note.title,
        note.aliases,
        headings=note.headings,
        blocks=note.blocks,
        anchors=note.anchors,
        faults=tuple(fault for fault in note.faults if fault.code == "NW042"),
    )
