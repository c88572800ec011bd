"""Files on the disk that will not be in the checked commit."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property

from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.model import File, Link


class Uncommitted:
    """Files that exist in the work tree but not in the commit; listed on the first lookup."""

    def __init__(self, vault: ResolvedVault, files: Callable[[], Mapping[str, File]]) -> None:
        """Take the vault as it will be committed, and a function that lists the other files."""
        self._vault = vault.vault
        self._list_files = files

    def find(self, link: Link, source: str) -> File | None:
        """Return the uncommitted file that a link names, or None."""
        if not self._files:
            return None
        path = self._work_tree.resolve(link, source).target
        return None if path is None else self._files.get(path)

    @cached_property
    def _files(self) -> Mapping[str, File]:
        return self._list_files()

    @cached_property
    def _work_tree(self) -> ResolvedVault:
        """The commit and the other files together, without notes: aliases are no files."""
        files = dict(sorted({**self._vault.files, **self._files}.items()))
        return resolve(dataclasses.replace(self._vault, files=files, notes={}))
