"""Files that are to be left out: `.gitignore`, `.noteweaveignore`, and patterns asked for."""

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
    """The folder it stands in, as the beginning of a vault path: "" or with `/` at its end."""
    above: str
    """Where the vault is, seen from a file that stands above it; "" otherwise."""
    spec: GitIgnoreSpec


Rules = tuple[IgnoreRule, ...]
"""What is nearer to a file comes later and has the last word."""


def ignored_by(rules: Rules, path: str) -> bool:
    """Return whether the last rule that says anything about a path says that it is ignored."""
    for base, above, spec in reversed(rules):
        if path.startswith(base):
            said = spec.check_file(above + path[len(base) :]).include
            if said is not None:
                return said
    return False


def first_rules(root: Path, ignore: Sequence[str], gitignore: bool) -> Rules:
    """Return the rules that hold from above a vault, and those asked for.

    Where they ignore the vault's own folder they are passed over: whoever names it means it.
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
    """Yield the files that are looked for when the rules from above a vault are wanted."""
    root = root.resolve()
    for folder in (root, *root.parents):
        git = folder / ".git"
        yield from (git, folder / ".gitignore", git / "info" / "exclude")
        if git.exists():
            break


def rule_file(path: Path, base: str = "", above: str = "") -> Rules:
    """Return the rules of an ignore file; none if it is not there or says nothing."""
    try:
        text = path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ()
    return rule(text.splitlines(), base, above)


def rule(lines: Sequence[str], base: str = "", above: str = "") -> Rules:
    """Return the rules that some lines in the syntax of `.gitignore` state."""
    if not any(line.strip() and not line.startswith("#") for line in lines):
        return ()
    from pathspec import GitIgnoreSpec  # slow to import, and most vaults need none

    return (IgnoreRule(base, above, GitIgnoreSpec.from_lines(lines)),)


def work_tree(root: Path) -> Path | None:
    """Return the top of the git work tree around a folder."""
    root = root.resolve()
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder
    return None
