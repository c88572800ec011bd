"""Start git so that no setting of the repository runs a program or opens a connection.

A repository that comes from elsewhere (an archive, a synchronized folder) brings its own
configuration, and git runs programs that a configuration names: `core.fsmonitor`,
`filter.*.clean`, `gpg.program`, `core.sshCommand`, hooks and more
(https://git-scm.com/docs/git-config). Settings reach git by many ways (`include`, `includeIf`,
`config.worktree`, a `.git` file, submodules), so none is searched for such names. Instead:

- in the repository itself only `rev-parse`, `symbolic-ref` and `config` are run, which read
  neither files of the work tree nor blobs, and no protocol is allowed to them;
- every other command is run with a git folder of our own. It uses the repository's objects and
  index, and its configuration holds nothing but the few values of `_COPIED`. There git knows no
  filter, hook, signature program, remote or promisor; an object that a partial clone lacks is
  missing, and is not fetched.

Neither needs an option younger than git 2.30.
"""

from __future__ import annotations

import os
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path

from noteweave.vault.errors import RequestError

SECONDS = 60.0
"""How long one command may take; git itself waits for ever where a FIFO stands for a file."""
_OVERRIDES = ("--no-pager", "-c", "core.fsmonitor=")
"""Empty, as "false" is the name of a program to git before 2.36."""
_NO_CONNECTION = {
    "GIT_ALLOW_PROTOCOL": "none",  # a list of protocols, and this is the name of none
    "GIT_NO_LAZY_FETCH": "1",
    "GIT_TERMINAL_PROMPT": "0",
}
_QUIET = {"LC_ALL": "C", "GIT_OPTIONAL_LOCKS": "0", "GIT_LITERAL_PATHSPECS": "1"}
_COPIED = (
    "core.filemode", "core.ignorecase", "core.precomposeunicode", "core.symlinks",
    "core.autocrlf", "core.eol", "core.trustctime", "core.checkstat", "core.longpaths",
)  # fmt: skip
"""Settings that say how files of the work tree are compared. Their values name no program."""
_EXCLUDES = "core.excludesfile"
_READ_AT_ONCE = ("HEAD", "config", "config.worktree", "commondir", "index", "packed-refs")
LOCATIONS = (
    "GIT_DIR",
    "GIT_WORK_TREE",
    "GIT_INDEX_FILE",
    "GIT_COMMON_DIR",
    "GIT_OBJECT_DIRECTORY",
)
"""Variables that a hook's caller sets: where its repository and index are."""


def locating_environment() -> dict[str, str]:
    """Return the environment of commands in the repository itself.

    A place that the caller of a hook names may be relative to the folder the hook runs in, which
    is not the vault's.
    """
    environment = dict(os.environ)
    for name in LOCATIONS:
        place = environment.get(name)
        if place and os.path.exists(place):
            environment[name] = os.path.abspath(place)
    if "GIT_DIR" in environment and "GIT_WORK_TREE" not in environment:
        environment["GIT_WORK_TREE"] = os.getcwd()
    return environment | _QUIET | _NO_CONNECTION


def run(
    arguments: tuple[str, ...], folder: Path, environment: Mapping[str, str], given: bytes = b""
) -> subprocess.CompletedProcess[bytes]:
    """Run one git command to its end, and return its status and what it printed.

    Raises:
        OSError: git cannot be started.
        RequestError: it did not end within `SECONDS`.
    """
    try:
        return subprocess.run(
            command(*arguments), cwd=folder, env=environment, input=given,
            capture_output=True, check=False, timeout=SECONDS,
        )  # fmt: skip
    except subprocess.TimeoutExpired as error:
        raise RequestError(
            f"{folder}: git {arguments[0]} did not end within {SECONDS:.0f} s",
            "see whether git status ends there",
        ) from error


def command(*arguments: str) -> tuple[str, ...]:
    """Return the command line of a git command."""
    return ("git", *_OVERRIDES, *arguments)


def refuse_special_files(folder: Path) -> None:
    """Refuse a repository in which a FIFO or device stands for a file that git reads first.

    Raises:
        RequestError: naming it.
    """
    folder = folder.resolve()
    for above in (folder, *folder.parents):
        place = above / ".git"
        if not place.exists():
            continue
        for file in (place / name for name in _READ_AT_ONCE) if place.is_dir() else (place,):
            with suppress(OSError):
                mode = file.stat().st_mode
                if not (stat.S_ISREG(mode) or stat.S_ISDIR(mode)):
                    raise RequestError(
                        f"{file}: is not a regular file", "repair the repository: git status"
                    )
        return


class IsolatedGit:
    """A git folder of our own that uses the objects and the index of a repository."""

    def __init__(self, places: Mapping[str, Path], object_format: str, settings: bytes) -> None:
        """Make the folder; it is removed with this object.

        Args:
            places: where the repository has its `objects`, `index`, `shallow` and `info/exclude`,
                and `top`, the work tree.
            object_format: "sha1" or "sha256".
            settings: what `git config --null --list` prints in the repository.
        """
        self._kept = tempfile.TemporaryDirectory(prefix="noteweave-git-")
        self.folder = folder = Path(self._kept.name)
        (folder / "refs").mkdir()
        (folder / "info").mkdir()
        (folder / "HEAD").write_text("ref: refs/heads/none\n")
        (folder / "config").write_text(_configuration(object_format, settings))
        for name in ("shallow", "info/exclude"):
            _copy(places[name], folder / name)
        for shared in places["index"].parent.glob("sharedindex.*"):  # of a split index
            _copy(shared, folder / shared.name)
        self.environment = {
            name: value
            for name, value in os.environ.items()
            if not name.startswith("GIT_") or name == "GIT_EXEC_PATH"
        }
        self.environment |= _QUIET | _NO_CONNECTION
        self.environment |= {
            "GIT_DIR": str(folder),
            "GIT_OBJECT_DIRECTORY": str(places["objects"]),
            "GIT_INDEX_FILE": str(places["index"]),
            "GIT_CONFIG_NOSYSTEM": "1",
            "GIT_CONFIG_GLOBAL": os.devnull,
            "HOME": str(folder),  # git before 2.32 knows no GIT_CONFIG_GLOBAL
            "XDG_CONFIG_HOME": str(folder),
            "GIT_ATTR_NOSYSTEM": "1",
        }
        alternates = os.environ.get("GIT_ALTERNATE_OBJECT_DIRECTORIES")
        if alternates:  # objects that are being received, in a server's hook
            self.environment["GIT_ALTERNATE_OBJECT_DIRECTORIES"] = alternates
        self.with_work_tree = self.environment | {"GIT_WORK_TREE": str(places["top"])}
        """The environment of commands that look at files of the work tree."""


def _configuration(object_format: str, settings: bytes) -> str:
    lines = ["[core]", "\trepositoryFormatVersion = 1", "\tbare = true"]
    excludes = _default_excludes()
    for piece in settings.decode("utf-8", "surrogateescape").split("\0"):
        name, has_value, value = piece.partition("\n")
        value = value if has_value else "true"
        if name in _COPIED and value.isalnum():
            lines.append(f"\t{name.removeprefix('core.')} = {value}")
        elif name == _EXCLUDES:
            excludes = os.path.expanduser(value)
    if os.path.isfile(excludes):
        quoted = excludes.replace("\\", "\\\\").replace('"', '\\"').replace("\n", "\\n")
        lines.append(f'\texcludesFile = "{quoted}"')
    return "\n".join([*lines, "[extensions]", f"\tobjectFormat = {object_format}", ""])


def _default_excludes() -> str:
    home = os.environ.get("XDG_CONFIG_HOME") or os.path.expanduser("~/.config")
    return os.path.join(home, "git", "ignore")


def _copy(source: Path, target: Path) -> None:
    if source.is_file():  # not a FIFO
        with suppress(OSError):
            shutil.copyfile(source, target)
