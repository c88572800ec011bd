"""`noteweave related`: notes that share neighbors with a note."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Root, Sections, TextOrJson
from noteweave.commands._query import NOT_FOUND, QueriedNote, Tags
from noteweave.reports._width import clip
from noteweave.terminal import plain
from noteweave.vault.messages import _, translatable

if TYPE_CHECKING:
    from noteweave.commands._linked_notes import LinkedNotes
    from noteweave.graph.query.related import Related
    from noteweave.vault.text_index import Similar

EPILOG = """Examples:

`noteweave related "Tea ceremony"` · `noteweave related 普洱 ~/notes --tags` ·
`noteweave related Kyoto --format json | jq -r '.related[].path'`

Exit status 1: no related notes.
"""
SIMILAR = 200
"""Notes with similar texts that are ranked."""
WORDS = 5
"""Words that are given as a reason."""
LONGEST = 300
"""Characters of a sentence that is given as a reason."""
_SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")
_WAYS = {
    "paths": translatable("linked with notes that have the same neighbors"),
    "examples": translatable("linked with notes whose texts are similar"),
    "name": translatable("its name has words of the text"),
    "folder": translatable("in a folder that is linked often"),
}
"""Reasons where no neighbor and no rare word is shared."""
REASONS = 3
"""How many shared neighbors are named for each result."""


def related(
    note: QueriedNote,
    vault: Root = Path(),
    linked: Annotated[
        bool, typer.Option("--linked", help="Include notes that are already linked with it.")
    ] = False,
    limit: Annotated[int, LIMIT] = 10,
    propose: Annotated[
        bool, typer.Option("--propose", help="Print list items that link to them, to copy.")
    ] = False,
    tags: Tags = False,
    section: Sections = None,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> int:
    """Print the notes that have much in common with a note but are not linked with it yet.

    Five things count: paths of three links, the links of notes with similar texts, shared words
    (BM25), names of notes in the text, and the folders of the linked notes. Shared neighbors, notes
    that link to both (co-citation) and rare shared words are printed as reasons.
    """
    from noteweave.answer_cache import Answer
    from noteweave.commands._linked_notes import linked_notes
    from noteweave.commands._proposals import proposals
    from noteweave.graph.query.related import related_by_text
    from noteweave.terminal import to_json

    notes = linked_notes(vault, read, tags=tags, sections=section)
    key = notes.links.find(note)
    texts = _Texts(notes, key)
    found = related_by_text(
        notes.links, key, texts.text, texts.similar(), linked=linked,
        limit=None if propose else limit,
    )  # fmt: skip
    if format == "json":
        answer = [notes.node(one.key) | one._asdict() | texts.reason(one) for one in found]
        lines = [to_json({"note": notes.node(key), "related": answer})]
    elif propose:
        lines = [*map(plain, proposals(notes, [one.key for one in found], limit))]
    elif found:
        each = (_lines(notes, one, texts.reason(one)) for one in found)
        lines = [plain(line) for of_one in each for line in of_one]
    else:
        nothing = _("no related notes for {note}, except those linked with it")
        lines = [plain(nothing.format(note=notes.label(key)))]
    Answer(0).print(f"{line}\n" for line in lines)
    return 0 if found else NOT_FOUND


class _Texts:
    """The text of the note, and what other notes have in common with it."""

    def __init__(self, notes: LinkedNotes, key: str) -> None:
        from noteweave.vault.text_index import body_of

        self._notes = notes
        self.text = body_of(notes, path) if (path := notes.node(key)["path"]) else ""
        self._terms = notes.index.best_terms(self.text)

    def similar(self) -> Sequence[Similar]:
        return self._notes.index.with_terms(self._terms, SIMILAR)

    def reason(self, one: Related) -> dict[str, Any]:
        """Return rare words that both notes use, and a sentence of the other one with them."""
        from noteweave.vault.text_index import body_of, terms

        path = self._notes.node(one.key)["path"]
        text = body_of(self._notes, path) if path else ""
        found = set(terms(text))
        words = [term for term in self._terms if term in found][:WORDS]
        best, sentence = 0, ""
        for candidate in _SENTENCES.split(text)[1:]:  # the first is the name
            count = len({*words}.intersection(terms(candidate)))
            if count > best and len(candidate) <= LONGEST:
                best, sentence = count, " ".join(candidate.split())
        return {"words": words, "sentence": sentence}


def _lines(notes: LinkedNotes, one: Related, reason: dict[str, Any]) -> list[str]:
    linked = _(" (linked)") if one.linked else ""
    lines = [f"{notes.label(one.key)}{linked}"]
    if one.cited_together:
        lines.append(_reason(_("linked together in {notes}"), _some(notes, one.cited_together)))
    other = [key for key in one.shared if key not in one.cited_together]
    if other:
        lines.append(_reason(_("both linked with {notes}"), _some(notes, other)))
    if reason["words"]:
        lines.append(_reason(_("both use {notes}"), ", ".join(reason["words"])))
        if reason["sentence"]:
            lines.append(f"       “{clip(plain(reason['sentence']), 0, 0)[0]}”")
    if len(lines) == 1 and one.way in _WAYS:
        lines.append(_reason(_(_WAYS[one.way])))
    return lines


def _some(notes: LinkedNotes, keys: Sequence[str]) -> str:
    named = ", ".join(notes.label(key) for key in keys[:REASONS])
    if len(keys) <= REASONS:
        return named
    return _("{names} and {count} more").format(names=named, count=len(keys) - REASONS)


def _reason(text: str, notes: str = "") -> str:
    return f"       {text.format(notes=notes)}"
