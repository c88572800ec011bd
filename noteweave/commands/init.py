"""`noteweave init`: write a configuration file, a git hook, or a skill for assistants."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from noteweave.commands._options import ReadOptions, Root

if TYPE_CHECKING:
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
    lead into folders of topics, settings for that are proposed. An existing file is never
    replaced.
    """
    from noteweave import scaffold
    from noteweave.terminal import say

    if skill:
        say(f"{scaffold.write_skill(vault, assistant)}: read by assistants that know skills")
    elif hook:
        for place in scaffold.write_hooks(vault):
            say(f"{place}: checks the staged files before every commit")
        say("to skip it once: git commit --no-verify")
    else:
        place = scaffold.configuration_place(vault)
        found = _survey(vault)
        lines = list(scaffold.describe(found)) if found else []
        for line in lines:
            say(line)
        if lines and not yes and sys.stdin.isatty():
            found = found if typer.confirm("Write settings for this?", default=True) else None
        scaffold.write_configuration(place, found)
        if found and lines:
            say(f"{place}: settings for what was found; the other lines are comments")
        else:
            say(f"{place}: every line is a comment that shows a default")


def _survey(vault: Path) -> Survey | None:
    from noteweave.graph.query.survey import survey
    from noteweave.graph.resolve.resolved_vault import resolve

    opened = ReadOptions().open(vault)
    return survey(resolve(opened), opened.text) if opened.notes else None
