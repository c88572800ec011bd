"""What `noteweave init` writes: a configuration file and a git hook."""

from __future__ import annotations

import os
import shlex
import sys
from pathlib import Path

from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import RequestError
from noteweave.vault.git.repository import Repository
from noteweave.writing.atomic_write import replacing

CONFIGURATION = """\
# Settings of noteweave for this vault; every line shows the default.
# noteweave explain lists the rules; noteweave explain NW001 describes one.

# profile = "obsidian"      # or logseq, dendron, foam, plain; by default detected from the vault
# exclude = ["drafts/"]     # files to exclude, in the syntax of .gitignore
# gitignore = true          # exclude what git ignores

# [check]
# select = ["default"]      # rules: codes ("NW001", "NW02"), names, "default", "all"
# ignore = []
# fail-on = "error"         # or warning, info
# baseline = "known.json"   # findings not to report: noteweave check --update-baseline

# [check.severity]
# broken-heading = "warning"

# [check.paths."journal/**"]
# ignore = ["unresolved-topic"]
"""
HOOK_MARK = "# written by noteweave init --hook"
_HOOK = """\
#!/bin/sh
{mark}: checks the staged files
# To skip it once: git commit --no-verify. To remove it: delete this file.
noteweave={program}
if [ ! -x "$noteweave" ]; then
    noteweave=$(command -v noteweave) || {{
        echo "noteweave is not installed: this commit is not checked" >&2
        exit 0
    }}
fi
exec "$noteweave" check --staged --show warning -- {vault}
"""


def write_configuration(vault: Path) -> Path:
    """Write `noteweave.toml` into a vault, and return its path.

    Raises:
        RequestError: the folder is missing, or the file exists.
        OutputError: it cannot be written.
    """
    if not vault.is_dir():
        raise RequestError(f"{vault}: no such folder", "name the folder that holds your notes")
    place = vault / "noteweave.toml"
    if os.path.lexists(place):  # a link whose target is missing, too
        raise RequestError(f"{place}: exists already", "edit it, or delete it first")
    with replacing(place) as stream:
        stream.write(CONFIGURATION.encode())
    return place


def write_hook(vault: Path) -> Path:
    """Write the hook that git runs before each commit, and return its path.

    Its folder is the one git uses (`core.hooksPath`). It calls the noteweave that wrote it, which
    may be in a virtual environment, and the one on PATH only if that is gone.

    Raises:
        RequestError: the vault is in no repository, the folder of hooks is outside of it, or there
            is a pre-commit hook that noteweave did not write.
        OutputError: it cannot be written.
    """
    repository = Repository(vault)
    place = repository.path("hooks/pre-commit")
    if not _is_inside(place.parent, repository):
        raise RequestError(
            f"{place}: this folder of hooks is outside the repository",
            f"to write there, add this line to the hook yourself: {_command(repository)}",
        )
    if os.path.lexists(place) and not _is_own_hook(place):
        raise RequestError(
            f"{place}: there is a hook already, which noteweave did not write",
            f"add this line to it: {_command(repository)}",
        )
    text = _HOOK.format(
        mark=HOOK_MARK, program=shlex.quote(_program()), vault=shlex.quote(_inside(repository))
    )
    with replacing(place) as stream:
        stream.write(text.encode("utf-8", "surrogateescape"))
    os.chmod(place, 0o755)
    return place


def _is_inside(folder: Path, repository: Repository) -> bool:
    """Whether a folder is in the work tree or in the folder of git itself, links followed."""
    folder = folder.resolve()
    git = repository.path("objects").parent
    return any(folder.is_relative_to(top.resolve()) for top in (repository.top, git))


def _is_own_hook(place: Path) -> bool:
    if place.is_symlink():
        return False
    try:
        return HOOK_MARK.encode() in (read_bytes(place) or b"")
    except UnusableFileError:
        return False


def _program() -> str:
    """Return the path of the noteweave that is running; it need not be on PATH."""
    beside = Path(sys.executable).parent
    for name in ("noteweave", "noteweave.exe"):
        if (beside / name).exists():
            return (beside / name).as_posix()
    return Path(sys.argv[0]).resolve().as_posix()


def _inside(repository: Repository) -> str:
    """Return the vault relative to the top of the work tree, where git runs its hooks."""
    return repository.prefix.removesuffix("/") or "."


def _command(repository: Repository) -> str:
    return f"noteweave check --staged --show warning -- {shlex.quote(_inside(repository))}"
