"""`noteweave cache`: where noteweave keeps parsed notes, and how to remove them."""

from __future__ import annotations

from typing import Annotated

import typer

from noteweave.vault.messages import _


def cache(
    clear: Annotated[
        bool, typer.Option("--clear", help="Remove the cached data of all vaults.")
    ] = False,
) -> None:
    """Print the folder of the cache, or clear it.

    Clearing loses nothing: the next run parses all notes again.
    """
    from noteweave.terminal import say
    from noteweave.vault.cache.note_cache import clear as remove
    from noteweave.vault.cache.note_cache import folder

    if not clear:
        say(str(folder()))
        return
    place, size = remove()
    say(_("removed {size} MB from {place}").format(size=f"{size / 1e6:.1f}", place=place))
