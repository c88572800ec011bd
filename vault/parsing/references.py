"""Reference definitions and footnotes of a note that do not match their uses, found on demand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from enum import StrEnum
from typing import NamedTuple

from noteweave.vault.frontmatter import reader
from noteweave.vault.parsing import wikilinks
from noteweave.vault.parsing.body import Body, body
from noteweave.vault.parsing.grammar import OBSIDIAN
from noteweave.vault.parsing.links import body_links
from noteweave.vault.parsing.markdown import events
from noteweave.vault.parsing.positions import Range
from noteweave.vault.parsing.structure import comments

_DEFINITION = re.compile(
    r"^[ >]{0,12}\[(?!\^)((?:[^\[\]\\\r\n]|\\.)+)\]:[ \t]*(?:\r?\n[ \t]*)?"
    r"(?:<([^<>\r\n]*)>|(\S+))",
    re.MULTILINE,
)
_REFERENCE = re.compile(r"(?<![\w\])/\\])\[((?:[^\[\]\\\r\n]|\\.)+)\]\[((?:[^\[\]\\\r\n]|\\.)*)\]")
_FOOTNOTE = re.compile(r"\[\^([^\[\]\s^]+)\]")
_FOOTNOTE_DEFINITION = re.compile(r"^[ \t>]*\[\^([^\[\]\s^]+)\]:", re.MULTILINE)


class Mismatch(StrEnum):
    """What is missing of a pair."""

    UNDEFINED = "undefined"
    """`[text][label]` without `[label]: destination`."""
    UNUSED = "unused"
    """A definition that no reference uses."""
    UNDEFINED_FOOTNOTE = "undefined footnote"
    UNUSED_FOOTNOTE = "unused footnote"


class ReferenceFault(NamedTuple):
    """A reference or definition without its counterpart."""

    kind: Mismatch
    label: str
    line: int
    column: int
    width: int
    """Characters."""


class Definition(NamedTuple):
    """A link reference definition `[label]: destination`."""

    label: Range
    """Without its brackets."""
    destination: Range
    """Without `<` and `>`."""


def definitions(text: str) -> list[Definition]:
    """Return the link reference definitions of a note, in order."""
    if "]:" not in text:
        return []
    note = body(text, reader.read(text).body)
    return [definition for definition, _ in _definitions(note)]


def _definitions(note: Body) -> Iterator[tuple[Definition, str]]:
    """Yield each definition with its label."""
    for match in _DEFINITION.finditer(note.text, note.start):
        if _is_markup(note, match.start(1) - 1):
            destination = match.span(2 if match[2] is not None else 3)
            yield Definition(Range(*match.span(1)), Range(*destination)), match[1]


def reference_faults(text: str) -> list[ReferenceFault]:
    """Return the references and footnotes of a note without a definition, and the unused ones.

    CommonMark compares labels without case and with white space collapsed
    (https://spec.commonmark.org/0.31.2/#matches).
    """
    note = body(text, reader.read(text).body)
    hidden = comments(note, body_links(note, OBSIDIAN).spans)
    found = [*_references(note, hidden), *_footnotes(note, hidden)]
    return sorted(found, key=lambda fault: (fault.line, fault.column))


def _references(note: Body, hidden: list[Range]) -> Iterator[ReferenceFault]:
    text, outline = note.text, note.outline
    used = {_label(text[link.start + 1 + link.image : link.text_end]) for link in outline.links
            if link.type in ("Collapsed", "Shortcut")}  # fmt: skip
    used |= {_label(text[link.text_end + 2 : link.end - 1]) for link in outline.links
             if link.type == "Reference"}  # fmt: skip
    for item in wikilinks.scan(text, note.start, outline, []):
        if isinstance(item, wikilinks.Wikilink):
            used.add(_label(item.content))  # Foam defines its wikilinks for other programs
            used.add(_label(item.content.partition("|")[0]))
    defined: set[str] = set()
    for (place, _), written in _definitions(note):
        label = _label(written)
        is_comment = label.startswith("//") or written == "comment"
        if label not in used | defined and not is_comment:
            yield _fault(note, Mismatch.UNUSED, written, place.start - 1, place.end + 1)
        defined.add(label)
    for match in _REFERENCE.finditer(text, note.start):
        label = match[2] or match[1]
        is_index = len(label) < 2 or label.isdigit()  # as in `x[0][1]`
        if is_index or _inside(hidden, match.start()):
            continue
        is_text = outline.is_text(match.start()) and outline.is_text(match.end() - 1)
        if is_text and _label(label) not in defined:
            yield _fault(note, Mismatch.UNDEFINED, label, match.start(), match.end())


def _footnotes(note: Body, hidden: list[Range]) -> Iterator[ReferenceFault]:
    defined = {name.casefold() for name in note.outline.footnotes}
    code = [*note.outline.code, *note.outline.html]
    used = {value["FootnoteReference"].casefold() for value, _ in events(note.rest)
            if isinstance(value, dict) and "FootnoteReference" in value}  # fmt: skip
    written = [*_FOOTNOTE.finditer(note.text, note.start)]
    for match in written:  # apps differ about brackets and table cells around a reference
        if not note.text.startswith(":", match.end()) and not _inside(code, match.start()):
            used.add(match[1].casefold())
    for match in written:
        label = match[1]
        if label.casefold() in defined or _inside(hidden, match.start()):
            continue
        if note.outline.is_text(match.start()):
            yield _fault(note, Mismatch.UNDEFINED_FOOTNOTE, label, match.start(), match.end())
    for match in _FOOTNOTE_DEFINITION.finditer(note.text, note.start):
        label = match[1].casefold()
        if label in defined and label not in used:
            start = match.end() - len(match[1]) - 4
            if _is_markup(note, start):
                yield _fault(note, Mismatch.UNUSED_FOOTNOTE, match[1], start, match.end() - 1)


def _is_markup(note: Body, place: int) -> bool:
    """Whether a character is neither running text, code nor HTML."""
    if note.outline.is_text(place) or note.outline.is_text(place + 1):
        return False
    return not _inside([*note.outline.code, *note.outline.html], place)


def _inside(ranges: list[Range], place: int) -> bool:
    return any(start <= place < end for start, end in ranges)


def _fault(note: Body, kind: Mismatch, label: str, start: int, end: int) -> ReferenceFault:
    return ReferenceFault(kind, label, *note.positions.at(start), end - start)


def _label(text: str) -> str:
    return " ".join(text.split()).casefold()
