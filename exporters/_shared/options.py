"""The options of a format: a table of its own, read the same way for all."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from noteweave.vault.errors import RequestError, UnknownNameError


class Option(NamedTuple):
    """One thing that `--set NAME=VALUE` may change."""

    name: str
    default: str | int | bool
    """Its type is the option's type."""
    doc: str
    choices: tuple[str, ...] = ()


def chosen(options: tuple[Option, ...], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of every option: as set, else the default.

    Raises:
        UnknownNameError: a setting that is no option here.
        RequestError: a value that the option cannot have.
    """
    known = {option.name for option in options}
    for name in sorted(set(settings) - known):
        raise UnknownNameError(
            f"{name}: no such option of this format",
            f"there is {', '.join(sorted(known))}" if known else "this format has no options",
        )
    return {o.name: _value(o, settings[o.name]) for o in options if o.name in settings} | {
        o.name: o.default for o in options if o.name not in settings
    }


def _value(option: Option, given: Any) -> str | int | bool:
    text = str(given).strip()
    if isinstance(option.default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if text.lower() in words:
            return words[text.lower()]
        raise _unfit(option, text, "yes or no")
    if isinstance(option.default, int):
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        raise _unfit(option, text, "a whole number")
    if option.choices and text not in option.choices:
        raise _unfit(option, text, f"one of {', '.join(option.choices)}")
    return text


def _unfit(option: Option, text: str, wanted: str) -> RequestError:
    return RequestError(f"{option.name}={text}: {option.name} must be {wanted}", option.doc)
