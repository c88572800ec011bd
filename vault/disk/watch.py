"""Wait for changes of the files of a vault.

The package watchfiles (extra `live`) tells of them at once. Without it, or where the system cannot
tell (the limit of inotify is reached, a network drive), the caller is asked to compare the vault
with what it knows from time to time.
"""

from __future__ import annotations

import os
import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from threading import Event
from typing import Any

from noteweave.vault.disk import app_settings
from noteweave.vault.disk.walk import SKIPPED

MANY = 200
"""Changed paths from which on comparing the whole vault takes less time."""
POLL_SECONDS = 1.0
"""Seconds between two comparisons where changes are not told."""
_REMOTE = frozenset(
    [
        "9p",
        "afs",
        "ceph",
        "cifs",
        "coda",
        "fuse.davfs",
        "fuse.rclone",
        "fuse.sshfs",
        "lustre",
        "ncpfs",
        "nfs",
        "nfs4",
        "smb3",
        "smbfs",
    ]
)
"""Types of network file systems."""
_OCTAL = re.compile(r"\\([0-7]{3})")
"""How the list of mounts writes a space."""
_STEP_MS = 10
"""Milliseconds without another event that end a batch."""
_GONE_SECONDS = 0.3
"""Seconds until a path that is gone counts as deleted: editors delete a file and write it again."""
_WATCHED = {".noteweaveignore", ".gitignore", ".obsidian", ".foam", ".vscode", ".git"}
"""Hidden names that may change which files a vault has, or how they are read."""
Batch = frozenset[str] | None
"""Absolute paths of files and folders that may have changed; None: any may have."""


def watch(
    root: Path, stop: Event, *, report: Callable[[str], None] = lambda message: None
) -> Iterator[Batch]:
    """Yield batches of changed paths, until `stop` is set.

    The first batch is None and comes when the watching has begun: what changed before is in no
    other batch.

    Args:
        root: the vault's folder.
        stop: ends the iteration, within a second.
        report: called with one sentence if changes are not told at once, and why.
    """
    try:
        if kind := remote_kind(root):
            report(f"the vault is compared every second: it is on a network drive ({kind})")
        else:
            while not stop.is_set():
                yield from _told(root, stop)
                while not stop.is_set() and not os.path.isdir(root):
                    yield None
                    stop.wait(POLL_SECONDS)
    except ImportError:
        report("the vault is compared every second; with `noteweave[live]` changes show at once")
    except OSError as error:  # watchfiles raises it for every cause
        reason = str(error).partition(" about ")[0]
        report(f"the vault is compared every second, because it cannot be watched: {reason}")
    while not stop.is_set():
        yield None
        stop.wait(POLL_SECONDS)


def remote_kind(root: Path, mounts: Path = Path("/proc/self/mountinfo")) -> str:
    """Return the type of the network file system that a folder is on; "" if it is on none.

    Such a file system tells changes of this machine only. Known on Linux only: elsewhere, and
    where the list of mounts cannot be read, the folder counts as local.

    Args:
        root: the folder.
        mounts: the list of mounts, https://docs.kernel.org/filesystems/proc.html#proc-pid-mountinfo
    """
    try:
        lines = mounts.read_text("utf-8", "surrogateescape").splitlines()
    except OSError:
        return ""
    here, best, kind = os.path.realpath(root), "", ""
    for line in lines:
        before, _, after = line.partition(" - ")
        point = _OCTAL.sub(lambda code: chr(int(code[1], 8)), before.split(" ")[4])
        if len(point) >= len(best) and (here + "/").startswith(point.rstrip("/") + "/"):
            best, kind = point, after.split(" ")[0]
    return kind if kind in _REMOTE else ""


def _told(root: Path, stop: Event) -> Iterator[Batch]:
    """Yield batches as they are told, until the folder is gone or another one has its name."""
    import watchfiles

    top = os.path.realpath(root)
    folder = _identity(top)

    def batches(unreadable: bool) -> Iterator[set[tuple[Any, str]]]:
        return watchfiles.watch(
            top,
            watch_filter=lambda _change, path: is_relevant(os.path.relpath(path, top)),
            step=_STEP_MS,
            stop_event=stop,
            rust_timeout=500,
            yield_on_timeout=True,
            raise_interrupt=True,
            ignore_permission_denied=unreadable,
        )

    def readable_first() -> Iterator[set[tuple[Any, str]]]:
        # told to pass over unreadable folders, watchfiles passes over the limit of the system, too
        try:
            yield from batches(False)
        except PermissionError:
            yield from batches(True)

    first = True
    for batch in readable_first():
        if first:  # the folder is watched from the first answer on
            first = False
            yield None
        paths = {path for _, path in batch}
        if not paths and _identity(top) != folder:  # nobody tells that the folder itself was moved
            return
        if any(not os.path.lexists(path) for path in paths):
            time.sleep(_GONE_SECONDS)
        if paths:
            below = (os.path.join(root, os.path.relpath(path, top)) for path in paths)
            yield frozenset(below) if len(paths) <= MANY else None


def _identity(folder: str) -> tuple[int, int] | None:
    try:
        status = os.stat(folder)
    except OSError:
        return None
    return status.st_dev, status.st_ino


def is_relevant(path: str) -> bool:
    """Return whether a change of a path, relative to the vault, may change the vault."""
    steps = path.replace(os.sep, "/").split("/")
    if any(step in SKIPPED for step in steps):
        return False
    for number, step in enumerate(steps):
        if step.startswith("."):
            inside = "/".join(steps[number:])
            return step in _WATCHED and (
                number == len(steps) - 1 or any(inside == name for name in app_settings.NAMES)
            )
    return True
