"""What lies beside a commit: files on the disk that will not be in it."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Mapping
from functools import cached_property

from noteweave.graph.resolve.resolved_vault import ResolvedVault, resolve
from noteweave.vault.model import File, Link


class Uncommitted:
    """Files that exist here but nowhere else, found out when a link is lost."""

    def __init__(self, vault: ResolvedVault, files: Callable[[], Mapping[str, File]]) -> None:
        """Take the vault as it will be committed, and what gives the files beside it."""
        self._vault = vault.vault
        self._ask = files

    def find(self, link: Link, source: str) -> File | None:
        """Return the file beside the commit that a link names, if it does."""
        if not self._files:
            return None
        path = self._together.resolve(link, source).target
        return None if path is None else self._files.get(path)

    @cached_property
    def _files(self) -> Mapping[str, File]:
        return self._ask()

    @cached_property
    def _together(self) -> ResolvedVault:
        """Everything that lies on the disk; aliases are no files."""
        files = dict(sorted({**self._vault.files, **self._files}.items()))
        return resolve(dataclasses.replace(self._vault, files=files, notes={}))
