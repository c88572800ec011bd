"""Ask git: what is in the index or in a commit, what changed, what was renamed.

The only file that starts git. All of its commands are plumbing with NUL-ended output, so that no
name (spaces, Chinese, line breaks) is ever quoted, and run in the vault's folder, so that every
path that goes in or comes out is relative to the vault.
"""

from __future__ import annotations

import os
import re
import subprocess
import weakref
from collections.abc import Iterable, Iterator
from contextlib import suppress
from functools import cached_property
from pathlib import Path
from threading import Timer
from typing import NamedTuple

from noteweave.vault.errors import RequestError

LINK = "120000"
SUBMODULE = "160000"
_EMPTY = (
    "e69de29bb2d1d6434b8b29ae775ad8c2e48c5391",
    "473a0f4c3be8a93681a267e3b1e9a7dcda1185436fe141f7749120a303721813",
)
"""What an empty file is called in SHA-1 and SHA-256 repositories."""
_HERE = ("GIT_DIR", "GIT_WORK_TREE", "GIT_INDEX_FILE", "GIT_COMMON_DIR", "GIT_OBJECT_DIRECTORY")
_BATCH = 256
_STAGED = re.compile(r"([0-7]{6}) ([0-9a-f]{40,64}) ([0-3])\t([^\0]+)\0")


class TreeEntry(NamedTuple):
    """One file in the index or in a commit."""

    path: str
    """As git has it, relative to the vault; bytes that are no UTF-8 as surrogates."""
    mode: str
    oid: str
    """What its content is called; "" for a file of a submodule, which lies only on the disk."""
    merged: bool = True
    """False where a merge has left several versions (this one is ours)."""


class FileChange(NamedTuple):
    """How one file differs between two states."""

    status: str
    """A added, M modified, D deleted, R renamed, T changed into or from a link."""
    path: str
    """Where it is now; of a deleted file, where it was."""
    old: str
    """Where it was."""
    oid: str
    """What its content was called; zeros if there was none."""


class Rename(NamedTuple):
    """A file that some commit gave another name."""

    old: str
    new: str


class Renames(NamedTuple):
    """What git remembers of renames."""

    found: list[Rename]
    """The latest first."""
    complete: bool
    """False if there was no time to look back to the beginning."""


class Repository:
    """The git work tree around a folder."""

    def __init__(self, folder: Path) -> None:
        """Find the work tree.

        Raises:
            RequestError: there is no git, no such folder, or no work tree around it.
        """
        self.folder = folder
        self._environment = _environment()
        self._reader: subprocess.Popen[bytes] | None = None
        self._only_announced: list[str] | None = None
        said = self.ask("rev-parse", "--show-toplevel", "--show-prefix", "--git-path", "noteweave",
                        "--git-path", "info/attributes")  # fmt: skip
        top, _, rest = said.decode("utf-8", "surrogateescape")[:-1].partition("\n")
        rest, _, attributes = rest.rpartition("\n")
        prefix, _, own = rest.rpartition("\n")
        self.top = Path(top)
        self.prefix = prefix
        """From the top to the vault: "" or a path that ends with a slash."""
        self.own = folder / own
        """The folder in git's own for what noteweave keeps; it need not be there."""
        self._attributes = folder / attributes

    def ask(self, *arguments: str, given: bytes = b"") -> bytes:
        """Run one git command in the vault's folder and return what it prints.

        Raises:
            RequestError: git could not be started, or says no; in its own words.
        """
        try:
            done = subprocess.run(
                ("git", *arguments),
                cwd=self.folder,
                env=self._environment,
                input=given,
                capture_output=True,
                check=False,
            )
        except OSError as error:
            raise _no_git(self.folder) from error
        if done.returncode:
            raise _refused(self.folder, done.stderr)
        return done.stdout

    def index(self) -> list[TreeEntry]:
        """Return what the next commit will hold below the vault's folder.

        Of a path that a merge left unsettled, our version. Without files that were only announced
        (`git add --intent-to-add`): no commit has them.
        """
        said = self.ask("ls-files", "--stage", "-z").decode("utf-8", "surrogateescape")
        found = {
            path: TreeEntry(path, mode, oid)
            for mode, oid, stage, path in _STAGED.findall(said)
            if stage == "0"
        }
        if said.count("\0") > len(found):
            found = dict(sorted((found | _ours(_STAGED.findall(said))).items()))
        if any(oid in said for oid in _EMPTY):
            for path in self._announced():
                found.pop(path, None)
        else:
            self._only_announced = []
        return list(found.values())

    def tree(self, revision: str) -> list[TreeEntry]:
        """Return what a commit holds below the vault's folder."""
        entries = []
        for piece in _pieces(self.ask("ls-tree", "-r", "-z", revision)):
            head, _, path = piece.partition("\t")
            mode, _, oid = head.split(" ")
            entries.append(TreeEntry(path, mode, oid))
        return entries

    @cached_property
    def head(self) -> str | None:
        """The last commit, or None where there is none yet."""
        with suppress(RequestError):
            return self.commit("HEAD")
        return None

    def commit(self, revision: str) -> str:
        """Return the full name of a commit.

        Raises:
            RequestError: there is no such commit.
        """
        try:
            said = self.ask(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except RequestError as error:
            raise RequestError(
                f"{revision}: git knows no such commit",
                "name a commit, branch or tag; in CI fetch the history (fetch-depth: 0)",
            ) from error
        return said.decode().strip()

    def fork(self, revision: str, branch: str = "HEAD") -> str:
        """Return where a branch left a revision; the revision itself if they share nothing."""
        commit = self.commit(revision)
        with suppress(RequestError):
            return self.ask("merge-base", commit, branch).decode().split()[0]
        return commit

    def staged(self) -> list[FileChange]:
        """Return how the index differs from the last commit."""
        base = self.head or self.ask("hash-object", "-t", "tree", "--stdin").decode().strip()
        return _changes(self.ask("diff-index", "--cached", "-M", "--relative", "-z", base))

    def unstaged(self) -> set[str]:
        """Return the files that differ between the work tree and the index."""
        return set(_pieces(self.ask("diff-files", "--relative", "--name-only", "-z")))

    def may_filter(self, paths: Iterable[str]) -> bool:
        """Whether a file of attributes names a filter; `paths` are all files below the vault."""
        folders = [self.folder, *self.folder.resolve().parents]
        places = [
            folder / ".gitattributes" for folder in folders if folder.is_relative_to(self.top)
        ]
        places += [self.folder / p for p in paths if p.endswith(".gitattributes")]
        config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
        places += [self._attributes, Path(config).expanduser() / "git" / "attributes"]
        return any(_names_filter(place) for place in places)

    def filtered(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield the files that a filter changes when git stores them."""
        given = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        said = self.ask("check-attr", "--stdin", "-z", "filter", given=given)
        words = said.decode("utf-8", "surrogateescape").split("\0")
        for path, value in zip(words[0::3], words[2::3], strict=False):
            if value not in ("unspecified", "unset", ""):
                yield path

    def between(self, old: str, new: str) -> list[FileChange]:
        """Return how a commit differs from an older one."""
        return _changes(self.ask("diff-tree", "-r", "-M", "--relative", "-z", old, new))

    def since(self, commit: str) -> list[FileChange]:
        """Return how the work tree differs from a commit, new files that git ignores left out."""
        changed = _changes(self.ask("diff-index", "-M", "--relative", "-z", commit))
        return [*changed, *(FileChange("A", path, path, "0" * 40) for path in self._new())]

    def untracked(self) -> dict[str, bool]:
        """Return the files of the work tree that no commit will have, and if git ignores them."""
        every = {*_pieces(self.ask("ls-files", "--others", "-z")), *self._announced()}
        new = {*self._new(), *self._announced()} if every else set()
        return {path: path not in new for path in sorted(every)}

    def _new(self) -> list[str]:
        return list(_pieces(self.ask("ls-files", "--others", "--exclude-standard", "-z")))

    def read(self, oids: Iterable[str]) -> Iterator[bytes]:
        """Yield the contents of blobs, in order; b"" for one that is not there."""
        reader = self._cat()
        assert reader.stdin is not None
        assert reader.stdout is not None
        wanted = list(oids)
        for first in range(0, len(wanted), _BATCH):
            batch = wanted[first : first + _BATCH]
            reader.stdin.write("".join(f"{oid}\n" for oid in batch).encode())
            reader.stdin.flush()
            for _ in batch:
                head = reader.stdout.readline().split()
                if len(head) != 3:  # `… missing`: a partial clone, or a damaged repository
                    yield b""
                    continue
                yield reader.stdout.read(int(head[2]) + 1)[:-1]

    def renames(self, since: str | None = None, seconds: float = 2.0) -> Renames:
        """Return the renames below the vault's folder, the latest first.

        Args:
            since: a commit; those before it are not wanted.
            seconds: when to stop looking back; what was found by then is returned.
        """
        span = f"{since}..HEAD" if since else "HEAD"
        command = ("git", "log", "-M", "--diff-filter=R", "--name-status", "-z", "--format=",
                   "--relative", "--no-merges", span, "--", ".")  # fmt: skip
        with subprocess.Popen(
            command, cwd=self.folder, env=self._environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        ) as log:  # fmt: skip
            assert log.stdout is not None
            alarm = Timer(seconds, log.kill)
            alarm.start()
            said = log.stdout.read()
            alarm.cancel()
        words = [w.lstrip("\n") for w in _pieces(said[: said.rfind(b"\0") + 1])]
        words = [word for word in words if word]
        found = [Rename(words[n + 1], words[n + 2]) for n in range(0, len(words) - 2, 3)]
        return Renames(found, log.returncode == 0)

    def submodule(self, path: str) -> list[str]:
        """Return the files of a submodule; none if it is not checked out."""
        folder = self.folder / path
        if not (folder / ".git").exists():
            return []
        ours = {name: value for name, value in self._environment.items() if name not in _HERE}
        done = subprocess.run(
            ("git", "ls-files", "-z"), cwd=folder, env=ours, capture_output=True, check=False
        )
        return list(_pieces(done.stdout))

    def path(self, name: str) -> Path:
        """Return where git keeps something of its own for this work tree."""
        said = self.ask("rev-parse", "--git-path", name).decode("utf-8", "surrogateescape")
        return self.folder / said.removesuffix("\n")

    def head_places(self) -> list[Path]:
        """Return the files that say which commit is the last one, there or not."""
        names = ["HEAD", "packed-refs", "reftable/tables.list"]
        with suppress(RequestError):  # no branch
            names.append(self.ask("symbolic-ref", "HEAD").decode("utf-8", "surrogateescape")[:-1])
        return [self.path(name) for name in names]

    def _cat(self) -> subprocess.Popen[bytes]:
        if self._reader is None:
            self._reader = subprocess.Popen(
                ("git", "cat-file", "--batch"), cwd=self.folder, env=self._environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            weakref.finalize(self, _end, self._reader)
        return self._reader

    def _announced(self) -> list[str]:
        """What was only announced, empty so far: to git it is yet to be added."""
        if self._only_announced is None:
            said = self.ask("diff-files", "--relative", "--name-only", "--diff-filter=A", "-z")
            self._only_announced = list(_pieces(said))
        return self._only_announced


def _names_filter(attributes: Path) -> bool:
    with suppress(OSError):
        return b"filter" in attributes.read_bytes()
    return False


def _ours(staged: Iterable[tuple[str, str, str, str]]) -> dict[str, TreeEntry]:
    """Of files that a merge left in several versions: ours (stage 2), else the first there is."""
    found: dict[str, TreeEntry] = {}
    for mode, oid, stage, path in staged:
        if stage == "2" or (stage != "0" and path not in found):
            found[path] = TreeEntry(path, mode, oid, merged=False)
    return found


def _pieces(said: bytes) -> Iterator[str]:
    return (piece for piece in said.decode("utf-8", "surrogateescape").split("\0") if piece)


def _changes(said: bytes) -> list[FileChange]:
    words = _pieces(said)
    changes = []
    for head in words:  # ":100644 100644 <old> <new> R100", the path, and of a rename the new path
        _, _, oid, _, status = head.split(" ")
        old = next(words)
        new = next(words) if status[0] in "RC" else old
        changes.append(FileChange(status[0], new, old, oid))
    return changes


def _environment() -> dict[str, str]:
    """What git shall know: in a hook, where its caller's repository and index are.

    Such a place may be relative to the folder the hook runs in, which is not ours.
    """
    environment = dict(os.environ)
    for name in _HERE:
        place = environment.get(name)
        if place and os.path.exists(place):
            environment[name] = os.path.abspath(place)
    if "GIT_DIR" in environment and "GIT_WORK_TREE" not in environment:
        environment["GIT_WORK_TREE"] = os.getcwd()
    environment |= {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}
    return environment


def _no_git(folder: Path) -> RequestError:
    if not folder.is_dir():
        return RequestError(f"{folder}: no such folder", "name the folder that holds your notes")
    return RequestError(
        "git could not be started", "install git, or leave --staged and --since out"
    )


def _refused(folder: Path, words: bytes) -> RequestError:
    said = words.decode("utf-8", "replace").strip().splitlines()
    why = (said[0] if said else "git failed").removeprefix("fatal: ")
    if why.startswith("not a git repository") or "must be run in a work tree" in why:
        return RequestError(
            f"{folder}: not in a git work tree", "run git init first, or check the folder as it is"
        )
    return RequestError(f"{folder}: git says: {why}", "ask git itself: git status")


def _end(reader: subprocess.Popen[bytes]) -> None:
    for stream in (reader.stdin, reader.stdout):
        with suppress(OSError):
            if stream:
                stream.close()
    reader.wait()
