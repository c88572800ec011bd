"""Read the frontmatter of a note: always a result, with a fault where something is wrong.

`key: value` lines and lists of words are read by `simple_yaml`; all other YAML by
python-frontmatter with our `Handler`, at 8 to 13 µs a note more than libyaml alone (50 to 80 µs).
"""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from noteweave.vault.frontmatter import delimiters, simple_yaml
from noteweave.vault.frontmatter.scalars import Scalar
from noteweave.vault.model import Fault, Replacement


class Frontmatter(NamedTuple):
    """The frontmatter of one note."""

    properties: dict[str, Any]
    lines: dict[str, int]
    """The line of each property, from 1."""
    strings: tuple[Scalar, ...]
    """Every string in it that may hold a link, in order."""
    nested: tuple[Scalar, ...]
    """The lists of one list that YAML makes of an unquoted `[[Note]]`."""
    faults: tuple[Fault, ...]
    body: int
    """The character at which the body begins; 0 without frontmatter."""


_NONE = Frontmatter({}, {}, (), (), (), 0)
_BLANK = frozenset(" \t\r\n")
_LINE_END = re.compile(r"\r\n?+|\n")
_AFTER_BLANK_LINES = re.compile(
    r"\A([ \t]*(?:\r\n?+|\n))++---[ \t]*(?:\r\n?+|\n)[^\W\d_][\w -]{0,80}:(?=\s)"
)


def read(text: str) -> Frontmatter:
    """Read the frontmatter of a note's text (without byte order mark). Never raises."""
    found = delimiters.find(text) if text.startswith("---") else None
    if found is None:
        return _after_blank_lines(text)
    simple = simple_yaml.read(text[found.start : found.end], found.start)
    if simple is not None:
        return Frontmatter(
            simple.properties, simple.lines, tuple(simple.strings), (), (), found.body
        )
    import frontmatter  # imports PyYAML: 24 ms

    from noteweave.vault.frontmatter.handler import Handler

    head = text[: found.body]
    handler = Handler(head)
    frontmatter.parse(head, handler=handler)
    reading = handler.reading
    return Frontmatter(
        reading.properties,
        reading.lines,
        tuple(reading.strings),
        tuple(reading.nested),
        tuple(reading.faults),
        found.body,
    )


def _after_blank_lines(text: str) -> Frontmatter:
    """Report properties that are not read because of a blank line before them."""
    if text[:1] not in _BLANK:
        return _NONE
    start = len(text) - len(text.lstrip())
    if _AFTER_BLANK_LINES.match(text) is None or delimiters.find(text[start:]) is None:
        return _NONE
    line = (
        1 + text.count("\n", 0, start) + text.count("\r", 0, start) - text.count("\r\n", 0, start)
    )
    what = "a blank line before `---`: these properties are read as text"
    edit = Replacement(0, start, "")
    return _NONE._replace(faults=(Fault("NW039", what, line, 1, line, 4, edit),))
