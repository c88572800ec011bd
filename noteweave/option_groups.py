"""Let a command take groups of options: a parameter whose type is a struct becomes its fields.

Typer reads one parameter an option. With groups, options that several commands share stand once,
and a command has as many parameters as it has ideas.
"""

from __future__ import annotations

import functools
import inspect
from collections.abc import Callable
from typing import Any, get_type_hints

import msgspec

Command = Callable[..., Any]


def flattened(command: Command) -> Command:
    """Return a command as Typer reads it: with the fields of its option groups as parameters.

    Args:
        command: its annotations may be structs of msgspec, with a default for each field.
    """
    parameters: list[inspect.Parameter] = []
    groups: dict[str, Callable[..., Any]] = {}
    members: dict[str, list[str]] = {}
    for name, parameter in inspect.signature(command, eval_str=True).parameters.items():
        if _is_group(parameter.annotation):
            groups[name] = parameter.annotation
            own = _fields(parameter.annotation)
            members[name] = [each.name for each in own]
            parameters += own
        else:
            parameters.append(parameter.replace(kind=inspect.Parameter.KEYWORD_ONLY))

    @functools.wraps(command)
    def flat(**values: Any) -> Any:
        for name, group in groups.items():
            values[name] = group(**{each: values.pop(each) for each in members[name]})
        return command(**values)

    # What a command raises is for readers of the code, not of its help.
    flat.__doc__ = (command.__doc__ or "").partition("\n\n    Raises:")[0]
    flat.__signature__ = inspect.Signature(parameters)  # type: ignore[attr-defined]
    return flat


def _is_group(annotation: object) -> bool:
    return isinstance(annotation, type) and issubclass(annotation, msgspec.Struct)


def _fields(group: Any) -> list[inspect.Parameter]:
    hints = get_type_hints(group, include_extras=True)
    return [
        inspect.Parameter(
            field.name,
            inspect.Parameter.KEYWORD_ONLY,
            default=field.default
            if field.default_factory is msgspec.NODEFAULT
            else field.default_factory(),
            annotation=hints[field.name],
        )
        for field in msgspec.structs.fields(group)
    ]
