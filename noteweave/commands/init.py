"""`noteweave init`: set a vault up to be checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from noteweave.commands._vault_options import Root


def init(
    vault: Root = Path(),
    hook: Annotated[
        bool, typer.Option("--hook", help="Check every commit, by a git hook of this repository.")
    ] = False,
) -> None:
    """Write a `noteweave.toml` to begin with, or with `--hook` a git hook.

    Neither replaces a file that is there.
    """
    from noteweave import scaffold

    if hook:
        place = scaffold.write_hook(vault)
        print(f"{place}: checks what is staged, before every commit")
        print("to commit without it once: git commit --no-verify")
    else:
        place = scaffold.write_configuration(vault)
        print(f"{place}: everything in it is a comment that says what holds anyway")
