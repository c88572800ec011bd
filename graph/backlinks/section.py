"""Write the backlinks section that noteweave maintains at the end of a note.

It contains neither line numbers nor dates, so that it changes only when the text around the links
changes. `vault.parsing.backlink_section` finds the section in a note.
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
"""Returns the context of each link in a note by line and column; takes the note's path."""

HEADING = "## Backlinks"
_HEADING = re.compile(r"[ \t]*\r?\n(#{1,6} [^\r\n]+)")


class Sections:
    """The backlinks sections of a vault; every note that links to another is read once."""

    def __init__(self, resolved: ResolvedVault, contexts: Contexts) -> None:
        self._resolved = resolved
        self._markdown = prefers_markdown(resolved)
        self._lines: dict[str, dict[str, tuple[str, ...]]] = {}
        """For each note, the context lines of each note that links to it."""
        for note in sources(resolved):
            places: dict[str, list[tuple[int, int]]] = {}
            for found in resolved.links(note):
                if found.kind is TargetKind.NOTE and found.target:
                    place = (found.link.line, found.link.column)
                    places.setdefault(found.target, []).append(place)
            found_contexts = contexts(note.path) if places else {}
            for target, where in places.items():
                lines = (_line(found_contexts[p]) for p in where if p in found_contexts)
                self._lines.setdefault(target, {})[note.path] = tuple(dict.fromkeys(lines))

    def notes(self) -> Sequence[str]:
        """Return the notes that have backlinks and may be changed, by path."""
        return sorted(filter(self._may_change, self._lines))

    def of(self, path: str, heading: str = HEADING) -> str:
        """Return a note's section with its two comments; "" if no note links to it."""
        if path not in self._lines or not self._may_change(path):
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

    def _may_change(self, path: str) -> bool:
        file = self._resolved.vault.files[path]
        return file.kind is FileKind.NOTE and not file.excluded


def heading_of(section: str) -> str:
    """Return the heading of an existing section, which the user may have changed."""
    found = _HEADING.match(section, len(OPENING))
    return found[1].rstrip() if found else HEADING


def _line(context: Context) -> str:
    text, start, end = context.text, context.start, context.end
    before, after = escaped(text[:start] + "\0")[:-1], escaped("\0" + text[end:])[1:]
    return f"{before}{strong(text[start:end])}{after}"
