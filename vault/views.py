"""A vault as it would be after a change of notes or paths. Nothing is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

import msgspec

from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.model import File, FileKind, Note
from noteweave.vault.vault import Vault


def overlay(vault: Vault, contents: Mapping[str, bytes]) -> Vault:
    """Return the vault as it would be if some notes had these contents; some may be new."""
    grammar = vault.settings.grammar
    notes = {path: parse_bytes(path, data, grammar) for path, data in contents.items()}
    new = {
        path: File(path, FileKind.NOTE, len(contents[path]), 0)
        for path in contents
        if path not in vault.files
    }
    files = dict(sorted({**vault.files, **new}.items())) if new else vault.files

    def content(path: str) -> bytes:
        return contents[path] if path in contents else vault.content(path)

    overlaid = _Overlaid(vault.notes, notes, sorted([*vault.notes, *new]) if new else None)
    return dataclasses.replace(vault, files=files, notes=overlaid, _content=content)


def moved(vault: Vault, moves: Mapping[str, str]) -> Vault:
    """Return a vault with files at other paths; the text of the notes stays the same.

    Args:
        vault: as it is.
        moves: old vault path -> new vault path.
    """
    places = {moves.get(path, path): path for path in vault.files}
    files: dict[str, File] = {}
    for path in sorted(places):
        files[path] = msgspec.structs.replace(vault.files[places[path]], path=path)
    notes = _MovedNotes(vault.notes, {p: places[p] for p in files if places[p] in vault.notes})
    return dataclasses.replace(vault, files=files, notes=notes)


class _MovedNotes(Mapping[str, Note]):
    """The notes of a vault under their new paths."""

    def __init__(self, notes: Mapping[str, Note], places: Mapping[str, str]) -> None:
        self._notes = notes
        self._places = places

    def __getitem__(self, path: str) -> Note:
        return msgspec.structs.replace(self._notes[self._places[path]], path=path)

    def __iter__(self) -> Iterator[str]:
        return iter(self._places)

    def __len__(self) -> int:
        return len(self._places)


class _Overlaid(Mapping[str, Note]):
    def __init__(
        self, below: Mapping[str, Note], above: Mapping[str, Note], paths: list[str] | None
    ) -> None:
        """`paths` are those of all notes, in order; None if there are no new notes."""
        self._below = below
        self._above = above
        self._paths = below if paths is None else paths

    def __getitem__(self, path: str) -> Note:
        return self._above[path] if path in self._above else self._below[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._paths)

    def __len__(self) -> int:
        return len(self._paths)
