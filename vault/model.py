"""The values that a vault is read into: notes, links, headings, tags, files. They never change.

They are `msgspec` structs rather than named tuples or dataclasses: a hundred thousand notes hold a
million links; a struct takes half the memory and less time to create, and its encoded form is what
worker processes send and the cache stores.

Positions count characters: `start` and `end` from the beginning of the decoded text (after a byte
order mark), `line` and `column` from 1.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Sequence
from enum import StrEnum
from operator import attrgetter
from typing import Any

import msgspec


class Syntax(StrEnum):
    """How a link is written."""

    WIKILINK = "wikilink"
    MARKDOWN = "markdown"
    REFERENCE = "reference"
    """`[text][label]`, `[label][]` or `[label]`, with a definition elsewhere in the note."""
    AUTOLINK = "autolink"
    CANVAS = "canvas"
    """A file card, or the background image of a group, in a JSON Canvas."""
    TAG = "tag"
    """`#tag` where a tag is a page (Logseq)."""
    BLOCK = "block"
    """`((uuid))` (Logseq)."""


class Kind(StrEnum):
    """The purpose of a link. The edges of the graph have it, too."""

    LINK = "link"
    EMBED = "embed"
    PROPERTY = "property"
    """A link in the frontmatter; `relation` is the property's name."""
    INLINE_FIELD = "inline-field"
    """A link in the value of a `key:: value` field; `relation` is the key."""
    REFERENCE = "reference"
    """The use of a link reference definition."""
    EXTERNAL = "external"
    """A link to a URL (an image from one is an embed)."""
    CANVAS = "canvas"
    TAG = "tag"
    MENTION = "mention"
    """A note's name in running text that is not a link (optional)."""
    HIERARCHY = "hierarchy"
    """From a name to its parent in a namespace or a nested tag: `a/b` to `a`."""


class Link(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One link exactly as written; `target` is text, not yet a note."""

    raw: str
    """The text in the note, from the first bracket (or the `!` of an embed) to the last."""
    target: str
    """The path or name, trimmed and, in a Markdown link, percent-decoded; "" is the note itself."""
    start: int
    end: int
    line: int
    column: int
    syntax: Syntax = Syntax.WIKILINK
    kind: Kind = Kind.LINK
    fragment: str = ""
    """The text after the first `#`: a heading path, `^block` or `[^footnote]`."""
    display: str = ""
    """The text shown instead of the target; "" when there is none."""
    relation: str | None = None
    external: bool = False
    """The target is a URL, not a file of the vault."""
    reason: str = ""
    """Why it is linked, by the owner's patterns (`Grammar.relations`)."""


class CanvasLine(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A line between two file cards of a canvas."""

    source: str
    target: str
    """Vault paths as the canvas writes them."""
    label: str
    line: int
    column: int


class Heading(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One heading of a note's own outline (none inside quotes or lists)."""

    text: str
    """The source after the `#` marks, markup included, without a block id."""
    level: int
    line: int


_line = attrgetter("line")


def section_at(headings: Sequence[Heading], line: int) -> str:
    """Return the text of the nearest heading at or above a line; "" before the first one."""
    number = bisect_right(headings, line, key=_line)
    return headings[number - 1].text if number else ""


def section_finder(headings: Sequence[Heading]) -> Callable[[int], str]:
    """Return `section_at` for many lines of one note."""
    lines = [heading.line for heading in headings]
    texts = ["", *(heading.text for heading in headings)]
    return lambda line: texts[bisect_right(lines, line)]


class Block(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A paragraph, list item, table … that carries an id."""

    id: str
    line: int
    column: int


class Tag(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One tag as written, without its `#`."""

    name: str
    line: int
    column: int


class Replacement(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A text to put in place of the characters from `start` to `end` of a note."""

    start: int
    end: int
    text: str


class FileFault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A file or folder beside the notes that could not be used, and why; a rule reports it."""

    path: str
    """Its vault path; of a folder with `/` at its end."""
    message: str
    unread: bool = False
    """Whether it may be a note, or hold notes, which are not among the vault's then."""


class Fault(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """A mistake in a note that was found while reading it; a rule turns it into a finding."""

    code: str
    message: str
    line: int
    column: int
    end_line: int
    end_column: int
    edit: Replacement | None = None
    """The fix, if exactly one is certain."""


UNREAD = "cannot be read"
"""How the message of a note that is there, but could not be read, begins."""


def is_unread(note: Note) -> bool:
    """Return whether a note is there, but its content is not known: it may hold links."""
    return any(
        f.code == "NW042" or (f.code == "NW040" and f.message.startswith(UNREAD))
        for f in note.faults
    )


class Suppression(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """`<!-- noteweave: ignore NW001 -->`: findings that are not to be reported."""

    codes: tuple[str, ...]
    """Empty: all codes."""
    first: int
    last: int
    """The lines it covers, both included."""


class Note(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One note or canvas, parsed."""

    path: str
    """Relative to the vault, always with `/`: the note's identity."""
    title: str = ""
    """The frontmatter's `title`, else ""."""
    aliases: tuple[str, ...] = ()
    tags: tuple[Tag, ...] = ()
    links: tuple[Link, ...] = ()
    """In the order of their positions."""
    headings: tuple[Heading, ...] = ()
    blocks: tuple[Block, ...] = ()
    anchors: tuple[str, ...] = ()
    """Explicit ids: `<a id="x">`, `{#x}`; footnotes as `^name`."""
    properties: dict[str, Any] = {}
    """The frontmatter: None, bool, int, float, str, lists and maps of these; dates as written."""
    property_lines: dict[str, int] = {}
    """The line of each property of the frontmatter, from 1."""
    words: int = 0
    """Words of the body; a Chinese or Japanese character counts as one."""
    faults: tuple[Fault, ...] = ()
    suppressions: tuple[Suppression, ...] = ()
    lines: tuple[CanvasLine, ...] = ()
    """The lines between the cards of a canvas."""

    def section(self, line: int) -> str:
        """Return the heading that a line stands under; see `section_at`."""
        return section_at(self.headings, line)


class Context(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """The text around a link: its list item, table row, heading, paragraph or property."""

    text: str
    """One line of text; white space collapsed, `…` where it was cut."""
    start: int
    end: int
    """The link is `text[start:end]`."""
    unit: str
    """list-item, table-row, heading, paragraph, property or card."""
    line: int


class FileKind(StrEnum):
    """The role of a file in the vault."""

    NOTE = "note"
    CANVAS = "canvas"
    BASE = "base"
    ATTACHMENT = "attachment"


class File(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """One file of the vault, listed but not opened."""

    path: str
    kind: FileKind
    size: int
    """Bytes."""
    mtime_ns: int
    """Nanoseconds since the epoch."""
    excluded: bool = False
    """Still a link target, but neither drawn nor checked (the app's "excluded files")."""
    ignored: bool = False
    """Excluded by an ignore file, or a symbolic link: a target only if nothing else matches."""
    changed_ns: int = 0
    """Time of the last change of the file's inode (written, renamed, touched), like `mtime_ns`."""
    inode: int = 0
