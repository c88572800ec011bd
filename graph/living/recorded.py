"""A vault that does not change, whose links are resolved while every lookup is written down.

The keys are those of `graph.living.index`, whose classes answer the same for a vault that changes.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import cached_property
from typing import Any

from noteweave.graph import names
from noteweave.graph.living.reads import Reads
from noteweave.graph.names import key
from noteweave.graph.resolve import dialects
from noteweave.graph.resolve.file_index import FileIndex, Resolution, Via
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.graph.resolve.suggestions import SimilarNames
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.model import File, FileKind, Note
from noteweave.vault.vault import OtherNames, Vault


class RecordedIndex(FileIndex):
    """Files by name."""

    def __init__(self, files: Mapping[str, File], settings: AppSettings, reads: Reads) -> None:
        super().__init__(files, settings)
        self._reads = reads
        self.find_remembered = reads.remembered(self._find)

    def _named(self, name: str) -> Sequence[str]:
        self._reads.keys.add(name_key(name))
        return super()._named(name)

    def has_folder(self, path: str) -> bool:
        """Whether the vault has a folder at a path."""
        self._reads.keys.add(f"d{key(path.strip('/'))}")
        return super().has_folder(path)

    def may_be_folder(self, target: str) -> bool:
        """Whether a target ends like the path of a folder."""
        self._reads.keys.add(f"e{key(target.rstrip('/').rpartition('/')[2])}")
        return super().may_be_folder(target)

    def find(self, target: str, source: str, *, markdown: bool = False) -> Resolution:
        """Return the file that a link's target names, seen from a source note."""
        known = self.find_remembered(target, markdown)
        if isinstance(known, Resolution):
            return known
        folder = names.folder(source)
        found: Resolution = known(folder) if callable(known) else known.seen_from(folder)
        return found

    def nearer(self, target: str) -> None:
        """Return None: `ResolvedVault` keeps no answers, because this index does."""


def name_key(name: str) -> str:
    """Return the key of the files with a folded name."""
    return f"n{names.without_md(name)}"


class RecordedNames(SimilarNames):
    """Names of notes, by their letters and by their halves."""

    def __init__(self, paths: Iterable[str], reads: Reads) -> None:
        super().__init__(paths)
        self._reads = reads
        self._cached_find = reads.remembered(self._find)

    def _with(self, letters: str) -> list[int]:
        self._reads.keys.add(f"sl{letters}")
        return super()._with(letters)

    def _with_half(self, length: int, which: int, half: str) -> Iterator[int]:
        self._reads.keys.add(f"s{length} {which} {half}")
        return super()._with_half(length, which, half)


class RecordedPages(dialects.LogseqPages):
    """The pages of a Logseq graph by name, and its blocks by id."""

    def __init__(
        self,
        notes: Mapping[str, Note],
        files: Mapping[str, File],
        settings: AppSettings,
        reads: Reads,
    ) -> None:
        super().__init__(notes, files, settings)
        self._reads = reads

    def page(self, name: str) -> str | None:
        """Return the path of the page of a name, alias or date."""
        self._reads.keys.add(f"pn{dialects.page_key(name)}")
        if any(c.isdigit() for c in name):
            day = dialects.named_date(name.strip(), self._settings.logseq)
            if day:
                self._reads.keys.add(f"pj{day.isoformat()}")
        return super().page(name)

    def block(self, reference: str) -> str | None:
        """Return the path of the page that holds a block `((uuid))`."""
        self._reads.keys.add(f"pb{dialects.block_id(reference)}")
        return super().block(reference)


class RecordedVault(ResolvedVault):
    """A vault that can resolve its links, and writes down what it looks up."""

    def __init__(self, vault: Vault, reads: Reads) -> None:
        super().__init__(vault, RecordedIndex(vault.files, vault.settings, reads))
        # of a frozen class, whose properties are cached there
        self.__dict__.update({"_reads": reads, "shared": vault.notes})

    @cached_property
    def owners(self) -> Callable[[str], Sequence[tuple[str, Via]]]:
        """Return the notes with an alias or title of a name; see `ResolvedVault`."""
        reads: Reads = self.__dict__["_reads"]
        known: Callable[[str], Sequence[tuple[str, Via]]] = _inherited("owners", self)

        def owning(name: str) -> Sequence[tuple[str, Via]]:
            reads.keys.add(f"o{names.topic_key(name)}")
            return known(name)

        return owning

    @cached_property
    def similar_names(self) -> SimilarNames:
        """The names of notes, to find one that is similar to a name without a note."""
        files = self.vault.files.values()
        paths = (f.path for f in files if f.kind is FileKind.NOTE and not f.ignored)
        return RecordedNames(paths, self.__dict__["_reads"])

    def other_names(self, path: str) -> OtherNames:
        """Return the title and the aliases of the note of a path; none if it is no note."""
        self.__dict__["_reads"].keys.add(f"i{path}")
        return super().other_names(path)

    @cached_property
    def _pages(self) -> dialects.LogseqPages:
        vault = self.vault
        return RecordedPages(vault.notes, vault.files, vault.settings, self.__dict__["_reads"])


def _inherited(name: str, vault: ResolvedVault) -> Any:
    """Compute a cached property as `ResolvedVault` does."""
    return vars(ResolvedVault)[name].func(vault)
