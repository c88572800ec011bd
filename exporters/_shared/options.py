"""The options of a format, and the values that `--set NAME=VALUE` gave them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, NamedTuple

from noteweave.vault.errors import RequestError, UnknownNameError
from noteweave.vault.messages import translatable


class Option(NamedTuple):
    """One setting of a format, changed by `--set NAME=VALUE`."""

    name: str
    default: str | int | bool
    """Its type is the option's type."""
    doc: str
    choices: tuple[str, ...] = ()


def chosen(options: tuple[Option, ...], settings: Mapping[str, Any]) -> dict[str, Any]:
    """Return the value of every option: as set, else the default.

    Raises:
        UnknownNameError: a setting that is not an option of this format.
        RequestError: a value that the option cannot have.
    """
    known = {option.name for option in options}
    for name in sorted(set(settings) - known):
        raise UnknownNameError(
            f"{name}: no such option of this format",
            f"there is {', '.join(sorted(known))}" if known else "this format has no options",
        )
    return {
        option.name: _value(option, settings[option.name])
        if option.name in settings
        else option.default
        for option in options
    }


def require_size(count: int, limit: int, noun: str, reason: str) -> None:
    """Refuse a graph that is larger than a drawing tool can show.

    Raises:
        RequestError: `count` is above `limit`.
    """
    if count > limit:
        raise RequestError(
            f"{count:,} {noun}, and {reason}",
            "choose a part of the vault: --depth-from NOTE, --folder, --tag; or --set limit=NUMBER",
        )


def _value(option: Option, given: Any) -> str | int | bool:
    text = str(given).strip()
    if isinstance(option.default, bool):
        words = {"true": True, "yes": True, "1": True, "false": False, "no": False, "0": False}
        if text.lower() in words:
            return words[text.lower()]
        raise _invalid(option, text, translatable("yes or no"))
    if isinstance(option.default, int):
        if text.isascii() and text.isdigit() and len(text) < 10:
            return int(text)
        raise _invalid(option, text, translatable("a whole number"))
    if option.choices and text not in option.choices:
        choices = ", ".join(option.choices)
        raise _invalid(option, text, translatable("one of {choices}", choices=choices))
    return text


def _invalid(option: Option, text: str, expected: str) -> RequestError:
    return RequestError(f"{option.name}={text}: {option.name} must be {expected}", option.doc)
