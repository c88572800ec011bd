"""Which files of git belong to a vault: the rules of the vault's settings and ignore files."""

from __future__ import annotations

from collections.abc import Iterable

from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.ignore import Rules, ignored_by
from noteweave.vault.disk.walk import OUTPUT_MARKER, exclusion, kind_of, shown
from noteweave.vault.git.git_output import LINK
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

    def file(self, path: str, mode: str = "") -> File | None:
        """Return a file of the vault; None: it is none.

        Args:
            path: its vault path.
            mode: as git has it.
        """
        if not any(shown([path])) or (self._outputs and path.startswith(self._outputs)):
            return None
        if mode == LINK:
            return File(path, FileKind.ATTACHMENT, 0, 0, ignored=True)
        out = path.startswith(self._hidden) or (bool(self._rules) and ignored_by(self._rules, path))
        return File(path, kind_of(path), 0, 0, out or self._excluded(path), out)
