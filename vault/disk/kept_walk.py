"""List the files of a vault as at the last walk, if nothing but files was written since.

The walk is kept with a fingerprint: the names in every folder, the stamps of all files, and those
of settings and ignore files. If only stamps of files are different, the list is that of before with
the stamps of now.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from noteweave.vault.cache import storage
from noteweave.vault.cache.fingerprint import Fingerprint, changed
from noteweave.vault.cache.stamped_records import FEW, TICK_NS
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.walk import Listing
from noteweave.vault.model import File, FileFault


class _Kept(msgspec.Struct, frozen=True, array_like=True, gc=False):
    question: str
    files: list[File]
    disk_paths: dict[str, str]
    faults: tuple[FileFault, ...]


_decode = msgspec.msgpack.Decoder(_Kept).decode


class KeptWalk:
    """The walk through one vault, kept in a file of the cache."""

    def __init__(self, place: str, root: Path, settings: AppSettings, *options: object) -> None:
        """`options` are the arguments of `walk` besides; they are part of the question."""
        self._place = place
        self._root = os.fspath(root)
        here = "" if os.path.isabs(self._root) else os.getcwd()
        self._question = repr((self._root, here, settings, options))

    def listing(self, fingerprint: Fingerprint, walk_now: Callable[[], Listing]) -> Listing:
        """Return the files as they are now.

        Args:
            fingerprint: records what is seen.
            walk_now: walks through the vault, and adds to the fingerprint.
        """
        body = storage.read(self._place)
        found = self._resumed(body, fingerprint) if body is not None else None
        if found is None:
            found = walk_now()
            self._keep(fingerprint, found)
        return found

    def _resumed(self, body: memoryview, fingerprint: Fingerprint) -> Listing | None:
        try:
            earlier, encoded = storage.unpack(body)
            written = changed(earlier)
            if written is None:
                return None
            kept = _decode(encoded)
            if kept.question != self._question:
                return None
            status = fingerprint.resume(earlier, written)
            if not self._put(kept, dict(zip(written, status, strict=True))):
                return None
        except (ValueError, OSError, msgspec.DecodeError):  # damaged, or a file is gone
            return None
        listing = Listing(kept.files, kept.disk_paths, kept.faults)
        if len(written) > FEW:
            self._keep(fingerprint, listing)
        return listing

    def _put(self, kept: _Kept, written: Mapping[bytes, os.stat_result]) -> bool:
        """Change the stamps of files; return whether all are regular files, as they were."""
        vault_paths = {rel: path for path, rel in kept.disk_paths.items()}
        status_of = {}
        for path, status in written.items():
            rel = os.fsdecode(path).removeprefix(f"{self._root}/")
            status_of[vault_paths.get(rel, rel)] = status
        found = [n for n, file in enumerate(kept.files) if file.path in status_of]
        for number in found:
            file = kept.files[number]
            status = status_of[file.path]
            if file.ignored or not stat.S_ISREG(status.st_mode):  # it may be, or have been, a link
                return False
            kept.files[number] = msgspec.structs.replace(
                file,
                size=status.st_size,
                mtime_ns=status.st_mtime_ns,
                changed_ns=status.st_ctime_ns,
                inode=status.st_ino,
            )
        return len(found) == len(written)

    def _keep(self, fingerprint: Fingerprint, listing: Listing) -> None:
        made_from = fingerprint.encode(TICK_NS, listing=True)
        if made_from is not None and all(map(_is_text, listing.disk_paths.values())):
            kept = _Kept(self._question, *listing)
            storage.write(self._place, storage.pack(made_from, msgspec.msgpack.encode(kept)))


def _is_text(path: str) -> bool:
    """Whether a path on the disk is UTF-8."""
    return os.fsencode(path) == path.encode("utf-8", "surrogatepass")
