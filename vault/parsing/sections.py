"""The sections of a note, and the list items of a section."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from noteweave.vault.model import Heading
from noteweave.vault.parsing.markdown import events
from noteweave.vault.parsing.positions import with_newlines
from noteweave.vault.parsing.structure import EVERYWHERE

_MARKER = re.compile(r"(?:[-*+]|\d+[.)])(?:[ \t]+|$)(?:\[[^\]\r\n]\][ \t]+)?")


class Section(NamedTuple):
    """A heading and what stands under it, smaller headings included."""

    heading: Heading
    last: int
    """Its last line; `EVERYWHERE` for the section that ends with the note."""

    def holds(self, line: int) -> bool:
        """Whether a line is the heading's or stands under it."""
        return self.heading.line <= line <= self.last


class Item(NamedTuple):
    """One item of a list, without what is nested in it."""

    text: str
    """Its words on one line, without the bullet, number or check box."""
    line: int
    column: int
    """Where the bullet or number stands."""
    last: int
    """The last line of its own words."""


def sections(headings: Sequence[Heading]) -> Iterator[Section]:
    """Yield the sections of a note; each ends before the next heading that is not smaller."""
    for place, heading in enumerate(headings, 1):
        after = (later.line - 1 for later in headings[place:] if later.level <= heading.level)
        yield Section(heading, next(after, EVERYWHERE))


def items(text: str, section: Section) -> Iterator[Item]:
    """Yield the items of the lists of a section that are in no quote and in no other list.

    Args:
        text: the whole note, without byte order mark.
        section: one of this note's.
    """
    lines = with_newlines(text).split("\n")[section.heading.line : section.last]
    part = "\n".join(lines)
    source = part.encode("utf-8", "replace")
    for start, end in _ranges(part.encode("utf-8", "replace").decode()):
        words = source[start:end].decode().rstrip()
        before = source[:start].decode() + words[: len(words) - len(words.lstrip())]
        words = words.lstrip()
        line = section.heading.line + 1 + before.count("\n")
        column = len(before) - before.rfind("\n")
        yield Item(
            " ".join(_MARKER.sub("", words, count=1).split()),
            line,
            column,
            line + words.count("\n"),
        )


def _ranges(part: str) -> Iterator[tuple[int, int]]:
    """Yield the first byte of each item, and the first that is no more of its own words."""
    inside: list[str] = []
    begun, own = 0, -1
    for event, span in events(part):
        if event.__class__ is str:
            continue
        edge, value = next(iter(event.items()))
        if edge not in ("Start", "End"):
            continue
        name = value if value.__class__ is str else next(iter(value))
        if name not in ("List", "Item", "BlockQuote"):
            continue
        if edge == "Start":
            if inside == ["List"] and name == "Item":
                begun, own = span["start"], -1
            elif inside == ["List", "Item"] and own < 0:
                own = span["start"]
            inside.append(name)
        else:
            inside.pop()
            if inside == ["List"] and name == "Item":
                yield begun, span["end"] if own < 0 else own
