"""Which notes are personas: characters whose story is the note, and whose memory its links."""

from __future__ import annotations

from noteweave.graph import names
from noteweave.vault.model import Kind, Link, Note


def has_type(note: Note, wanted: str) -> bool:
    """Whether a note's property `type` is a text, or a list with it; case does not matter."""
    given = note.properties.get("type")
    return any(
        isinstance(one, str) and names.key(one.strip()) == names.key(wanted.strip())
        for one in (given if isinstance(given, list) else [given])
    )


def is_persona(note: Note) -> bool:
    """Whether a note describes a character: its property `type` is `persona`."""
    return has_type(note, "persona")


def story_links(note: Note) -> list[Link]:
    """Return the links in the text of a persona that may lead to notes, embeds first."""
    written = [link for link in note.links if not link.external and link.kind is not Kind.PROPERTY]
    return sorted(written, key=lambda link: (link.kind is not Kind.EMBED, link.start))
