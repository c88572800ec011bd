"""Which files are ignored: `.gitignore`, `.noteweaveignore`, and patterns of the command line."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, NamedTuple

from noteweave.vault.disk.bounded_file import UnusableFileError, read_text
from noteweave.vault.model import FileFault

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
            ignored = spec.check_file(above + encodable(path[len(base) :])).include
            if ignored is not None:
                return ignored
    return False


def encodable(path: str) -> str:
    """Return a path with `?` for bytes that are not UTF-8, which no pattern can name."""
    return path if path.isascii() else path.encode("utf-8", "replace").decode()


def first_rules(
    root: Path, ignore: Sequence[str], gitignore: bool, faults: list[FileFault] | None = None
) -> Rules:
    """Return the rules from above a vault, and those of the command line.

    A file that cannot be used is added to `faults`.

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
            rules += rule_file(file, above="" if above == "." else f"{above}/", faults=faults)
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


def rule_file(
    path: Path, base: str = "", above: str = "", faults: list[FileFault] | None = None
) -> Rules:
    """Return the rules of an ignore file; none if it does not exist, or cannot be used.

    Args:
        path: where it is.
        base: see `IgnoreRule`.
        above: see `IgnoreRule`.
        faults: a file that cannot be used is added here.
    """
    try:
        text = read_text(path)
    except UnusableFileError as error:
        if faults is not None:
            faults.append(FileFault(f"{base}{path.name}", str(error)))
        return ()
    return rule(text.splitlines(), base, above)


def rule(lines: Sequence[str], base: str = "", above: str = "") -> Rules:
    """Return the rules of lines in the syntax of `.gitignore`.

    Like git it passes over a line that is no pattern, such as `!` alone.
    """
    lines = [line for line in lines if line.strip() and not line.startswith("#")]
    if not lines:
        return ()
    import warnings

    with warnings.catch_warnings():  # of `re`, about brackets in brackets
        warnings.simplefilter("ignore")
        spec = _spec(lines) or _spec([line for line in lines if _spec([line])])
    return (IgnoreRule(base, above, spec),) if spec else ()


def _spec(lines: Sequence[str]) -> GitIgnoreSpec | None:
    """Compile patterns for RE2, which matches in linear time; None if one is no pattern.

    Python's `re` takes exponential time for some (`*a*a*a*…b`), and an ignore file may come with a
    vault from elsewhere.
    """
    import re2  # both are slow to import, and seldom needed
    from pathspec import GitIgnoreSpec
    from pathspec.patterns.gitignore import GitIgnorePatternError

    try:
        return GitIgnoreSpec.from_lines(lines, backend="re2")
    except (GitIgnorePatternError, re2.error, re.error, OverflowError, RecursionError):
        return None


def work_tree(root: Path) -> Path | None:
    """Return the top of the git work tree around a folder."""
    root = root.resolve()
    for folder in (root, *root.parents):
        if (folder / ".git").exists():
            return folder
    return None
