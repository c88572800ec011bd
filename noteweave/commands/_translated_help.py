"""The help of the commands in another language: their docstrings and the help of their options."""

from __future__ import annotations

import inspect
from collections.abc import Callable, Iterable, Iterator
from functools import partial
from typing import Any

from noteweave.vault.messages import _

_WORDS = {
    "ARGUMENTS_PANEL_TITLE": "Arguments",
    "OPTIONS_PANEL_TITLE": "Options",
    "COMMANDS_PANEL_TITLE": "Commands",
    "DEFAULT_STRING": "[default: {}]",
    "REQUIRED_LONG_STRING": "[required]",
}
"""Words that Typer prints itself: names of its settings -> what they are in English."""
_HELP_OPTION = "Show this message and exit."


def translate_help(command: Any) -> None:
    """Translate a command of Typer, those below it, and the words around them, in place."""
    from typer import rich_utils

    for name, word in _WORDS.items():
        setattr(rich_utils, name, _(word))
    setattr(rich_utils, "Columns", _Folded)  # noqa: B010  # not exported
    translate(command)


class _Folded:
    """Renderables below one another, in which a text without spaces is wrapped and not cut."""

    def __init__(self, renderables: Iterable[Any]) -> None:
        self.renderables = list(renderables)

    def __rich_console__(self, console: Any, options: Any) -> Iterator[Any]:
        for each in self.renderables:
            yield from console.render(each, options.update(overflow="fold"))

    def __rich_measure__(self, console: Any, options: Any) -> Any:
        from rich.measure import measure_renderables

        return measure_renderables(console, options, self.renderables)


def translate(command: Any) -> None:
    """Translate the texts of a command and of those below it, in place."""
    command.get_help_option = partial(_help_option, command.get_help_option)
    command.help, command.epilog = _translated(command.help), _translated(command.epilog)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            parameter.help = _(parameter.help)
        if isinstance(getattr(parameter, "show_default", None), str):
            parameter.show_default = _(parameter.show_default)
    for each in getattr(command, "commands", {}).values():
        translate(each)


def _help_option(get: Callable[[Any], Any], context: Any) -> Any:
    option = get(context)
    if option is not None:
        option.help = _(_HELP_OPTION)
    return option


def words() -> tuple[str, ...]:
    """Return what is looked up besides the texts of commands."""
    return (*_WORDS.values(), _HELP_OPTION)


def texts(command: Any) -> Iterator[str]:
    """Yield what `translate` looks up."""
    yield from paragraphs(command.help)
    yield from paragraphs(command.epilog)
    for parameter in command.params:
        if getattr(parameter, "help", None):
            yield parameter.help
        if isinstance(getattr(parameter, "show_default", None), str):
            yield parameter.show_default
    for each in getattr(command, "commands", {}).values():
        yield from texts(each)


def paragraphs(text: str | None) -> list[str]:
    """Return the paragraphs of a help text; lines are joined."""
    if not text:
        return []
    return [" ".join(part.split()) for part in inspect.cleandoc(text).split("\n\n")]


def _translated(text: str | None) -> str | None:
    return "\n\n".join(map(_, paragraphs(text))) if text else text
