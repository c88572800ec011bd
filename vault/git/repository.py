"""Run git: what is in the index or in a commit, what changed, what was renamed.

Together with `isolation` the only file that starts git. All of its commands have NUL-ended output,
so that no name (spaces, Chinese, line breaks) is ever quoted, and every path that goes in or comes
out is relative to the vault.
"""

from __future__ import annotations

import os
import subprocess
import weakref
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from functools import cached_property
from itertools import chain
from pathlib import Path

from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import RequestError
from noteweave.vault.git import isolation
from noteweave.vault.git.git_output import (
    EMPTY,
    FileChange,
    TreeEntry,
    changes,
    git_error,
    index_entries,
    no_git,
    pieces,
)
from noteweave.vault.git.isolation import IsolatedGit

_BATCH = 256
_PLACES = ("", "objects", "index", "shallow", "info/exclude", "info/attributes")
"""Files in the git folder whose paths are looked up together with the folder's own."""


class Repository:
    """The git work tree around a folder."""

    def __init__(self, folder: Path, environment: Mapping[str, str] | None = None) -> None:
        """Find the work tree.

        Args:
            folder: the vault's.
            environment: of git; as a rule this process's own.

        Raises:
            RequestError: there is no git, no such folder, or no work tree around it.
        """
        self.folder = folder
        isolation.refuse_special_files(folder)
        self._environment = isolation.locating_environment() if environment is None else environment
        self._reader: subprocess.Popen[bytes] | None = None
        self._intended: list[str] | None = None
        top, prefix, self._object_format, *places = self._lines(
            ("--show-toplevel",), ("--show-prefix",), ("--show-object-format",),
            *(("--git-path", name) for name in _PLACES),
        )  # fmt: skip
        self.top = Path(top)
        self.prefix = prefix
        """The vault's path from the top: "", or ending with a slash."""
        self._places = {name: folder / place for name, place in zip(_PLACES, places, strict=True)}

    def run(self, *arguments: str) -> bytes:
        """Run a git command in the repository itself: one that only finds places and commits.

        Raises:
            RequestError: git could not be started, or failed; with its message.
        """
        return self._run(arguments, self.folder, self._environment)

    def _run(
        self,
        arguments: tuple[str, ...],
        folder: Path,
        environment: Mapping[str, str],
        stdin: bytes = b"",
    ) -> bytes:
        try:
            done = isolation.run(arguments, folder, environment, stdin)
        except OSError as error:
            raise no_git(self.folder) from error
        if done.returncode:
            raise git_error(self.folder, done.stderr)
        return done.stdout

    def _line(self, *arguments: str) -> str:
        output = self.run("rev-parse", *arguments).decode("utf-8", "surrogateescape")
        return output.removesuffix("\n")

    def _lines(self, *questions: tuple[str, ...]) -> list[str]:
        """Return what `rev-parse` prints for each question, asked at once if no path has lines."""
        lines = self._line(*chain.from_iterable(questions)).split("\n")
        if len(lines) == len(questions):
            return lines
        return [self._line(*question) for question in questions]

    @property
    def git_folder(self) -> Path:
        """The git folder of this work tree."""
        return self._places[""]

    @cached_property
    def _isolated(self) -> IsolatedGit:
        places = {name: place.absolute() for name, place in self._places.items()}
        return IsolatedGit(
            places | {"top": self.top},
            self._object_format,
            self.run("config", "--null", "--list"),
        )

    def _objects(self, *arguments: str) -> bytes:
        """Run a git command that reads the index and objects, and no file of the work tree."""
        isolated = self._isolated
        return self._run(arguments, isolated.folder, isolated.environment)

    def _files(self, *arguments: str) -> bytes:
        """Run a git command that looks at files of the work tree."""
        return self._run(arguments, self.folder, self._isolated.with_work_tree)

    def _whole_tree(self, *arguments: str) -> bytes:
        """Run such a command at the top of the work tree, as `paths` are seen from there."""
        return self._run(arguments, self.top, self._isolated.with_work_tree)

    @property
    def relative(self) -> str:
        """The option that limits a log to the vault's folder."""
        return f"--relative={self.prefix}" if self.prefix else "--relative"

    @property
    def paths(self) -> tuple[str, ...]:
        """The arguments that limit a command at the top to the vault's folder."""
        return ("--", self.prefix) if self.prefix else ()

    def index(self) -> list[TreeEntry]:
        """Return the index below the vault's folder: what the next commit will hold.

        Of a path with an unresolved merge, our version. Without `git add --intent-to-add` files,
        which no commit will hold.
        """
        output = self._objects("ls-files", "--stage", "-z", *self.paths).decode(
            "utf-8", "surrogateescape"
        )
        found = index_entries(output, len(self.prefix))
        if any(oid in output for oid in EMPTY):
            for path in self._intended_to_add():
                found.pop(path, None)
        else:
            self._intended = []
        return list(found.values())

    def tree(self, revision: str) -> list[TreeEntry]:
        """Return the files of a commit below the vault's folder."""
        entries = []
        commit = self.commit(revision)
        for piece in pieces(self._objects("ls-tree", "-r", "-z", commit, *self.paths)):
            head, _, path = piece.partition("\t")
            mode, _, oid = head.split(" ")
            entries.append(TreeEntry(path[len(self.prefix) :], mode, oid))
        return entries

    @cached_property
    def head(self) -> str | None:
        """The last commit, or None before the first."""
        with suppress(RequestError):
            return self.commit("HEAD")
        return None

    def commit(self, revision: str) -> str:
        """Return the id of a commit.

        Raises:
            RequestError: there is no such commit.
        """
        try:
            output = self.run(
                "rev-parse", "--verify", "--quiet", "--end-of-options", f"{revision}^{{commit}}"
            )
        except RequestError as error:
            raise RequestError(
                f"{revision}: git knows no such commit",
                "name a commit, branch or tag; in CI fetch the history (fetch-depth: 0)",
            ) from error
        return output.decode().strip()

    def merge_base(self, revision: str, branch: str = "HEAD") -> str:
        """Return the merge base of a branch and a revision; the revision if there is none."""
        commit = self.commit(revision)
        with suppress(RequestError):
            return self._objects("merge-base", commit, self.commit(branch)).decode().split()[0]
        return commit

    def common_commit(self, one: str, other: str) -> str:
        """Return the last commit that two commits have in common.

        Raises:
            RequestError: they have none, or it is not there (a shallow clone).
        """
        try:
            return self._objects("merge-base", one, other).decode().split()[0]
        except RequestError as error:
            raise RequestError(
                f"{one[:7]} and {other[:7]} have no commit in common",
                "in CI fetch the history (fetch-depth: 0), or compare them with two dots",
            ) from error

    def author_date(self, commit: str) -> str:
        """Return the day on which a commit was written, by its author's clock (ISO 8601)."""
        output = self._objects(
            "log", "--no-show-signature", "-1", "--format=%ad", "--date=format:%Y-%m-%d", commit
        )
        return output.decode().strip()

    def commits_between(self, first: str, last: str) -> int:
        """Return how many commits `last` has that `first` has not."""
        return int(self._objects("rev-list", "--count", f"{first}..{last}").decode())

    def line_length(self, commit: str) -> int:
        """Return the number of commits on the first-parent line that change the vault's folder."""
        arguments = ("rev-list", "--count", "--first-parent", commit, *self.paths)
        return int(self._objects(*arguments).decode())

    @property
    def shallow(self) -> bool:
        """Whether this is a clone with only a part of the history."""
        return self.run("rev-parse", "--is-shallow-repository").strip() == b"true"

    def staged(self) -> list[FileChange]:
        """Return how the index differs from the last commit."""
        base = self.head or self._objects("hash-object", "-t", "tree", "--stdin").decode().strip()
        return self._compared(self._objects, "diff-index", "--cached", base)

    def unstaged(self) -> set[str]:
        """Return the files that differ between the work tree and the index."""
        options = ("--relative", "--name-only", "-z", "--ignore-submodules=all")
        return set(pieces(self._files("diff-files", *options)))

    def may_filter(self, paths: Iterable[str]) -> bool:
        """Whether a file of attributes names a filter; `paths` are all files below the vault."""
        folders = [self.folder, *self.folder.resolve().parents]
        places = [
            folder / ".gitattributes" for folder in folders if folder.is_relative_to(self.top)
        ]
        places += [self.folder / p for p in paths if p.endswith(".gitattributes")]
        config = os.environ.get("XDG_CONFIG_HOME") or "~/.config"
        places += [self.path("info/attributes"), Path(config).expanduser() / "git" / "attributes"]
        return any(_names_filter(place) for place in places)

    def filtered(self, paths: Iterable[str]) -> Iterator[str]:
        """Yield the files that a filter changes when git stores them."""
        paths_in = "".join(f"{path}\0" for path in paths).encode("utf-8", "surrogateescape")
        output = self._run(
            ("check-attr", "--stdin", "-z", "filter"), self.folder, self._environment, paths_in
        )
        words = output.decode("utf-8", "surrogateescape").split("\0")
        for path, value in zip(words[0::3], words[2::3], strict=False):
            if value not in ("unspecified", "unset", ""):
                yield path

    def between(self, old: str, new: str) -> list[FileChange]:
        """Return how a commit differs from an older one."""
        return self._compared(self._objects, "diff-tree", "-r", old, new)

    def since(self, commit: str) -> list[FileChange]:
        """Return how the work tree differs from a commit, without new files that git ignores."""
        changed = self._compared(self._whole_tree, "diff-index", commit)
        return [*changed, *(FileChange("A", path, path, "0" * 40) for path in self._new())]

    def changed(self) -> dict[str, bool]:
        """Return the files of the index that the work tree has changed, and if they are there."""
        output = self._files("diff-files", "--relative", "--name-status", "--no-renames", "-z")
        words = list(pieces(output))
        return {path: status != "D" for status, path in zip(words[::2], words[1::2], strict=True)}

    def new(self) -> list[str]:
        """Return the files of the work tree that git neither has nor ignores."""
        return list(dict.fromkeys([*self._new(), *self._intended_to_add()]))

    def untracked(self) -> dict[str, bool]:
        """Return the untracked files, and whether git ignores each."""
        every = {*pieces(self._files("ls-files", "--others", "-z")), *self._intended_to_add()}
        new = {*self._new(), *self._intended_to_add()} if every else set()
        return {path: path not in new for path in sorted(every)}

    def _new(self) -> list[str]:
        return list(pieces(self._files("ls-files", "--others", "--exclude-standard", "-z")))

    def _compared(self, git: Callable[..., bytes], *arguments: str) -> list[FileChange]:
        """Compare two states; where a partial clone lacks contents, only find exact renames.

        With `--relative` git 2.39 crashes during a merge with conflicts outside the vault.
        """
        command, *rest = arguments
        options = ("--ignore-submodules=dirty", "-z", *rest, *self.paths)
        try:
            output = git(command, "-M", *options)
        except RequestError:
            output = git(command, "-M100%", *options)
        return changes(output, len(self.prefix))

    def read(self, oids: Iterable[str]) -> Iterator[bytes]:
        """Yield the contents of blobs, in order; b"" for one that is missing."""
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

    def streaming(self, *arguments: str) -> subprocess.Popen[bytes]:
        """Start a git command that reads objects, and whose output is read while it runs."""
        isolated = self._isolated
        return subprocess.Popen(
            isolation.command(*arguments), cwd=isolated.folder, env=isolated.environment,
            stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip

    def submodule(self, path: str) -> list[str]:
        """Return the files of a submodule; none if it is not checked out."""
        folder = self.folder / path
        if not (folder / ".git").exists():
            return []
        ours = {
            name: value
            for name, value in self._environment.items()
            if name not in isolation.LOCATIONS
        }
        with suppress(RequestError):  # damaged
            submodule = Repository(folder, ours)
            if not submodule.prefix:
                return [entry.path for entry in submodule.index()]
        return []

    def path(self, name: str) -> Path:
        """Return the path of a file in the git folder of this work tree."""
        return self._places.get(name) or self.folder / self._line("--git-path", name)

    def head_files(self) -> list[Path]:
        """Return the files on which HEAD depends, whether they exist or not."""
        names = ["HEAD", "packed-refs", "reftable/tables.list"]
        with suppress(RequestError):  # no branch
            names.append(self.run("symbolic-ref", "HEAD").decode("utf-8", "surrogateescape")[:-1])
        return [self.path(name) for name in names]

    def _cat(self) -> subprocess.Popen[bytes]:
        if self._reader is None:
            isolated = self._isolated
            self._reader = subprocess.Popen(
                isolation.command("cat-file", "--batch"),
                cwd=isolated.folder, env=isolated.environment,
                stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            )  # fmt: skip
            weakref.finalize(self, _close, self._reader)
        return self._reader

    def _intended_to_add(self) -> list[str]:
        """Files of `git add --intent-to-add`, which are empty in the index."""
        if self._intended is None:
            output = self._files("diff-files", "--relative", "--name-only", "--diff-filter=A", "-z",
                               "--ignore-submodules=all")  # fmt: skip
            self._intended = list(pieces(output))
        return self._intended


def _names_filter(attributes: Path) -> bool:
    with suppress(UnusableFileError):
        return b"filter" in (read_bytes(attributes) or b"")
    return False


def _close(reader: subprocess.Popen[bytes]) -> None:
    for stream in (reader.stdin, reader.stdout):
        with suppress(OSError):
            if stream:
                stream.close()
    reader.wait()
