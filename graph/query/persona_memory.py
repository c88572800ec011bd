"""What a persona may remember: the notes of its story, of its world, and what others say of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import NamedTuple

from noteweave.graph.query.persona_notes import story_links
from noteweave.graph.query.search import Scope, SearchIndex
from noteweave.graph.resolve.resolved_vault import ResolvedVault, checked
from noteweave.vault.model import FileKind, Kind, Link, Note

MOST_FOUND = 8
"""Notes that are remembered of what was asked about: more of fewer notes is worth more."""
MOST_KNOWN = 20
"""Notes of a persona's folder or tag that are remembered besides those of its story."""


class Said(NamedTuple):
    """A sentence of a note that links to a persona."""

    path: str
    line: int
    text: str


def linked_notes(resolved: ResolvedVault, persona: Note) -> list[str]:
    """Return the notes that the story links to, embeds first, in the order of mention."""
    files = resolved.vault.files
    found = dict.fromkeys(
        resolved.resolve(link, persona.path).target for link in story_links(persona)
    )
    return [
        path
        for path in found
        if path and path != persona.path
        and files[path].kind is FileKind.NOTE and not files[path].excluded
    ]  # fmt: skip


def known_notes(resolved: ResolvedVault, persona: Note, besides: Sequence[str]) -> list[str]:
    """Return the notes of the folder or tag that `knows` names; none without such a property.

    First those that the notes of the story link to most, then by path.
    """
    scope = _scope(persona)
    if scope == Scope():
        return []
    notes = resolved.vault.notes
    counts: Counter[str] = Counter(
        link.target for path in besides for link in resolved.links(notes[path]) if link.target
    )
    left_out = {persona.path, *besides}
    found = [
        path
        for path in checked(resolved)
        if path not in left_out
        and resolved.vault.files[path].kind is FileKind.NOTE
        and scope.holds(notes[path])
    ]
    return sorted(found, key=lambda path: (-counts[path], path))[:MOST_KNOWN]


def notes_about(index: SearchIndex, persona: Note, about: str) -> list[str]:
    """Return the paths of the notes that fit some words, within what the persona knows.

    Raises:
        RequestError: there is nothing to look for.
    """
    hits = index.find(about, scope=_scope(persona))
    found = [hit.path for hit in hits if hit.kind == "note" and hit.path != persona.path]
    if persona.properties.get("knows") == "links":
        linked = frozenset(linked_notes(index.resolved, persona))
        found = [path for path in found if path in linked]
    return found[:MOST_FOUND]


def said_of(
    resolved: ResolvedVault, path: str, links: Iterable[tuple[str, Link]] | None = None
) -> Iterator[Said]:
    """Yield the first sentence of each note that links to a persona, by path.

    Args:
        resolved: the vault.
        path: of the persona.
        links: the links to it, each with the path of its note; None: all notes are gone through.
    """
    seen: set[str] = set()
    for source, link in links if links is not None else _links_to(resolved, path):
        if source in seen or source == path or link.kind is Kind.PROPERTY:
            continue
        if resolved.vault.files[source].kind is not FileKind.NOTE:
            continue
        around = resolved.vault.contexts(source).get((link.line, link.column))
        if around and around.text.strip():
            seen.add(source)
            yield Said(source, link.line, around.text)


def _links_to(resolved: ResolvedVault, path: str) -> Iterator[tuple[str, Link]]:
    for source in checked(resolved):
        for found in resolved.links(resolved.vault.notes[source]):
            if found.target == path:
                yield source, found.link


def _scope(persona: Note) -> Scope:
    """Return the folder or tag that the property `knows` names."""
    knows = persona.properties.get("knows")
    place = knows.strip() if isinstance(knows, str) and knows not in ("vault", "links") else ""
    return Scope(tag=place) if place.startswith("#") else Scope(folder=place)
