"""`noteweave cache`: where noteweave keeps what it read, and how to get rid of it."""

from __future__ import annotations

from typing import Annotated

import typer


def cache(
    clear: Annotated[bool, typer.Option("--clear", help="Remove it, for all vaults.")] = False,
) -> None:
    """Say where noteweave remembers what it read, or clear it.

    Nothing is lost by clearing: the next run reads all notes again.
    """
    from noteweave.vault.cache.note_cache import clear as remove
    from noteweave.vault.cache.note_cache import folder

    if not clear:
        print(folder())
        return
    place, size = remove()
    print(f"removed {size / 1e6:.1f} MB from {place}")
