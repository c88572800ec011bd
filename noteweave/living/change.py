"""What is different in the files of a vault."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import dataclass, field

from noteweave.graph.living.delta import Delta
from noteweave.vault.disk.walk import NOTES
from noteweave.vault.model import File
from noteweave.vault.vault import Vault


@dataclass(frozen=True)
class Change:
    """What one refresh found; paths are vault paths, in order."""

    revision: int
    """The revision that the change led to; it is that of before if nothing had changed."""
    added: tuple[str, ...] = ()
    """Notes and canvases that are new."""
    removed: tuple[str, ...] = ()
    """Those that are gone."""
    changed: tuple[str, ...] = ()
    """Those whose file was written, or that the settings read in another way."""
    renamed: Mapping[str, str] = field(default_factory=dict)
    """Old path -> new path of those that were moved and not edited; they are in no other list."""
    other_files: tuple[str, ...] = ()
    """Attachments and other files that came, went or were written."""
    read_again: bool = False
    """Whether the vault was read again as a whole, because settings changed, an earlier refresh was
    interrupted or a large part of the files is different: anything may be different."""
    delta: Delta = field(default_factory=Delta)
    """Findings, nodes and edges that are gone, new or different.

    Nodes and edges only if the session keeps its graph, and not where `read_again`. Edges of
    the kinds hierarchy and mention depend on all nodes: only `Session.graph` has them.
    """

    def __bool__(self) -> bool:
        files = self.added or self.removed or self.changed or self.renamed or self.other_files
        return bool(files or self.read_again or self.delta)


def compared(before: Vault, now: Vault) -> Change:
    """Return which files are different in two states of a vault."""
    old, new = before.files, now.files
    same = before.settings.grammar == now.settings.grammar
    written = {path for path in old.keys() & new.keys() if not (same and old[path] == new[path])}
    return file_change(old, new, written)


def file_change(
    old: Mapping[str, File], new: Mapping[str, File], written: Collection[str]
) -> Change:
    """Return a change of files: as they were, as they are, and which of both were written."""
    gone = {p: f for p, f in sorted(old.items()) if p not in new}
    come = {p: f for p, f in sorted(new.items()) if p not in old}
    moved = _moved(gone, come)
    removed = gone.keys() - moved.keys()
    added = come.keys() - set(moved.values())
    notes = {path for path, file in [*old.items(), *new.items()] if file.kind in NOTES}
    return Change(
        revision=0,
        added=tuple(sorted(added & notes)),
        removed=tuple(sorted(removed & notes)),
        changed=tuple(sorted(notes.intersection(written))),
        renamed=moved,
        other_files=tuple(sorted({*added, *removed, *written} - notes)),
    )


def _moved(gone: Mapping[str, File], come: Mapping[str, File]) -> dict[str, str]:
    """Return old and new path of the notes that are the same files at other places.

    A new file often gets the inode of one that was just deleted, so the time and the size of the
    last writing must be the same as well; moving a file keeps both.
    """

    def identities(files: Mapping[str, File]) -> dict[tuple[int, int, int], str]:
        notes = (f for f in files.values() if f.kind in NOTES and f.inode)
        return {(f.inode, f.mtime_ns, f.size): f.path for f in notes}

    old, new = identities(gone), identities(come)
    return {old[one]: new[one] for one in old if one in new}
