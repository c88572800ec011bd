"""Read JSON that another program wrote: every answer can be kept, and strings have their places.

What is not usual in JSON does not get through: nesting is limited, a number beyond 64 bits is a
float, `NaN` and infinities are null, and half a surrogate pair becomes U+FFFD.
"""

from __future__ import annotations

import json
import re
from bisect import bisect_right
from collections.abc import Iterator
from typing import Any, NamedTuple

DEEPEST = 100
"""Lists and objects that may be nested in each other. No app nests its files ten deep."""

_STRING = re.compile(r'"(?:[^"\\]|\\.)*"', re.DOTALL)
_ESCAPE = re.compile(
    r"\\u[dD][89abAB][0-9a-fA-F]{2}\\u[dD][c-fC-F][0-9a-fA-F]{2}|\\u[0-9a-fA-F]{4}|\\."
)
_SURROGATE = re.compile("[\ud800-\udfff]")


class JsonError(ValueError):
    """A text is no JSON, or none that any app would write."""

    def __init__(self, message: str, line: int = 1, column: int = 1) -> None:
        super().__init__(message)
        self.message = message
        self.line = line
        self.column = column


class JsonString(NamedTuple):
    """A string and where its source stands."""

    value: str
    start: int
    end: int
    """Character offsets of what stands between its quotes."""


class JsonObject(dict[str, Any]):
    """An object of JSON."""

    start = 0
    """Character offset of its first key."""


def parse(text: str) -> Any:
    """Return the value of a JSON text.

    Raises:
        JsonError: it is no JSON, or is nested too deep.
    """
    return _Walk(text, located=False).value


def parse_located(text: str) -> Any:
    """Return the value of a JSON text with a `JsonString` for each string.

    Raises:
        JsonError: it is no JSON, or is nested too deep.
    """
    return _Walk(text, located=True).value


def spans(text: str) -> list[tuple[int, int]]:
    """Return where the strings of a JSON text begin and end, quotes included, in order."""
    return [match.span() for match in _STRING.finditer(text)]


def whole_characters(text: str) -> str:
    """Return a text with U+FFFD for every half of a surrogate pair, which no UTF-8 can hold."""
    return _SURROGATE.sub("\ufffd", text)


def unescaped(written: str) -> str:
    """Return the text that the source of a JSON string stands for; the source if it is none."""
    try:
        return whole_characters(json.loads(f'"{written}"', strict=False))
    except ValueError:
        return written


class Offsets:
    """From characters of a string's source to characters of its text, and back."""

    def __init__(self, written: str) -> None:
        self._source, self._text = [0], [0]
        for match in _ESCAPE.finditer(written):
            self._text.append(self._text[-1] + match.start() - self._source[-1] + 1)
            self._source.append(match.end())

    def in_source(self, offset: int) -> int:
        """Return where a character of the text stands in the source."""
        n = bisect_right(self._text, offset) - 1
        return self._source[n] + offset - self._text[n]

    def in_text(self, offset: int) -> int:
        """Return which character of the text stands at a place of the source."""
        n = bisect_right(self._source, offset) - 1
        return self._text[n] + offset - self._source[n]


class _Pairs(list[tuple[str, Any]]):
    """An object as its keys and values in order, two of one name kept apart."""


class _Walk:
    """One walk through a value: its strings come in the order of the text."""

    def __init__(self, text: str, *, located: bool) -> None:
        self._spans: Iterator[tuple[int, int]] | None = iter(spans(text)) if located else None
        try:
            raw = json.loads(
                text, object_pairs_hook=_Pairs, parse_int=_integer, parse_constant=lambda _: None
            )
        except json.JSONDecodeError as error:
            raise JsonError(error.msg, error.lineno, error.colno) from error
        except RecursionError as error:
            raise JsonError("nested too deep") from error
        self.value = self._taken(raw, 0)

    def _taken(self, raw: Any, depth: int) -> Any:
        if depth > DEEPEST:
            raise JsonError("nested too deep")
        if isinstance(raw, str):
            return self._string(raw)[0]
        if isinstance(raw, _Pairs):
            found = JsonObject()
            for n, (key, value) in enumerate(raw):
                name, start = self._string(key)
                if n == 0:
                    found.start = start
                found[name if isinstance(name, str) else name.value] = self._taken(value, depth + 1)
            return found
        if isinstance(raw, list):
            return [self._taken(item, depth + 1) for item in raw]
        return raw

    def _string(self, raw: str) -> tuple[JsonString | str, int]:
        text = raw if raw.isascii() else whole_characters(raw)
        if self._spans is None:
            return text, 0
        start, end = next(self._spans)
        return JsonString(text, start + 1, end - 1), start


def _integer(digits: str) -> int | float:
    """A number of 18 digits fits into 64 bits; more are a float, which any reader can hold."""
    return int(digits) if len(digits) <= 18 else float(digits)
