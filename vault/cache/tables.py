"""Tables and maps in one SQLite file, which are read key by key and changed in one transaction.

A file of the cache holds what belongs to one question (settings, options, language). It is locked
for other programs until `commit` or `close`; without `commit` it stays as it was.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Collection, Hashable, Iterator, MutableMapping
from contextlib import suppress
from typing import Any, Generic, TypeVar

import msgspec

from noteweave.vault.cache import storage

T = TypeVar("T")
Damaged = (sqlite3.Error, msgspec.DecodeError)
"""What is raised where a file is damaged, or the disk is full."""
_VERSION = 1
"""`PRAGMA user_version`; a file with another one is not used."""
_MEMORY_KB = 32_768
"""Memory that SQLite may use."""
_PENDING = 10_000
"""Rows that are written together."""
_RECENT = 64
"""Values of a map that are remembered, decoded."""
_SCHEMA = f"""
PRAGMA user_version = {_VERSION};
DROP TABLE IF EXISTS state; DROP TABLE IF EXISTS entries; DROP TABLE IF EXISTS maps;
CREATE TABLE state (name TEXT PRIMARY KEY, value BLOB) WITHOUT ROWID;
CREATE TABLE entries (place INTEGER, key BLOB, value BLOB, PRIMARY KEY (place, key, value))
  WITHOUT ROWID;
CREATE TABLE maps (place INTEGER, key BLOB, value BLOB, PRIMARY KEY (place, key)) WITHOUT ROWID;
"""
_encode = msgspec.msgpack.Encoder().encode


class Tables:
    """An open file of tables."""

    def __init__(self, place: str, question: bytes) -> None:
        """Open a file, or make it; it is empty if it does not belong to a question.

        Raises:
            sqlite3.Error: another program uses it, it is damaged or cannot be written.
            OSError: the folder cannot be used.
        """
        storage.private_folder(place)
        if not storage.is_usable(place):
            raise PermissionError(13, "not a file of this user", place)
        os.close(os.open(place, os.O_RDWR | os.O_CREAT, 0o600))
        self._place = place
        self._tables: list[_StoredTable] = []
        self._maps: list[_StoredMap[Any]] = []
        self._database = sqlite3.connect(place, timeout=0, isolation_level=None)
        try:
            self._database.execute(f"PRAGMA cache_size = -{_MEMORY_KB}")
            self._database.execute("BEGIN IMMEDIATE")
            (version,) = self._database.execute("PRAGMA user_version").fetchone()
            if version != _VERSION or self.get("question") != question:
                self.clear(question)
        except BaseException:
            self._database.close()
            raise

    def clear(self, question: bytes) -> None:
        """Remove everything, for a question."""
        for statement in _SCHEMA.split(";"):
            self._database.execute(statement)
        for stored in self._maps:
            stored.forget()
        self.put("question", question)

    def get(self, name: str) -> bytes | None:
        """Return a value that `put` has stored."""
        row = self._database.execute("SELECT value FROM state WHERE name = ?", (name,)).fetchone()
        return row and bytes(row[0])

    def put(self, name: str, value: bytes) -> None:
        """Store a value."""
        self._database.execute("REPLACE INTO state VALUES (?, ?)", (name, value))

    def table(self, place: int) -> _StoredTable:
        """Return the table of a number."""
        table = _StoredTable(self._database, place)
        self._tables.append(table)
        return table

    def map(self, place: int, kind: Any) -> _StoredMap[Any]:
        """Return the map of a number, whose values have a type."""
        stored: _StoredMap[Any] = _StoredMap(self._database, place, kind)
        self._maps.append(stored)
        return stored

    def commit(self) -> None:
        """Write what was changed."""
        for table in self._tables:
            table.flush()
        self._database.execute("COMMIT")

    def close(self) -> None:
        """Give the file free; what was not committed is dropped."""
        self._database.close()

    def remove(self) -> None:
        """Delete a damaged file."""
        self._database.close()
        for ending in ("", "-journal"):
            with suppress(OSError):
                os.unlink(self._place + ending)


class _StoredTable:
    """Different entries by key; see `graph.living.memory.Table`."""

    def __init__(self, database: sqlite3.Connection, place: int) -> None:
        self._database = database
        self._number = place
        self._pending: list[tuple[int, bytes, bytes]] = []

    def get(self, key: str) -> Collection[Any]:
        """Return the entries of a key."""
        self.flush()
        rows = self._database.execute(
            "SELECT value FROM entries WHERE place = ? AND key = ?", (self._number, _bytes(key))
        )
        return [_hashable(msgspec.msgpack.decode(value)) for (value,) in rows]

    def add(self, key: str, entry: Hashable) -> None:
        """Add an entry that the key does not have."""
        self._pending.append((self._number, _bytes(key), _encode(entry)))
        if len(self._pending) >= _PENDING:
            self.flush()

    def remove(self, key: str, entry: Hashable) -> None:
        """Remove an entry that the key has."""
        self.flush()
        self._database.execute(
            "DELETE FROM entries WHERE place = ? AND key = ? AND value = ?",
            (self._number, _bytes(key), _encode(entry)),
        )

    def flush(self) -> None:
        """Write what was added."""
        if self._pending:
            self._pending.sort()
            self._database.executemany("INSERT INTO entries VALUES (?, ?, ?)", self._pending)
            self._pending.clear()


class _StoredMap(MutableMapping[str, T], Generic[T]):
    """Values of one type by key, decoded when they are asked for; the last ones are remembered."""

    def __init__(self, database: sqlite3.Connection, place: int, kind: type[T]) -> None:
        self._database = database
        self._number = place
        self._decode = msgspec.msgpack.Decoder(kind).decode
        self._recent: dict[str, T] = {}

    def __getitem__(self, key: str) -> T:
        if key in self._recent:  # a group with findings about many notes is read for each of them
            return self._recent[key]
        row = self._database.execute(
            "SELECT value FROM maps WHERE place = ? AND key = ?", (self._number, _bytes(key))
        ).fetchone()
        if row is None:
            raise KeyError(key)
        if len(self._recent) >= _RECENT:
            self._recent.clear()
        value = self._recent[key] = self._decode(row[0])
        return value

    def forget(self) -> None:
        """Forget the values that are remembered."""
        self._recent.clear()

    def __setitem__(self, key: str, value: T) -> None:
        self._recent.pop(key, None)
        row = self._number, _bytes(key), _encode(value)
        self._database.execute("REPLACE INTO maps VALUES (?, ?, ?)", row)

    def __delitem__(self, key: str) -> None:
        self._recent.pop(key, None)
        found = self._database.execute(
            "DELETE FROM maps WHERE place = ? AND key = ?", (self._number, _bytes(key))
        )
        if not found.rowcount:
            raise KeyError(key)

    def __iter__(self) -> Iterator[str]:
        for key, _ in self._rows():
            yield key.decode("utf-8", "surrogatepass")

    def __len__(self) -> int:
        return sum(1 for _ in self._rows())

    def values(self) -> Any:
        """Return all values."""
        decode = self._decode
        return [decode(value) for _, value in self._rows()]

    def _rows(self) -> Iterator[tuple[bytes, bytes]]:
        return self._database.execute(
            "SELECT key, value FROM maps WHERE place = ?", (self._number,)
        )


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _hashable(value: Any) -> Any:
    """Return an entry as it was added: tuples come back as lists."""
    return tuple(map(_hashable, value)) if isinstance(value, list) else value
