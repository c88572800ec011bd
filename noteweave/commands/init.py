"""`noteweave init`: write a configuration file or a git hook."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._options import Root


def init(
    vault: Root = Path(),
    hook: Annotated[
        bool,
        typer.Option(
            "--hook", help="Write a git hook that checks every commit of this repository."
        ),
    ] = False,
) -> None:
    """Write a commented `noteweave.toml`, or with `--hook` a git pre-commit hook.

    An existing file is never replaced.
    """
    from noteweave import scaffold
    from noteweave.terminal import say

    if hook:
        place = scaffold.write_hook(vault)
        say(f"{place}: checks the staged files before every commit")
        say("to skip it once: git commit --no-verify")
    else:
        place = scaffold.write_configuration(vault)
        say(f"{place}: every line is a comment that shows a default")
