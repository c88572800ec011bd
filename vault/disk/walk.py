"""List the files of a vault. Opens ignore files, no notes.

Not listed: entries that begin with a dot (which no app shows), output folders of noteweave, and
folders of installed software. Listed, but neither drawn nor checked: what git or
`.noteweaveignore` ignores, what the vault's app excludes, and templates. Symbolic links are listed,
because links may name them, but not read unless that is requested.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Literal, NamedTuple
from unicodedata import is_normalized, normalize

from noteweave.vault.cache.fingerprint import Fingerprint
from noteweave.vault.disk.app_settings import AppSettings
from noteweave.vault.disk.exclusion import exclusion
from noteweave.vault.disk.ignore import (
    IGNORE_FILE,
    Rules,
    above,
    first_rules,
    ignored_by,
    rule_file,
    work_tree,
)
from noteweave.vault.errors import VaultError
from noteweave.vault.messages import translatable
from noteweave.vault.model import File, FileFault, FileKind

SKIPPED = frozenset({"node_modules", "__pycache__", "venv", "site-packages", "noteweave-out"})
_HIDDEN = re.compile(rf"(?:^|/)(?:\.|(?:{'|'.join(sorted(SKIPPED))})(?:/|$))")
OUTPUT_MARKER = ".noteweave.json"
"""A folder with a file of this name was written by `noteweave build`."""
NOTE_SUFFIXES = (".md", ".markdown")
NOTES = frozenset({FileKind.NOTE, FileKind.CANVAS})
"""Files that have links."""


Follow = bool | Literal["inside"]
"""Whether symbolic links are followed; "inside": only those that lead to a place in the vault."""


class Listing(NamedTuple):
    """The files of a vault."""

    files: list[File]
    """Sorted by path."""
    disk_paths: dict[str, str]
    """The path on the disk of each file whose name is not its vault path (not NFC, not UTF-8)."""
    faults: tuple[FileFault, ...] = ()
    """Folders and ignore files that could not be read, and expressions that cannot be used."""


def kind_of(name: str) -> FileKind:
    """Return the kind of a file, by its suffix."""
    if name.endswith(".md"):  # nearly always
        return FileKind.NOTE
    lower = name.lower()
    if lower.endswith(NOTE_SUFFIXES):
        return FileKind.NOTE
    if lower.endswith(".canvas"):
        return FileKind.CANVAS
    return FileKind.BASE if lower.endswith(".base") else FileKind.ATTACHMENT


def walk(
    root: Path,
    settings: AppSettings,
    *,
    ignore: Sequence[str] = (),
    gitignore: bool = True,
    follow: Follow = False,
    fingerprint: Fingerprint | None = None,
    note: Callable[[str, str], None] | None = None,
) -> Listing:
    """List a vault.

    Args:
        root: its folder.
        settings: what its app excludes.
        ignore: more patterns, in the syntax of `.gitignore`.
        gitignore: whether to honour `.gitignore` where the folder is in a git work tree.
        follow: whether to follow symbolic links to files and folders (each real folder once).
        fingerprint: records what is seen.
        note: called with the path of each note and canvas as soon as it is found, and with its
            path on the disk below the folder.

    Raises:
        VaultError: the folder does not exist, is a file, or cannot be listed.
    """
    _check(root)
    if fingerprint:
        fingerprint.add_named(above(root))
    faults: list[FileFault] = []
    rules = first_rules(root, ignore, gitignore, faults)
    search = _Walk(os.fspath(root), follow, rules, gitignore, fingerprint, faults)
    excluded = exclusion(settings, faults)
    hidden = settings.hidden
    files: list[File] = []
    disk_paths: dict[str, str] = {}
    taken: set[str] = set()
    for rel, entry, ignored, link in search.entries():
        try:
            status = entry.stat(follow_symlinks=not link)
        except OSError as error:
            search.lost(rel, error)
            continue
        path = vault_path(rel)
        if path != rel and (path in taken or _is_other_file(f"{root}/{path}", status)):
            path = rel  # the same name in two normal forms: only the file called so has the path
        taken.add(path)
        if path != rel:
            disk_paths[path] = rel
        ignored = ignored or path.startswith(hidden)
        file = _linked(path, status) if link else _file(path, status, ignored, excluded(path))
        files.append(file)
        if note and file.kind in NOTES:
            note(path, rel)
    files.sort(key=lambda file: file.path)
    if fingerprint:
        fingerprint.add_files(os.fspath(root), files, disk_paths)
    return Listing(files, disk_paths, tuple(faults))


def _file(path: str, status: os.stat_result, ignored: bool, excluded: bool) -> File:
    return File(
        path, kind_of(path), status.st_size, status.st_mtime_ns, ignored or excluded, ignored,
        status.st_ctime_ns, status.st_ino,
    )  # fmt: skip


def _linked(path: str, status: os.stat_result) -> File:
    """Return a symbolic link as a file that links may name, and that is not read."""
    return File(
        path, FileKind.ATTACHMENT, status.st_size, status.st_mtime_ns, ignored=True,
        changed_ns=status.st_ctime_ns, inode=status.st_ino,
    )  # fmt: skip


def _check(root: Path) -> None:
    if not root.exists():
        raise VaultError(f"{root}: no such folder", "name the folder that holds your notes")
    if not root.is_dir():
        raise VaultError(f"{root}: not a folder", "name the folder that holds your notes")
    try:
        os.scandir(root).close()
    except OSError as error:
        raise VaultError(
            f"{root}: cannot be read ({error.strerror})", "check the file permissions"
        ) from error


def is_annexed(target: str) -> bool:
    """Whether the target of a symbolic link is a content that git-annex keeps, here or elsewhere.

    https://git-annex.branchable.com/internals/
    """
    return ".git/annex/objects/" in target.replace(os.sep, "/")


def skipped(path: str) -> bool:
    """Return whether a path is never listed: hidden, or installed software."""
    return _HIDDEN.search(path) is not None


def shown(paths: Sequence[str]) -> Iterator[str]:
    """Yield the paths that are not `skipped`."""
    text = "/".join([*paths, ""])  # one search in all: most vaults have no such folder
    if any(f"{name}/" in text for name in SKIPPED):
        return (path for path in paths if not skipped(path))
    return (path for path in paths if path[0] != "." and "/." not in path)


def _is_other_file(path: str, status: os.stat_result) -> bool:
    """Whether there is a file at a path, and it is not the one of a status.

    Some file systems find a file by its name in any normal form.
    """
    try:
        return not os.path.samestat(os.lstat(path), status)
    except (OSError, ValueError):
        return False


def vault_path(rel: str) -> str:
    """Return the vault path of a file: NFC, and `\\x..` for bytes that are not UTF-8."""
    if rel.isascii():
        return rel
    try:
        rel.encode()
    except UnicodeEncodeError:
        rel = rel.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")
    return rel if is_normalized("NFC", rel) else normalize("NFC", rel)


def follows(root: str, path: str, follow: Follow) -> bool:
    """Return whether a symbolic link is followed.

    Args:
        root: the vault's folder on the disk.
        path: the link.
        follow: which links are followed.
    """
    if follow != "inside":
        return follow
    inside = os.path.join(os.path.realpath(root), "")
    return os.path.realpath(path).startswith(inside)


class _Walk:
    """One walk through a folder."""

    def __init__(
        self,
        root: str,
        follow: Follow,
        rules: Rules,
        gitignore: bool,
        fingerprint: Fingerprint | None,
        faults: list[FileFault],
    ) -> None:
        self._root = root
        self._follow = follow
        self._rules = rules
        self._git = gitignore and bool(work_tree(Path(root)))
        self._seen: set[tuple[int, int]] = set()
        self._fingerprint = fingerprint
        self._faults = faults
        if follow:  # the fingerprint does not cover what links lead to
            self.invalidate()

    def invalidate(self) -> None:
        """Tell the fingerprint that the listing cannot be compared later."""
        if self._fingerprint:
            self._fingerprint.invalidate()

    def lost(self, rel: str, error: OSError) -> None:
        """Record that a file or folder could not be read; not if it was deleted since."""
        self.invalidate()
        if not isinstance(error, FileNotFoundError):
            reason = (error.strerror or str(error)).lower()
            self._faults.append(FileFault(vault_path(rel), f"cannot be read ({reason})", True))

    def entries(self) -> Iterator[tuple[str, os.DirEntry[str], bool, bool]]:
        """Yield path, entry, whether it is ignored, and whether it is a link not followed."""
        folders: list[tuple[str, Rules, bool]] = [("", self._rules, False)]
        linked: list[tuple[str, Rules, bool]] = []
        while folders or linked:
            if not folders:  # linked folders last: the vault's own path of a folder wins
                linked.sort(key=lambda item: item[0], reverse=True)
                folders.append(linked.pop())
            folder, rules, ignored = folders.pop()
            if not self._first_visit(folder):
                continue
            entries = self.list(folder)
            names = {entry.name for entry in entries}
            if folder and OUTPUT_MARKER in names:
                continue
            rules = self.more_rules(folder, names, rules)
            for entry in entries:
                name = entry.name
                if name[0] == "." or name in SKIPPED:
                    continue
                rel = f"{folder}/{name}" if folder else name
                link = entry.is_symlink()
                if link and not self._follows(rel):
                    if self._has_target(rel):
                        yield rel, entry, True, True
                    else:
                        self._special(rel)
                elif entry.is_dir():
                    out = ignored or ignored_by(rules, f"{rel}/")
                    (linked if link else folders).append((rel, rules, out))
                elif entry.is_file():
                    yield rel, entry, ignored or ignored_by(rules, rel), False
                else:
                    self._special(rel)

    def _has_target(self, rel: str) -> bool:
        """Whether a symbolic link has a target, so that a link to it is not broken."""
        path = f"{self._root}/{rel}"
        if self._fingerprint:
            self._fingerprint.add_named([path])
        try:
            return os.path.exists(path) or is_annexed(os.readlink(path))
        except OSError:
            return False

    def _follows(self, rel: str) -> bool:
        """Whether a symbolic link is followed; one that leads nowhere, or to itself, is not."""
        path = f"{self._root}/{rel}"
        return (
            bool(self._follow) and os.path.exists(path) and follows(self._root, path, self._follow)
        )

    def list(self, folder: str) -> list[os.DirEntry[str]]:
        path = f"{self._root}/{folder}"
        try:
            inode = os.lstat(path).st_ino if self._fingerprint else 0
            with os.scandir(path) as found:
                entries = list(found)
        except OSError as error:
            self.lost(f"{folder}/", error)
            return []
        if self._fingerprint:
            self._fingerprint.add_folder(path, inode, (entry.name for entry in entries))
        return entries

    def _special(self, rel: str) -> None:
        """Record an entry that is not listed, as long as it stays what it is."""
        if self._fingerprint:
            self._fingerprint.add_special(f"{self._root}/{rel}")

    def _first_visit(self, folder: str) -> bool:
        """Whether a folder is new: only symbolic links lead to one twice."""
        if not self._follow:
            return True
        try:
            status = os.stat(f"{self._root}/{folder}")
        except OSError:
            return False
        key = (status.st_dev, status.st_ino)
        new = key not in self._seen
        self._seen.add(key)
        return new

    def more_rules(self, folder: str, names: set[str], rules: Rules) -> Rules:
        for name in (".gitignore", IGNORE_FILE):
            if name in names and (self._git or name == IGNORE_FILE):
                base = f"{folder}/" if folder else ""
                path = Path(self._root, folder, name)
                if self._fingerprint:
                    self._fingerprint.add_named([path])
                rules += rule_file(path, base, faults=self._faults)
        return rules


def why_unlisted(
    root: Path, path: str, *, ignore: Sequence[str], gitignore: bool, follow: Follow
) -> str | None:
    """Return why a file at a path would not be listed, or would be ignored; None if it would not.

    Args:
        root: the vault's folder.
        path: a path in it, whether there is such a file or not.
        ignore: see `walk`.
        gitignore: see `walk`.
        follow: see `walk`.
    """
    if skipped(path):
        return translatable("such a folder is never part of a vault")
    rules = first_rules(root, ignore, gitignore)
    walk_ = _Walk(os.fspath(root), False, rules, gitignore, None, [])
    parts = path.split("/")
    for n in range(len(parts)):
        folder = "/".join(parts[:n])
        place = root / folder
        if place.is_symlink() and not (follow and place.resolve().is_relative_to(root.resolve())):
            return translatable(
                "{folder} is a link to a folder that is not part of the vault", folder=folder
            )
        names = {entry.name for entry in walk_.list(folder)} if place.is_dir() else set()
        if folder and OUTPUT_MARKER in names:
            return translatable("{folder} holds what noteweave wrote", folder=folder)
        rules = walk_.more_rules(folder, names, rules)
        below = "/".join(parts[: n + 1]) + ("/" if n + 1 < len(parts) else "")
        if ignored_by(rules, below):
            return translatable("it is ignored there")
    return None
