"""For pictures drawn by hand-sized tools: refuse a graph that they could not show."""

from __future__ import annotations

from noteweave.vault.errors import RequestError


def fits(count: int, limit: int, what: str, reason: str) -> None:
    """Return when `count` is not above `limit`.

    Raises:
        RequestError: it is.
    """
    if count > limit:
        raise RequestError(
            f"{count:,} {what}, and {reason}",
            "choose a part of the vault: --depth-from NOTE, --folder, --tag; or --set limit=NUMBER",
        )
