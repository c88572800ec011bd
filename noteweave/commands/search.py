"""`noteweave search`: find notes by name, heading, tag, property and text."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from noteweave.commands._options import LIMIT, ReadOptions, Root, TextOrJson
from noteweave.commands._query import NOT_FOUND
from noteweave.graph.query.search import Hit, Where
from noteweave.vault.messages import _, ngettext, translatable

if TYPE_CHECKING:
    from noteweave.graph.query.search import SearchIndex

EPILOG = """Examples:

`noteweave search samovar` · `noteweave search "tea road" ~/notes --where text` ·
`noteweave search 普洱 --format json | jq -r '.hits[].path'` ·
`noteweave search '"boiling water" #brewing'`

Exit status 1: nothing was found.
"""

_REASONS = {
    "alias": translatable("alias"),
    "folder": translatable("folder"),
    "heading": translatable("heading"),
    "name": translatable("name"),
    "property": translatable("property"),
    "similar": translatable("similar name"),
    "text": translatable("text"),
    "title": translatable("title"),
}
"""Why a note was found -> the word that is printed."""


def search(
    query: Annotated[
        str,
        typer.Argument(
            metavar="WORDS", help='What to find: words, "several as one", #tags; all must fit.'
        ),
    ],
    vault: Root = Path(),
    where: Annotated[
        Where, typer.Option("--where", help="Search names only, text only, or both.")
    ] = Where.BOTH,
    folder: Annotated[
        str, typer.Option("--folder", metavar="FOLDER", help="Only notes in this folder.")
    ] = "",
    tag: Annotated[
        str, typer.Option("--tag", metavar="TAG", help="Only notes with this tag.")
    ] = "",
    type: Annotated[
        str,
        typer.Option("--type", metavar="TYPE", help="Only notes whose property `type` is this."),
    ] = "",
    limit: Annotated[int, LIMIT] = 20,
    format: TextOrJson = "text",
    *,
    read: ReadOptions,
) -> int:
    """Find notes, topics and tags by name, then notes by heading, property and text.

    Each is printed once, the best first, with the place and the sentence. Case, accents and width
    do not matter; Chinese and Japanese words are found wherever they stand.
    """
    from noteweave.graph.query.search import Scope
    from noteweave.terminal import say, say_json

    index = search_index(read, vault)
    found = index.find(query, where, Scope(folder, tag, type))
    shown = [(hit, index.sentence(query, hit)) for hit in found[:limit]]
    if format == "json":
        hits = [_row(hit, sentence) for hit, sentence in shown]
        say_json({"query": query, "total": len(found), "hits": hits})
        return 0 if found else NOT_FOUND
    for hit, sentence in shown:
        say(_line(hit, sentence))
    if len(found) > limit:
        say(_("{count} more; --limit N prints more").format(count=len(found) - limit))
    if not found:
        say(_("nothing found"))
    return 0 if found else NOT_FOUND


def search_index(read: ReadOptions, root: Path) -> SearchIndex:
    """Read a vault for searching."""
    from noteweave.graph.query.search import SearchIndex
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.vault.text_index import holding

    opened = read.open(root)
    return SearchIndex(resolve(opened), opened.text, lambda words: holding(opened, words))


def _line(hit: Hit, sentence: str) -> str:
    if not hit.path:
        return f"{hit.label if hit.kind == 'tag' else f'[[{hit.label}]]'}  ({_why(hit)})"
    if hit.why in ("name", "similar") and sentence == hit.label:
        return f"{hit.path}  ({_why(hit)})"
    return f"{hit.path}:{hit.line}:{hit.column}: {sentence}  ({_why(hit)})"


def _why(hit: Hit) -> str:
    if hit.kind == "tag":
        return ngettext("tag of {n} note", "tag of {n} notes", hit.places)
    if hit.kind == "topic":
        return _("no note yet")
    if hit.why == "text" and hit.places > 1:
        return _("text, {count} lines").format(count=hit.places)
    return _(_REASONS[hit.why])


def _row(hit: Hit, sentence: str) -> dict[str, Any]:
    row = hit._asdict() | {"sentence": sentence}
    del row["shown"]
    return row
