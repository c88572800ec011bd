"""Which files are ignored: `.gitignore`, `.noteweaveignore`, and patterns of the command line."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec

IGNORE_FILE = ".noteweaveignore"


class IgnoreRule(NamedTuple):
    """The patterns of one ignore file."""

    base: str
    """Its folder as a prefix of vault paths: "" or with `/` at its end."""
    above: str
    """For a file above the vault: the vault's path from there; "" otherwise."""
    spec: GitIgnoreSpec


Rules = tuple[IgnoreRule, ...]
"""Rules of a deeper folder come later and take precedence."""


def ignored_by(rules: Rules, path: str) -> bool:
    """Return whether the last rule that matches a path ignores it."""
    for base, above, spec in reversed(rules):
        if path.startswith(base):
            ignored = spec.check_file(above + path[len(base) :]).include
            if ignored is not None:
                return ignored
    return False


def first_rules(root: Path, ignore: Sequence[str], gitignore: bool) -> Rules:
    """Return the rules from above a vault, and those of the command line.

    If those from above ignore the vault's own folder, they do not apply: the user named it.
    """
    rules: Rules = ()
    top = work_tree(root) if gitignore else None
    if top is not None:
        root = root.resolve()
        files = [(top, top / ".git" / "info" / "exclude")]
        files += [(p, p / ".gitignore") for p in reversed(root.parents) if p.is_relative_to(top)]
        for folder, file in files:
            above = root.relative_to(folder).as_posix()
            rules += rule_file(file, above="" if above == "." else f"{above}/")
        if root != top and ignored_by(rules, ""):
            rules = ()
    return rules + rule(ignore)


def above(root: Path) -> Iterator[Path]:
    """Yield the files on which the rules from above a vault depend, whether they exist or not."""
    root = root.resolve()
    for folder in (root, *root.parents):
        git = folder / ".git"
        yield from (git, folder / ".gitignore", git / "info" / "exclude")
        if git.exists():
            break


def rule_file(path: Path, base: str = "", above: str = "") -> Rules:
    """Return the rules of an ignore file; none if it does not exist or has no patterns."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ()
    return rule(text.splitlines(), base, above)


def rule(lines: Sequence[str], base: str = "", above: str = "") -> Rules:
    """Return the rules of lines in the syntax of `.gitignore`."""
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from pathspec import GitIgnoreSpec  # slow to import, and seldom needed

    return (IgnoreRule(base, above, GitIgnoreSpec.from_lines(lines)),)


def work_tree(root: Path) -> Path | None:
    """Return the top of the git work tree around a folder."""
    root = root.resolve()
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder
    return None
