"""Which files of git belong to a vault: the rules of the vault's settings and ignore files."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.exclusion import exclusion
from noteweave.vault.disk.ignore import Rules, ignored_by
from noteweave.vault.disk.walk import OUTPUT_MARKER, kind_of, shown, skipped
from noteweave.vault.git.git_output import LINK, TreeEntry
from noteweave.vault.model import File, FileKind


class FileRules:
    """Tells which files a vault has. Git's own ignore rules do not apply to what git has."""

    def __init__(self, settings: AppSettings, rules: Rules, paths: Iterable[str]) -> None:
        """`paths` are those of all files in git: some mark their folder as output."""
        self._hidden = settings.hidden
        self._rules = rules
        self._excluded = exclusion(settings)
        self._outputs = tuple(
            path.removesuffix(OUTPUT_MARKER) for path in paths if path.endswith(f"/{OUTPUT_MARKER}")
        )

    def file(self, path: str) -> File | None:
        """Return the file of a vault path; None: it does not belong to the vault."""
        return None if skipped(path) or path.startswith(self._outputs) else self._file(path, "")

    def files(self, entries: Mapping[str, TreeEntry]) -> Iterator[File]:
        """Yield the files of the vault in order; `entries` are all files in git by vault path."""
        for path in shown(sorted(entries)):
            if not path.startswith(self._outputs):
                yield self._file(path, entries[path].mode)

    def _file(self, path: str, mode: str) -> File:
        if mode == LINK:
            return File(path, FileKind.ATTACHMENT, 0, 0, ignored=True)
        out = path.startswith(self._hidden) or (bool(self._rules) and ignored_by(self._rules, path))
        return File(path, kind_of(path), 0, 0, out or self._excluded(path), out)
