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
        typer.Option("--hook", help="Write git hooks that check every commit of this repository."),
    ] = False,
) -> None:
    """Write a commented `noteweave.toml`, or with `--hook` git hooks for commits and merges.

    An existing file is never replaced.
    """
    from noteweave import scaffold

    if hook:
        for place in scaffold.write_hooks(vault):
            print(f"{place}: checks the staged files before every commit")
        print("to skip it once: git commit --no-verify")
    else:
        place = scaffold.write_configuration(vault)
        print(f"{place}: every line is a comment that shows a default")
