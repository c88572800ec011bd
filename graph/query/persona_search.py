"""Which notes a persona remembers when it is asked about something."""

from __future__ import annotations

from noteweave.graph.query.search import Scope, SearchIndex
from noteweave.vault.model import Note

MOST_FOUND = 8
"""Notes that are remembered: more of fewer notes is worth more."""


def notes_about(index: SearchIndex, persona: Note, about: str) -> list[str]:
    """Return the paths of the notes that fit some words, within what the persona knows.

    Raises:
        RequestError: there is nothing to look for.
    """
    knows = persona.properties.get("knows")
    place = knows if isinstance(knows, str) and knows not in ("vault", "links") else ""
    scope = Scope(tag=place) if place.startswith("#") else Scope(folder=place)
    hits = index.find(about, scope=scope)
    found = (hit.path for hit in hits if hit.kind == "note" and hit.path != persona.path)
    return list(found)[:MOST_FOUND]
