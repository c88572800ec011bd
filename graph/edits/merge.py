"""Plan to merge one note into another, so that every link to either keeps its target.

The text of the first note is appended to the second, whose properties stay as they are. As in
`rename.py`, the plan is verified before anything is written: each changed note is parsed again, and
each of its links resolved.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

from noteweave.graph import names
from noteweave.graph.edits.edit import Edit, apply
from noteweave.graph.edits.rename import Conflict, Move, Plan
from noteweave.graph.edits.rename_part import heading_number, line_start
from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.resolved_vault import ResolvedVault
from noteweave.vault.disk.decode import parse_bytes
from noteweave.vault.errors import RequestError
from noteweave.vault.frontmatter.delimiters import body_start
from noteweave.vault.model import Link, Note, Syntax
from noteweave.vault.vault import Vault


def plan_merge(resolved: ResolvedVault, source: str, target: str) -> Plan:
    """Plan to append a note to another one and to redirect all links to it.

    Args:
        resolved: the vault before the change.
        source: the note that is appended, and then removed.
        target: the note that stays.

    Returns:
        The edits of all notes but the source, without a move.

    Raises:
        RequestError: the notes are the same, or have the same block id or footnote.
    """
    if source == target:
        raise RequestError(f"{source}: a note cannot be merged with itself", "name another note")
    vault = resolved.vault
    one, other = vault.notes[source], vault.notes[target]
    _refuse_duplicates(one, other)
    move = Move(resolved, {source: target}, _merged(vault, one, other))
    edits: dict[str, tuple[Edit, ...]] = {}
    conflicts: list[Conflict] = []
    for path, note in vault.notes.items():
        stale = move.stale(note)
        found = tuple(move.edits(note, stale))
        if found:
            edits[path] = found
        if stale or found:
            conflicts += move.conflicts(note, found)
    appended = apply(vault.text(source), edits.pop(source, ()))
    text = vault.text(target)
    edits[target] = (*edits.get(target, ()), *_appended(text, other, appended, one))
    merged = parse_bytes(
        target, apply(text, edits[target]).encode("utf-8", "surrogatepass"), vault.settings.grammar
    )
    conflicts += _lost_headings(resolved, one, other, merged)
    return Plan({}, edits, tuple(conflicts))


def _appended(text: str, note: Note, more: str, other: Note) -> Iterator[Edit]:
    """Yield the edits that add another note's body, and the properties that a note lacks."""
    newline = "\r\n" if "\r\n" in text else "\n"
    lines = "".join(_property_lines(more, other, note.properties))
    if lines:
        head = body_start(text)
        place = text.rindex("---", 0, head) if head else 0
        yield Edit(note.path, place, place, lines if head else f"---{newline}{lines}---{newline}")
    body = more[body_start(more) :].lstrip("\r\n")
    if body:
        gap = "" if not text else newline if text.endswith("\n") else 2 * newline
        yield Edit(note.path, len(text), len(text), gap + body)


def _property_lines(text: str, note: Note, known: Mapping[str, Any]) -> Iterator[str]:
    """Yield the lines of the properties of a note that another note lacks."""
    starts = sorted(line_start(text, line) for line in note.property_lines.values())
    end = text.rfind("---", 0, body_start(text))
    for name, line in note.property_lines.items():
        if name not in known:
            start = line_start(text, line)
            yield text[start : next((other for other in starts if other > start), end)]


def dropped_properties(one: Note, other: Note) -> list[str]:
    """Return the properties of a note that another one has with another value, in order."""
    return [
        name
        for name, value in one.properties.items()
        if name in other.properties and other.properties[name] != value
    ]


def _merged(vault: Vault, one: Note, other: Note) -> Vault:
    """Return the vault without a note; the other one has its names, as far as it has none."""
    names_of_both = msgspec.structs.replace(
        other, title=other.title or one.title, aliases=other.aliases or one.aliases
    )
    files = {path: file for path, file in vault.files.items() if path != one.path}
    notes = {path: note for path, note in vault.notes.items() if path != one.path}
    return dataclasses.replace(vault, files=files, notes=notes | {other.path: names_of_both})


def _refuse_duplicates(one: Note, other: Note) -> None:
    """Refuse what two notes have under one name: in one note only one of them would count."""
    blocks = {names.key(block.id) for block in other.blocks}
    for block in one.blocks:
        if names.key(block.id) in blocks:
            raise RequestError(
                f"{one.path} and {other.path}: both have a block `^{block.id}`",
                f'rename one of them first: noteweave rename "NOTE#^{block.id}" NEW',
            )
    both = [a for a in one.anchors if a in other.anchors and a.startswith("^")]
    if both:
        raise RequestError(
            f"{one.path} and {other.path}: both have a footnote `[{both[0]}]`",
            "give one of them another label first",
        )


def _lost_headings(
    resolved: ResolvedVault, one: Note, other: Note, merged: Note
) -> Iterator[Conflict]:
    """Yield the links to a heading of either note that would name another one."""
    first = {other.path: 0, one.path: len(other.headings)}
    notes = {one.path: one, other.path: other}
    for path, note in resolved.vault.notes.items():
        for link in note.links:
            target = resolved.resolve(link, path).target if link.fragment else None
            if target not in first:
                continue
            if not _is_kept(link, notes[str(target)], merged, first[str(target)]):
                yield Conflict(path, link.line, link.column, link.raw)


def _is_kept(link: Link, note: Note, merged: Note, shift: int) -> bool:
    slug = link.syntax is not Syntax.WIKILINK
    number = heading_number(note, link.fragment, slug=slug)
    if number is None:
        return "^" in link.fragment or not Outline(note).has_heading(link.fragment, slug=slug)
    return heading_number(merged, link.fragment, slug=slug) == number + shift
