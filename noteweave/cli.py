"""The front door: arguments in, exit status out.

A verb is a file in `noteweave/commands/` with a function of the same name (`_` for `-`); only the
file of the verb that was asked for is imported, so that `check` never waits for the graph page.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Sequence
from importlib import import_module
from typing import Annotated

import typer

from noteweave import __version__, commands
from noteweave.vault.errors import NoteweaveError

EPILOG = "Exit status: 0 fine, 1 findings, 2 a request that cannot be met, 130 interrupted."


def verbs() -> list[str]:
    """Return the names of all commands, in the order of the help page."""
    names = {m.name for m in pkgutil.iter_modules(commands.__path__) if not m.name.startswith("_")}
    first = [name for name in commands.ORDER if name in names]
    return first + sorted(names.difference(first))


def application(only: str | None = None) -> typer.Typer:
    """Build the command line with all verbs, or with one."""
    app = typer.Typer(
        name="noteweave",
        help="Weave a folder of Markdown notes into a knowledge graph.",
        epilog=EPILOG,
        no_args_is_help=True,
        rich_markup_mode="markdown",
        pretty_exceptions_enable=False,
        context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
    )

    @app.callback()
    def root(
        version: Annotated[
            bool, typer.Option("--version", "-V", help="Print the version and leave.")
        ] = False,
    ) -> None:
        if version:
            print(f"noteweave {__version__}")
            raise typer.Exit

    for name in [only] if only else verbs():
        module = import_module(f"noteweave.commands.{name}")
        app.command(name.replace("_", "-"), epilog=getattr(module, "EPILOG", None))(
            getattr(module, name)
        )
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line; the exit status comes back, nothing is raised."""
    word = arguments[0].replace("-", "_") if arguments else ""
    app = application(word if word in verbs() else None)
    try:
        status = app(list(arguments), prog_name="noteweave", standalone_mode=False, obj=arguments)
        sys.stdout.flush()
    except NoteweaveError as error:
        complain(error.message, error.hint)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:  # `noteweave links | head`
        drop_output()
        return 0
    except OSError as error:
        drop_output()
        about = f"{error.filename}: " if error.filename else "the output cannot be written: "
        complain(about + (error.strerror or str(error)).lower())
        return 2
    except Exception as error:
        if not hasattr(error, "format_message"):  # Typer's own way to say a word is wrong
            raise
        complain(error.format_message(), "noteweave --help lists the commands and their options")
        return 2
    return status if isinstance(status, int) else 0


def drop_output() -> None:
    """Let go what is still to be printed: it cannot be."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def complain(what: str, hint: str = "") -> None:
    """Say in one sentence what cannot be done, and what to do about it."""
    print(f"noteweave: {what}", file=sys.stderr)
    if hint:
        print(f"  hint: {hint}", file=sys.stderr)
