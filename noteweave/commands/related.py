"""`noteweave related`: notes that a note has much to do with, and why."""

from __future__ import annotations

import re
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._proposals import proposals
from noteweave.commands._query import NOT_FOUND, AsFormat, Format, GraphQuery, Tags, ask
from noteweave.commands._vault_options import Root, Sections
from noteweave.reports._width import clip
from noteweave.reports.text import plain

if TYPE_CHECKING:
    from noteweave.graph.query.related import Related
    from noteweave.vault.text_index import Similar

EPILOG = """Examples:

`noteweave related "Tea ceremony"` · `noteweave related 普洱 ~/notes --tags` ·
`noteweave related Kyoto --format json | jq -r '.related[].path'`

Exit status 1: nothing is related to it.
"""
SIMILAR = 200
"""Notes with similar texts that are ranked."""
WORDS = 5
"""Words that are given as a reason."""
LONGEST = 300
"""Characters of a sentence that is given as a reason."""
_SENTENCES = re.compile(r"(?<=[。！？])|(?<=[.!?])\s|\n")
REASONS = 3
"""Names of notes that are given as a reason."""


def related(
    note: Annotated[str, typer.Argument(metavar="NOTE", help="A note, named as in a link.")],
    vault: Root = Path(),
    linked: Annotated[
        bool, typer.Option("--linked", help="Show notes, too, that are linked with it already.")
    ] = False,
    limit: Annotated[int, typer.Option(metavar="N", min=1, help="Print at most so many.")] = 10,
    propose: Annotated[
        bool, typer.Option("--propose", help="Print lines to put into the note, as it links.")
    ] = False,
    tags: Tags = False,
    section: Sections = None,
    format: AsFormat = Format.TEXT,
) -> int:
    """Print the notes a note has much in common with, though it is not linked with them yet.

    Three things count: neighbours that both have (Adamic and Adar's measure: a neighbour with few
    links counts more), words that both use (BM25), and names that the note's text mentions. Notes
    that link to both (co-citation) and rare words of both are named as reasons.
    """
    from noteweave.graph.query.lookup import find
    from noteweave.graph.query.related import related_by_text
    from noteweave.terminal import say, say_json

    asked = ask(vault, tags=tags, sections=section)
    key = find(asked.graph, note)
    texts = _Texts(asked, key)
    ranked = related_by_text(asked.graph, key, texts.text, texts.similar())
    found = [one for one in ranked if linked or not one.linked][:limit]
    if format is Format.JSON:
        answer = [asked.node(one.key) | one._asdict() | texts.reason(one) for one in found]
        say_json({"note": asked.node(key), "related": answer})
    elif propose:
        for line in proposals(asked, key, [one.key for one in found]):
            say(line)
    elif found:
        for one in found:
            say("\n".join(_lines(asked, one, texts.reason(one))))
    else:
        say(f"nothing is related to {asked.label(key)} that is not linked with it")
    return 0 if found else NOT_FOUND


class _Texts:
    """The text of the note, and what other notes have in common with it."""

    def __init__(self, asked: GraphQuery, key: str) -> None:
        from noteweave.vault.text_index import body_of, open_index

        self._asked = asked
        self._index = open_index(asked.vault)
        self.text = body_of(asked.vault, path) if (path := asked.node(key)["path"]) else ""
        self._terms = self._index.best_terms(self.text)

    def similar(self) -> Sequence[Similar]:
        return self._index.similar(self.text, SIMILAR)

    def reason(self, one: Related) -> dict[str, Any]:
        """Return rare words that both notes use, and a sentence of the other one with them."""
        from noteweave.vault.text_index import body_of, terms

        path = self._asked.node(one.key)["path"]
        text = body_of(self._asked.vault, path) if path else ""
        found = set(terms(text))
        words = [term for term in self._terms if term in found][:WORDS]
        best, sentence = 0, ""
        for candidate in _SENTENCES.split(text)[1:]:  # the first is the name
            count = len({*words}.intersection(terms(candidate)))
            if count > best and len(candidate) <= LONGEST:
                best, sentence = count, " ".join(candidate.split())
        return {"words": words, "sentence": sentence}


def _lines(asked: GraphQuery, one: Related, reason: dict[str, Any]) -> list[str]:
    linked = " (linked)" if one.linked else ""
    lines = [f"{asked.label(one.key)}{linked}"]
    if one.cited_together:
        lines.append(f"       linked together in {_some(asked, one.cited_together)}")
    other = [key for key in one.shared if key not in one.cited_together]
    if other:
        lines.append(f"       both linked with {_some(asked, other)}")
    if reason["words"]:
        lines.append(f"       both use {', '.join(reason['words'])}")
        if reason["sentence"]:
            lines.append(f"       “{clip(plain(reason['sentence']), 0, 0)[0]}”")
    return lines


def _some(asked: GraphQuery, keys: Sequence[str]) -> str:
    named = ", ".join(asked.label(key) for key in keys[:REASONS])
    return f"{named} and {len(keys) - REASONS} more" if len(keys) > REASONS else named
