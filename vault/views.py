"""A vault in which some notes have other contents; nothing is written."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping

from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.model import Note
from noteweave.vault.vault import Vault


def overlay(vault: Vault, contents: Mapping[str, bytes]) -> Vault:
    """Return the vault as it would be if some notes had these contents."""
    grammar = vault.settings.grammar
    notes = {path: parse_bytes(path, data, grammar) for path, data in contents.items()}

    def content(path: str) -> bytes:
        return contents[path] if path in contents else vault.content(path)

    return dataclasses.replace(vault, notes=_Overlaid(vault.notes, notes), _content=content)


class _Overlaid(Mapping[str, Note]):
    def __init__(self, below: Mapping[str, Note], above: Mapping[str, Note]) -> None:
        self._below = below
        self._above = above

    def __getitem__(self, path: str) -> Note:
        return self._above[path] if path in self._above else self._below[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._below)

    def __len__(self) -> int:
        return len(self._below)
