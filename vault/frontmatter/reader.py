"""What stands at the head of a note: always an answer, and a fault where something is wrong."""

from __future__ import annotations

import re
from typing import Any, NamedTuple

from noteweave.vault.frontmatter import simple_yaml
from noteweave.vault.frontmatter.scalars import Scalar
from noteweave.vault.model import Fault

BOM = "\ufeff"
FIRST = re.compile(r"\A---[ \t]*(?:\r\n?|\n)")
"""The line that begins a frontmatter."""

_CLOSE = re.compile(r"---[^\r\n]*(?:\r\n?|\n|\Z)")
_CLOSE_CR = re.compile(r"(?:(?<=\r)|^)---[^\r\n]*(?:\r\n?|\n|\Z)", re.MULTILINE)


class Frontmatter(NamedTuple):
    """What stands at the head of a note."""

    properties: dict[str, Any]
    lines: dict[str, int]
    """The line of each property, from 1."""
    strings: tuple[Scalar, ...]
    """Every string in it that may hold a link, in order."""
    nested: tuple[Scalar, ...]
    """The lists-in-lists that YAML makes of an unquoted `[[Note]]`."""
    faults: tuple[Fault, ...]
    body: int
    """Character offset at which the body begins; 0 without frontmatter."""


_NONE = Frontmatter({}, {}, (), (), (), 0)


def places(text: str) -> tuple[int, int, int] | None:
    """Return where the YAML begins and ends, and where the body begins; None without.

    The first line is exactly `---` (white space may follow); the first later line that begins with
    `---` closes it, as in Obsidian.
    """
    head = FIRST.match(text)
    if head is None:
        return None
    start = head.end()
    if "\r" in text[:4096]:
        tail = _CLOSE_CR.search(text, start)
    else:  # to find a text is much quicker
        tail = _CLOSE.match(text, text.find("\n---", start - 1) + 1)
    if tail is None or tail.start() < start:
        return None
    return start, tail.start(), tail.end()


def read(text: str) -> Frontmatter:
    """Read the frontmatter of a note's text (without byte order mark). Never raises."""
    found = places(text) if text.startswith("---") else None
    if found is None:
        return _NONE
    start, end, body = found
    source = text[start:end]
    plain = simple_yaml.read(source, start)
    if plain is not None:
        return Frontmatter(plain.properties, plain.lines, tuple(plain.strings), (), (), body)
    from noteweave.vault.frontmatter.full_yaml import YamlReader  # slow to import

    reading = YamlReader(source, start)
    return Frontmatter(
        reading.properties,
        reading.lines,
        tuple(reading.strings),
        tuple(reading.nested),
        tuple(reading.faults),
        body,
    )


def body_start(text: str) -> int:
    """Return the character at which a note's body begins; its YAML is not read."""
    found = places(text)
    return found[2] if found else 0
