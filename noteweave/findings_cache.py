"""Findings that are kept from check to check: only what a change may concern is checked again.

The first check of a vault keeps what it found. The first one after that also writes down what each
note looked up; from then on `graph.living.engine` goes on where the last check ended. Everything is
in one file of tables, of which a check reads the part that its change concerns.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Sequence
from contextlib import AbstractContextManager
from itertools import chain
from typing import TYPE_CHECKING

import msgspec

from noteweave.graph.check.check import CheckOptions
from noteweave.graph.check.findings import Finding, order
from noteweave.vault import messages
from noteweave.vault.cache.stamped_records import now_ns, settled
from noteweave.vault.model import File, Note, Suppression
from noteweave.vault.vault import Vault

if TYPE_CHECKING:
    from noteweave.graph.living.engine import State
    from noteweave.graph.living.looking import Looked
    from noteweave.graph.living.memory import Memory
    from noteweave.graph.mentions.unlinked import Each
    from noteweave.vault.cache.tables import Tables

LARGEST_PART = 0.25
"""Share of the files up to which a change is followed; above it, the vault is checked as new."""
MANY = 300
"""Notes from which on several processes check them."""
_BATCH = 128
_FOUND, _SHARED = 1, 2
"""The maps of all findings by path, before there are dependencies, and of what notes share."""
_FINDINGS, _READS = b"findings", b"reads"
"""What a file holds: only what was found, or what each note has read as well."""
_files = msgspec.msgpack.Decoder(list[File]).decode
Several = Callable[[int], AbstractContextManager["Each"]]
"""Gives, for a number of notes, what applies a function to many values."""


def cached_findings(
    vault: Vault, options: CheckOptions, find: Callable[[], list[Finding]], each: Several
) -> list[Finding]:
    """Return the findings in a vault, as far as possible from what is kept.

    Args:
        vault: as it is now.
        options: what to check.
        find: checks the vault from nothing.
        each: how many notes are checked.
    """
    if vault.cache is None:
        return find()
    from noteweave.vault.cache.tables import Damaged, Tables

    asked = (messages.identity(), repr(vault.settings), vault.faults, repr(options))
    question = msgspec.msgpack.encode(asked)
    try:
        tables = Tables(vault.cache.findings, question)
    except (*Damaged, OSError):  # another check is running, or there is no space
        return find()
    try:
        found = KeptFindings(vault, options, tables, question).update(find, each)
        tables.commit()
    except Damaged:
        tables.remove()
        return find()
    finally:
        tables.close()
    return found


class KeptFindings:
    """The findings of a vault, and what they depend on, in a file."""

    def __init__(
        self, vault: Vault, options: CheckOptions, tables: Tables, question: bytes
    ) -> None:
        self._vault = vault
        self._options = options
        self._tables = tables
        self._question = question
        self.judged = 0
        """How many notes were checked one by one."""

    def update(self, find: Callable[[], list[Finding]], each: Several) -> list[Finding]:
        """Return the findings of now, and keep them; for the arguments see `cached_findings`."""
        tables, started, files = self._tables, now_ns(), self._vault.files
        holds, kept = tables.get("holds"), tables.get("files")
        old = {file.path: file for file in _files(kept)} if kept else {}
        gone_or_written = {path for path, file in old.items() if files.get(path) != file}
        differ = gone_or_written | (files.keys() - old.keys())
        if holds is None:
            found = find()
            self._keep(found)
        elif holds == _FINDINGS and not differ:
            known = tables.map(_FOUND, list[Finding]).values()
            return sorted(chain.from_iterable(known), key=order)
        else:
            if holds == _FINDINGS or len(differ) > LARGEST_PART * len(files):
                tables.clear(self._question)
                old, differ = {}, set(files)
            found = self._apply(old, differ, each)
            tables.put("holds", _READS)
        if differ:
            tables.put("files", msgspec.msgpack.encode(_settled(files.values(), started)))
        return found

    def _keep(self, found: Iterable[Finding]) -> None:
        by_path: defaultdict[str, list[Finding]] = defaultdict(list)
        for finding in found:
            by_path[finding.path].append(finding)
        self._tables.map(_FOUND, list[Finding]).update(by_path)
        self._tables.put("holds", _FINDINGS)

    def _apply(self, old: dict[str, File], differ: Collection[str], each: Several) -> list[Finding]:
        """Follow a change of files."""
        from noteweave.graph.living.engine import Engine
        from noteweave.graph.living.index import shared_part

        vault = self._vault
        shared = self._tables.map(_SHARED, Note)
        before: dict[str, State | None] = {}
        now: dict[str, State | None] = {}
        for path in sorted(differ):
            file, note = vault.files.get(path), vault.notes.get(path)
            before[path] = (old[path], shared.get(path)) if path in old else None
            now[path] = (file, note) if file else None
            if note:
                shared[path] = shared_part(note)
            elif path in old:
                shared.pop(path, None)
        engine = Engine(vault, self._options, memory=_memory(self._tables))

        def look(paths: Sequence[str]) -> Iterable[Looked]:
            if len(paths) < MANY:
                return engine.look(paths)
            from noteweave.graph.living.looking import Looker

            batches = [paths[n : n + _BATCH] for n in range(0, len(paths), _BATCH)]
            looker = Looker.of_vault(vault, self._options)
            with each(len(paths)) as apply:
                return list(chain.from_iterable(apply(looker.run, batches)))

        engine.apply(before, now, look)
        self.judged = engine.judged
        return list(engine.findings())


def _memory(tables: Tables) -> Memory:
    from noteweave.graph.living.memory import Facts, Memory

    return Memory(
        names=tables.table(1),
        readers=tables.table(2),
        facts=tables.table(3),
        groups_at=tables.table(4),
        folders=tables.map(3, int),
        reads=tables.map(4, tuple[str, ...]),
        findings=tables.map(5, list[Finding]),
        suppressions=tables.map(6, tuple[Suppression, ...]),
        gathered=tables.map(7, Facts),
        shared=tables.map(_SHARED, Note),
        reported=tables.map(8, dict[str, list[Finding]]),
    )


def _settled(files: Iterable[File], read_ns: int) -> list[File]:
    """Return files, with an impossible time where one may change again without another time."""
    replace = msgspec.structs.replace
    return [file if settled(file, read_ns) else replace(file, mtime_ns=-1) for file in files]
