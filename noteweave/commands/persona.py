"""`noteweave persona`: a note as a character for a language model."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

import typer

from noteweave.commands._options import FORMAT, ReadOptions, Root

EPILOG = """Examples:

`noteweave persona Lin` · `noteweave persona Lin ~/notes --about stove --budget 1000` ·
`noteweave persona Lin --format card > lin.json`
"""


def persona(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="A note with `type: persona`: as in a link.")
    ],
    vault: Root = Path(),
    about: Annotated[
        str, typer.Option("--about", metavar="WORDS", help="Remember what a search finds instead.")
    ] = "",
    speaker: Annotated[
        str, typer.Option("--as", metavar="NAME", help="The name of who speaks to it.")
    ] = "",
    budget: Annotated[
        int | None,
        typer.Option(
            metavar="TOKENS",
            help="Size of the text; a token is 3 bytes.",
            show_default="2000, or the note's property `budget`",
        ),
    ] = None,
    format: Annotated[Literal["text", "card"], FORMAT] = "text",
    *,
    read: ReadOptions,
) -> None:
    """Print how a language model is to be a character: its story, and what it remembers.

    The character's note is the story; the notes that it links to are its memory. `--format card`
    prints a Character Card V2.
    """
    from noteweave.commands.search import search_index
    from noteweave.graph.query.lookup import find_note
    from noteweave.graph.query.persona import card
    from noteweave.graph.query.persona import persona as tell
    from noteweave.graph.query.persona_memory import notes_about, said_of
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.terminal import say, say_json

    opened = read.open(vault)
    resolved = resolve(opened)
    path = find_note(resolved, name)
    note = opened.notes[path]
    found = notes_about(search_index(read, vault), note, about) if about else None
    others = said_of(resolved, path)
    character = tell(
        resolved, opened.text, path, budget=budget, speaker=speaker, about=found, others=others
    )
    if format == "card":
        say_json(card(character))
        return
    for line in character.text.splitlines():
        say(line)
