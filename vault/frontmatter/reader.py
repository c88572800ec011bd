"""Read the frontmatter of a note: always a result, with a fault where something is wrong.

`key: value` lines and lists of words are read by `simple_yaml`; all other YAML by
python-frontmatter with our `Handler`, at 8 to 13 µs a note more than libyaml alone (50 to 80 µs).
"""

from __future__ import annotations

from typing import Any, NamedTuple

from noteweave.vault.frontmatter import delimiters, simple_yaml
from noteweave.vault.frontmatter.scalars import Scalar
from noteweave.vault.model import Fault


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


def read(text: str) -> Frontmatter:
    """Read the frontmatter of a note's text (without byte order mark). Never raises."""
    found = delimiters.find(text) if text.startswith("---") else None
    if found is None:
        return _NONE
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
