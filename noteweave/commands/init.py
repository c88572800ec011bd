"""`noteweave init`: write a configuration file, a git hook, or a skill for assistants."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import msgspec
import typer

from noteweave.commands._options import ReadOptions, Root
from noteweave.vault.messages import _, ngettext

if TYPE_CHECKING:
    from noteweave.graph.check.habits import Proposal
    from noteweave.graph.query.survey import Survey


def init(
    vault: Root = Path(),
    hook: Annotated[
        bool,
        typer.Option("--hook", help="Write git hooks that check every commit of this repository."),
    ] = False,
    skill: Annotated[
        bool,
        typer.Option("--skill", help="Write the skill that teaches assistants these commands."),
    ] = False,
    assistant: Annotated[
        str,
        typer.Option(
            "--for", metavar="NAME", help="With --skill: claude, codex, cursor, or a folder."
        ),
    ] = "claude",
    yes: Annotated[bool, typer.Option("--yes", "-y", help="Ask nothing.")] = False,
) -> None:
    """Write a commented `noteweave.toml`, or with `--hook` git hooks for commits and merges,
    or with `--skill` a SKILL.md for assistants.

    The vault is read first: if its links stand under certain headings with their relations, or
    lead into folders of topics, settings for that are proposed, and rules that nearly all notes
    keep. An existing file is never replaced.
    """
    from noteweave import scaffold
    from noteweave.commands import _proposed_rules
    from noteweave.terminal import say

    if skill:
        place = scaffold.write_skill(vault, assistant)
        say(_("{place}: read by assistants that know skills").format(place=place))
    elif hook:
        for place in scaffold.write_hooks(vault):
            say(_("{place}: checks the staged files before every commit").format(place=place))
        say(_("to skip it once: git commit --no-verify"))
    else:
        place = scaffold.configuration_place(vault)
        found, rules = _survey(vault)
        lines = list(scaffold.describe(found)) if found else []
        if not _wanted(lines, _("Write settings for this?"), yes=yes):
            found, lines = None, []
        if not _wanted([*_proposed_rules.describe(rules)], _("Write them as rules?"), yes=yes):
            rules = []
        scaffold.write_configuration(place, found, _proposed_rules.settings(rules))
        if lines or rules:
            written = _("{place}: settings for what was found; the other lines are comments")
        else:
            written = _("{place}: every line is a comment that shows a default")
        say(written.format(place=place))
        if rules:
            _count_findings(vault)


def _wanted(lines: Sequence[str], question: str, *, yes: bool) -> bool:
    """Print what was found, and ask whether to write it; nobody is asked without a terminal."""
    from noteweave.terminal import say

    for line in lines:
        say(line)
    ask = lines and not yes and sys.stdin.isatty()
    return typer.confirm(question, default=True) if ask else True


def _survey(vault: Path) -> tuple[Survey | None, Sequence[Proposal]]:
    """Return what a vault is like, and rules that nearly all of its notes keep."""
    from noteweave.graph.check.habits import proposals
    from noteweave.graph.query.survey import survey
    from noteweave.graph.resolve.resolved_vault import resolve

    opened = ReadOptions().open(vault)
    if not opened.notes:
        return None, []
    resolved = resolve(opened)
    found = survey(resolved, opened.text)
    return found, [*proposals(resolved, opened.text, found)]


def _count_findings(vault: Path) -> None:
    """Print how many places do not keep the vault's own rules yet."""
    from noteweave.config import load
    from noteweave.graph.check.check import check
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.terminal import say

    loaded = load(vault)
    options = msgspec.structs.replace(loaded.check_options(vault), select=("NW1",))
    count = sum(1 for _ in check(resolve(ReadOptions().open(vault)), options))
    places = ngettext(
        "{n:,} place does not keep these rules; see them with: noteweave check --select NW1",
        "{n:,} places do not keep these rules; see them with: noteweave check --select NW1",
        count,
    )
    say(places)
