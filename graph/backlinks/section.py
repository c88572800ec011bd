"""The backlinks of a note as the section that noteweave keeps at its end. Pure.

No line numbers and no dates stand in it: it changes when the notes that link here change what they
say, and not otherwise. Where a section is, `vault.sections` knows.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

from noteweave.graph import names
from noteweave.graph.edits.markdown_text import (
    escaped,
    markdown_link,
    prefers_markdown,
    strong,
    wikilinks,
)
from noteweave.graph.resolve.resolved_vault import ResolvedVault, TargetKind, sources
from noteweave.vault.model import Context, FileKind
from noteweave.vault.parsing.backlink_section import CLOSING, OPENING

Contexts = Callable[[str], Mapping[tuple[int, int], Context]]
"""Path of a note -> the words around each of its links, by line and column."""

HEADING = "## Backlinks"
_HEADING = re.compile(r"[ \t]*\r?\n(#{1,6} [^\r\n]+)")


class Sections:
    """The sections of a vault; every note that links to something is read once."""

    def __init__(self, resolved: ResolvedVault, contexts: Contexts) -> None:
        self._resolved = resolved
        self._markdown = prefers_markdown(resolved)
        self._lines: dict[str, dict[str, tuple[str, ...]]] = {}
        """For each note, what each note that links to it says around the link."""
        for note in sources(resolved):
            places: dict[str, list[tuple[int, int]]] = {}
            for found in resolved.links(note):
                if found.kind is TargetKind.NOTE and found.target:
                    place = (found.link.line, found.link.column)
                    places.setdefault(found.target, []).append(place)
            words = contexts(note.path) if places else {}
            for target, where in places.items():
                lines = (_words(words[place]) for place in where if place in words)
                self._lines.setdefault(target, {})[note.path] = tuple(dict.fromkeys(lines))

    def notes(self) -> Sequence[str]:
        """Return the notes that have backlinks and may be written into, by path."""
        return sorted(filter(self._is_ours, self._lines))

    def of(self, path: str, heading: str = HEADING) -> str:
        """Return a note's section, its two comments included; "" when nobody links to it."""
        if path not in self._lines or not self._is_ours(path):
            return ""
        return "\n".join([OPENING, heading, "", *self._list(path), CLOSING])

    def _list(self, path: str) -> Iterator[str]:
        for source, lines in self._lines[path].items():
            yield f"- {self._link(path, source)}"
            yield from (f"  - {line}" for line in lines)

    def _link(self, source: str, target: str) -> str:
        name = names.stem(target) if target.lower().endswith(".md") else ""
        if self._markdown or not name:
            return markdown_link(source, target)
        written = wikilinks(self._resolved, source, target, name)
        return next(written, None) or markdown_link(source, target)

    def _is_ours(self, path: str) -> bool:
        file = self._resolved.vault.files[path]
        return file.kind is FileKind.NOTE and not file.excluded


def heading_of(section: str) -> str:
    """Return the heading of a section that stands in a note: whoever changed it wants it so."""
    found = _HEADING.match(section, len(OPENING))
    return found[1].rstrip() if found else HEADING


def _words(context: Context) -> str:
    text, start, end = context.text, context.start, context.end
    before, after = escaped(text[:start] + "\0")[:-1], escaped("\0" + text[end:])[1:]
    return f"{before}{strong(text[start:end])}{after}"
