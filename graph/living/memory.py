"""What an engine remembers from one change to the next, by key: in memory, or in a file.

A file needs not be read as a whole: a change asks for the few keys that it concerns.
"""

from __future__ import annotations

from collections.abc import Collection, Hashable, Mapping, MutableMapping
from dataclasses import dataclass, field
from typing import Any, Protocol

from noteweave.graph.check.findings import Finding
from noteweave.vault.model import Note, Suppression


class Table(Protocol):
    """Different entries by key, in no order."""

    def get(self, key: str) -> Collection[Any]:
        """Return the entries of a key."""

    def add(self, key: str, entry: Hashable) -> None:
        """Add an entry that the key does not have."""

    def remove(self, key: str, entry: Hashable) -> None:
        """Remove an entry that the key has."""


class MemoryTable:
    """A table in memory; an entry that is alone is kept without a set, which takes 200 bytes."""

    def __init__(self) -> None:
        self._found: dict[str, Any] = {}

    def get(self, key: str) -> Collection[Any]:
        """Return the entries of a key."""
        found = self._found.get(key)
        if found is None:
            return ()
        return found if isinstance(found, set) else (found,)

    def add(self, key: str, entry: Hashable) -> None:
        """Add an entry that the key does not have."""
        known = self._found.setdefault(key, entry)
        if isinstance(known, set):
            known.add(entry)
        elif known is not entry:
            self._found[key] = {known, entry}

    def remove(self, key: str, entry: Hashable) -> None:
        """Remove an entry that the key has."""
        known = self._found[key]
        if not isinstance(known, set):
            del self._found[key]
            return
        known.remove(entry)
        if len(known) == 1:
            (self._found[key],) = known


Facts = dict[str, list[tuple[Any, int]]]
"""What vault rules gathered in one note: code -> values, each with how often."""


@dataclass
class Memory:
    """All that an engine remembers; empty unless something else is given."""

    names: Table = field(default_factory=MemoryTable)
    """Files and notes by what they are called; see `graph.living.index`."""
    folders: MutableMapping[str, int] = field(default_factory=dict)
    """How many files are below a folder, and how many folders have a name."""
    readers: Table = field(default_factory=MemoryTable)
    """The paths of the notes that have read a key; see `graph.living.reads`."""
    reads: MutableMapping[str, tuple[str, ...]] = field(default_factory=dict)
    """The keys that each note has read, by path; only notes that are checked have any."""
    findings: MutableMapping[str, list[Finding]] = field(default_factory=dict)
    """What note rules report, by path."""
    suppressions: MutableMapping[str, tuple[Suppression, ...]] = field(default_factory=dict)
    gathered: MutableMapping[str, Facts] = field(default_factory=dict)
    """The facts of each note, by path."""
    facts: Table = field(default_factory=MemoryTable)
    """The same by group: value, path, and how often."""
    reported: MutableMapping[str, dict[str, list[Finding]]] = field(default_factory=dict)
    """What vault rules report, by group and by path, suppressed or not."""
    shared: Mapping[str, Note] | None = None
    """What others can read of each note, by path; None: the notes themselves have it."""
    groups_at: Table = field(default_factory=MemoryTable)
    """The groups that have findings about a path."""
