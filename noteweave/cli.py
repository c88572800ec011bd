"""Parse the command line, run a command, turn errors into messages and exit statuses.

A command is a file in `noteweave/commands/` with a function of the same name (`_` for `-`). Only
the module of the command that runs is imported, so `check` does not wait for the graph page.
"""

from __future__ import annotations

import os
import pkgutil
import sys
from collections.abc import Sequence
from contextlib import suppress
from importlib import import_module
from pathlib import Path
from typing import Annotated

import typer

from noteweave import __version__, commands
from noteweave.option_groups import flattened
from noteweave.terminal import say, warn
from noteweave.vault import messages
from noteweave.vault.errors import NoteweaveError, RequestError
from noteweave.vault.messages import _

EPILOG = "Exit status: 0 success, 1 findings, 2 a request that cannot be met, 130 interrupted."


def command_names() -> list[str]:
    """Return the names of all commands, in the order of the help page."""
    names = {m.name for m in pkgutil.iter_modules(commands.__path__) if not m.name.startswith("_")}
    first = [name for name in commands.ORDER if name in names]
    return first + sorted(names.difference(first))


def application(only: str | None = None) -> typer.Typer:
    """Build the command line with all commands, or with one."""
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
            bool, typer.Option("--version", "-V", help="Print the version and exit.")
        ] = False,
        lang: Annotated[
            str | None,  # taken out of the arguments by `_language_of`
            typer.Option("--lang", metavar="LANG", help="Print in this language: en or zh."),
        ] = None,
    ) -> None:
        if version:
            say(f"noteweave {__version__}")
            raise typer.Exit

    for name in [only] if only else command_names():
        module = import_module(f"noteweave.commands.{name}")
        command = flattened(getattr(module, name))
        app.command(name.replace("_", "-"), epilog=getattr(module, "EPILOG", None))(command)
    return app


def run(arguments: Sequence[str]) -> int:
    """Run one command line and return its exit status; no expected error is raised."""
    asked = arguments  # the answer cache compares the whole command line
    try:
        arguments = _language_of(arguments)
    except NoteweaveError as error:
        report_error(error.message, error.hint)
        return 2
    word = arguments[0].replace("-", "_") if arguments else ""
    app = application(word if word in command_names() else None)
    try:
        command = typer.main.get_command(app)
        if messages.language() != messages.ENGLISH:
            from noteweave.commands._translated_help import translate_help

            translate_help(command)
        status = command.main(
            list(arguments), prog_name="noteweave", standalone_mode=False, obj=asked
        )
        sys.stdout.flush()
    except NoteweaveError as error:
        report_error(error.message, error.hint)
        return 2
    except (KeyboardInterrupt, typer.Abort):
        return 130
    except BrokenPipeError:  # `noteweave links | head`
        discard_output()
        return 0
    except OSError as error:
        discard_output()
        about = str(error.filename or _("the output cannot be written"))
        report_error(f"{about}: {messages.translated((error.strerror or str(error)).lower())}")
        return 2
    except Exception as error:
        if not hasattr(error, "format_message"):  # Typer's own errors
            raise
        report_error(
            error.format_message(), _("noteweave --help lists the commands and their options")
        )
        return 2
    return status if isinstance(status, int) else 0


def _language_of(arguments: Sequence[str]) -> list[str]:
    """Choose the language: `--lang`, else the configuration, else the environment.

    The configuration is read by the command; for the help, that of the current folder.

    Returns:
        The arguments without `--lang`, which may stand anywhere before `--`.

    Raises:
        RequestError: there is no such language.
    """
    rest, named = list(arguments), None
    end = rest.index("--") if "--" in rest else len(rest)
    for place, argument in enumerate(rest[:end]):
        option, equals, value = argument.partition("=")
        if option != "--lang":
            continue
        values = [value] if equals else rest[place + 1 : place + 2]
        named = values[0] if values else ""
        del rest[place : place + (1 if equals else 2)]
        break
    if named is not None:
        language = messages.known(named)
        if language is None:
            raise RequestError(
                f"--lang {named}: no such language", f"there are {', '.join(messages.LANGUAGES)}"
            )
        messages.use(language)
        return rest
    messages.use(messages.of_environment(), fixed=False)
    if not rest or {"-h", "--help"}.intersection(rest):
        from noteweave.config import load

        with suppress(NoteweaveError, OSError):
            load(Path())
    return rest


def discard_output() -> None:
    """Discard buffered output that cannot be written, so that Python does not try at exit."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def report_error(message: str, hint: str = "") -> None:
    """Print what cannot be done in one sentence, and a hint what to do about it."""
    warn(f"noteweave: {messages.translated(message)}")
    if hint:
        warn(_("  hint: {hint}").format(hint=messages.translated(hint)))
