"""The type and value of a plain YAML scalar, and the strings that may hold a link."""

from __future__ import annotations

import math
import re
from typing import NamedTuple

_WORDS = {
    **dict.fromkeys(("", "~", "null", "Null", "NULL")),
    **dict.fromkeys(("true", "True", "TRUE"), True),
    **dict.fromkeys(("false", "False", "FALSE"), False),
}
_FIRST_OF_TYPED = frozenset(["", *"0123456789+-.~nNtTfF"])
"""First characters of every scalar that is not a string."""
_INT = re.compile(r"[-+]?[0-9]+")
_BASED = re.compile(r"0o[0-7]+|0x[0-9a-fA-F]+")
_FLOAT = re.compile(r"[-+]?(?:\.[0-9]+|[0-9]+(?:\.[0-9]*)?)(?:[eE][-+]?[0-9]+)?")
_NUMBER = re.compile(f"{_INT.pattern}|{_BASED.pattern}|{_FLOAT.pattern}")
_SPECIAL = re.compile(r"[-+]?\.(?:inf|Inf|INF)|\.(?:nan|NaN|NAN)")


class Scalar(NamedTuple):
    """A string of the frontmatter, and the position of its source."""

    key: tuple[str, ...]
    """From the property down: map keys and list indices."""
    value: str
    start: int
    end: int
    """Character offsets into the note's text: the source of the value, quotes included."""
    quoted: bool


def typed(text: str) -> bool | int | float | str | None:
    """Return the value of a plain scalar by YAML 1.2's core schema (https://yaml.org/spec/1.2.2).

    A number that 64 bits cannot hold stays the text that it is: see `is_number_too_large`.
    """
    first = text[:1]
    if first not in _FIRST_OF_TYPED:
        return text
    if text in _WORDS:
        return _WORDS[text]
    if len(text) > 400 or first not in "0123456789+-.":
        return text
    if _INT.fullmatch(text):
        return _bounded(int(text), text)
    if _BASED.fullmatch(text):
        return _bounded(int(text[2:], 8 if text[1] == "o" else 16), text)
    if _FLOAT.fullmatch(text):
        value = float(text)
        return text if math.isinf(value) else value
    if _SPECIAL.fullmatch(text):
        return float(text.replace(".", ""))
    return text


def is_number_too_large(text: str, value: object) -> bool:
    """Return whether a plain scalar is a number that `typed` had to keep as its text."""
    return value is text and text[:1] in "0123456789+-." and _NUMBER.fullmatch(text) is not None


def _bounded(number: int, text: str) -> int | str:
    """Return a number that an exact type of our formats and of the cache can hold, or its text."""
    return number if -(2**63) <= number < 2**64 else text


def is_empty(value: object) -> bool:
    """Whether a property has no value."""
    return value is None or value in ("", [], {}) or (isinstance(value, str) and not value.strip())
