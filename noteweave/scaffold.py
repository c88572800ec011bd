"""What `noteweave init` writes: a configuration file, a git hook, a skill for assistants."""

from __future__ import annotations

import json
import os
import shlex
import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import OutputError, RequestError
from noteweave.vault.git.repository import Repository
from noteweave.vault.messages import _
from noteweave.writing.atomic_write import replacing

if TYPE_CHECKING:
    from noteweave.graph.query.survey import Survey

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
HOOKS = ("pre-commit", "pre-merge-commit")
"""Git runs the second before a merge without conflicts (https://git-scm.com/docs/githooks)."""
HOOK_MARK = "# written by noteweave init --hook"
_HOOK = """\
#!/bin/sh
{mark}: checks the staged files
# To skip it once: git commit --no-verify. To remove it: delete this file.
[ -d {vault} ] || exit 0
git --literal-pathspecs diff --cached --quiet --no-ext-diff -- {vault} && exit 0
noteweave={program}
if [ ! -x "$noteweave" ]; then
    noteweave=$(command -v noteweave) || {{
        echo "noteweave is not installed: this commit is not checked" >&2
        exit 0
    }}
fi
exec "$noteweave" check --staged --show warning -- {vault}
"""


def configuration_place(vault: Path) -> Path:
    """Return where the configuration of a vault will be written.

    Raises:
        RequestError: the folder is missing, or the file exists.
    """
    if not vault.is_dir():
        raise RequestError(f"{vault}: no such folder", "name the folder that holds your notes")
    place = vault / "noteweave.toml"
    if os.path.lexists(place):  # a link whose target is missing, too
        raise RequestError(f"{place}: exists already", "edit it, or delete it first")
    return place


def write_configuration(
    place: Path, found: Survey | None = None, rules: Iterable[str] = ()
) -> None:
    """Write a configuration file: comments, the settings that fit what a survey found, and rules.

    Args:
        place: the file.
        found: what a survey found; None: nothing.
        rules: entries of rules, as TOML.

    Raises:
        OutputError: it cannot be written.
    """
    text = CONFIGURATION + ("".join(settings(found)) if found else "")
    text += "".join(rules)
    with replacing(place) as stream:
        stream.write(text.encode("utf-8", "replace"))


SKILL_FOLDERS = {
    "claude": ".claude/skills",
    "codex": ".agents/skills",
    "cursor": ".agents/skills",
}
"""Where assistants look for skills (https://agentskills.io/specification)."""


def write_skill(vault: Path, assistant: str) -> Path:
    """Copy the skill for assistants into a vault; return its file.

    Args:
        vault: the folder in which the assistant works.
        assistant: a key of `SKILL_FOLDERS`, or the folder in which it looks for skills.

    Raises:
        RequestError: the vault is missing, or another skill has this name.
        OutputError: it cannot be written.
    """
    if not vault.is_dir():
        raise RequestError(f"{vault}: no such folder", "name the folder of your notes")
    known = SKILL_FOLDERS.get(assistant)
    place = (vault / known if known else Path(assistant)) / "noteweave" / "SKILL.md"
    text = (Path(__file__).parent / "skills" / "noteweave" / "SKILL.md").read_bytes()
    if os.path.lexists(place):
        if place.is_file() and place.read_bytes() == text:
            return place
        raise RequestError(f"{place}: is there already", "it is not replaced; delete it first")
    try:
        place.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        why = (error.strerror or str(error)).lower()
        raise OutputError(f"{place.parent}: {why}", "check the file permissions") from error
    with replacing(place) as stream:
        stream.write(text)
    return place


def describe(found: Survey) -> Iterator[str]:
    """Yield a line for each thing that a survey found; nothing if there is nothing to set."""
    if not list(settings(found)):
        return
    shares = (
        _("{share} under {section}").format(
            share=f"{one.links / found.links:.0%}", section=one.name
        )
        for one in found.sections
    )
    counts = _("{links} links in {notes} notes: {shares}")
    yield counts.format(
        links=f"{found.links:,}", notes=f"{found.notes:,}", shares=_(", ").join(shares)
    )
    folders = found.topic_folders
    for one in found.sections:
        if one.folder in folders:
            into = _("all") if one.into_folder == one.links else f"{one.into_folder:,}"
            topics = _(
                "{section}: {links} links, {into} into {folder}/: its notes, written or not, "
                "are topics"
            )
            yield topics.format(
                section=one.name, links=f"{one.links:,}", into=into, folder=one.folder
            )
        if one.fields:
            ends, kinds = f"{one.fields.before}…{one.fields.between}", one.fields.kinds
            each = ", ".join(f"{kind} ({count:,})" for kind, count in kinds.items())
            fields = _("{section}: {some} of {links} links end with {ends}, {count} kinds: {kinds}")
            yield fields.format(
                section=one.name,
                some=f"{sum(kinds.values()):,}",
                links=f"{one.links:,}",
                ends=f"{ends}…" if one.fields.between else ends,
                count=len(kinds),
                kinds=each,
            )


def settings(found: Survey) -> Iterator[str]:
    """Yield the settings that fit what a survey found, as TOML."""
    if found.topic_folders:
        yield f"\n[topics]\nfolders = {toml(found.topic_folders)}\n"
    for one in found.sections:
        if one.fields:
            kinds = ", ".join(one.fields.kinds)
            yield (
                f"\n[[relations]]   # {kinds}\nsection = {toml(one.name)}\n"
                f"pattern = {toml(one.fields.pattern)}\n"
            )


def toml(part: Any) -> str:
    """Write a value as TOML: a text, number, truth value, list, or a table in one line."""
    if isinstance(part, str):
        return f"'{part}'" if "'" not in part and part.isprintable() else json.dumps(part)
    if isinstance(part, dict):
        pairs = ", ".join(f"{json.dumps(key, ensure_ascii=False)} = {toml(one)}"
                          for key, one in part.items())  # fmt: skip
        return f"{{ {pairs} }}"
    if isinstance(part, list | tuple):
        return f"[{', '.join(map(toml, part))}]"
    return json.dumps(part)


def write_hooks(vault: Path) -> list[Path]:
    """Write the hooks that git runs before a commit and before a merge commit; return their paths.

    Their folder is the one git uses (`core.hooksPath`), if no other repository uses it. They call
    the noteweave that wrote them, which may be in a virtual environment, and the one on PATH only
    if that is gone. A hook for merges that noteweave did not write stays as it is.

    Raises:
        RequestError: the vault is in no repository, or has a pre-commit hook of another origin, or
            the hooks are shared with other repositories.
        OutputError: they cannot be written.
    """
    repository = Repository(vault)
    hook, merge_hook = (repository.path(f"hooks/{name}") for name in HOOKS)
    if not _is_own(hook.parent, repository):
        raise RequestError(
            f"{hook.parent}: git uses these hooks in other repositories as well (core.hooksPath), "
            "where this hook has no notes to check",
            "give this repository hooks of its own first: git config core.hooksPath .git/hooks",
        )
    if not _may_replace(hook):
        raise RequestError(
            f"{hook}: there is a hook already, which noteweave did not write",
            f"add this line to it: {_command(repository)}",
        )
    text = _HOOK.format(
        mark=HOOK_MARK, program=shlex.quote(_program()), vault=shlex.quote(_inside(repository))
    )
    written = [place for place in (hook, merge_hook) if _may_replace(place)]
    for place in written:
        with replacing(place) as stream:
            stream.write(text.encode("utf-8", "surrogateescape"))
        os.chmod(place, 0o755)
    return written


def _is_own(hooks: Path, repository: Repository) -> bool:
    """Whether a folder of hooks is part of a repository or its work tree."""
    output = repository.run("rev-parse", "--git-common-dir").decode("utf-8", "surrogateescape")
    folders = (repository.top, repository.folder / output.removesuffix("\n"))
    return any(hooks.resolve().is_relative_to(folder.resolve()) for folder in folders)


def _may_replace(hook: Path) -> bool:
    """Whether there is no hook yet, or one that noteweave wrote."""
    return not os.path.lexists(hook) or _is_own_hook(hook)


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
