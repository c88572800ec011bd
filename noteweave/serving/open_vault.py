"""A vault that is kept open for assistants, and compared with the disk before an answer.

Unlike `living.session`, it checks nothing until it is asked for findings: the first list of links
comes in a tenth of the time.
"""

from __future__ import annotations

import hashlib
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec

from noteweave.config import LoadedConfig, load
from noteweave.living.change import compared
from noteweave.serving.vault_view import SeenChange, VaultView
from noteweave.vault.cache.stamped_records import now_ns, settled
from noteweave.vault.disk.walk import NOTES
from noteweave.vault.vault import Vault

KEPT_CHANGES = 200
"""Changes that are remembered."""
_PAUSE = 1.0
"""Seconds between two comparisons of a large vault with the disk."""
_QUICK = 0.02
"""Seconds: a comparison that takes no longer is made before every answer."""


class OpenVault:
    """One vault; its state is the same for the whole of an answer."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.read = (0, 0)
        """How many notes of how many are read, while they are read for the first time."""
        self._changes: deque[SeenChange] = deque(maxlen=KEPT_CHANGES)
        self._lock = threading.RLock()
        self._view: VaultView | None = None
        self._unsettled: dict[str, bytes] = {}
        """Digests of notes that may be written again without another time of writing."""
        self._compared = 0.0
        self._took = 0.0

    @contextmanager
    def view(self) -> Iterator[VaultView]:
        """Hold the present state for a block.

        Raises:
            VaultError: the vault is gone.
            ConfigError: its configuration is invalid now.
        """
        with self._lock:
            yield self._present()

    def _present(self) -> VaultView:
        view = self._view
        waited = self._took < _QUICK or time.monotonic() - self._compared > _PAUSE
        if view is None or view.written or waited:
            began = time.monotonic()
            self._view = view = self._compare(view)
            self._compared = time.monotonic()
            self._took = self._compared - began
        return view

    def _compare(self, before: VaultView | None) -> VaultView:
        """Return a view of the vault as it is: the same one if nothing is different."""
        started = now_ns()
        loaded = load(self.root)
        reading = loaded.config.open_options()
        reading = msgspec.structs.replace(reading, jobs=1)  # no process is forked by a thread
        vault = Vault.open(self.root, reading, self._note)
        if before and _same(before, vault, loaded) and self._unsettled_are_same(started):
            return before
        self._unsettled = {
            path: _digest(vault, path)
            for path, file in vault.files.items()
            if file.kind in NOTES and not settled(file, started)
        }
        if before:
            self._changes.append(_seen(before, vault))
        return VaultView(vault, loaded, [*self._changes], before)

    def _note(self, read: int, total: int) -> None:
        self.read = read, total

    def _unsettled_are_same(self, started: int) -> bool:
        """Whether the notes that may have been written again hold what they held."""
        view = self._view
        if view is None or not self._unsettled:
            return True
        for path, digest in [*self._unsettled.items()]:
            if _digest(view.vault, path) != digest:
                return False
            if settled(view.vault.files[path], started):
                del self._unsettled[path]
        return True


def _seen(before: VaultView, vault: Vault) -> SeenChange:
    return SeenChange(time.time(), compared(before.vault, vault), before.visible)


def _same(view: VaultView, vault: Vault, loaded: LoadedConfig) -> bool:
    known = view.vault
    same = known.files == vault.files and known.settings == vault.settings
    return same and known.faults == vault.faults and view.loaded == loaded


def _digest(vault: Vault, path: str) -> bytes:
    return hashlib.sha256(vault.content(path)).digest()
