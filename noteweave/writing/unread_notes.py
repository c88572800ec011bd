"""Refuse to rewrite links as long as notes that may hold links are not read."""

from __future__ import annotations

from itertools import islice

from noteweave.terminal import plain
from noteweave.vault.errors import RequestError
from noteweave.vault.vault import Vault


def refuse_unread(vault: Vault) -> None:
    """Refuse a command that depends on every link of a vault if some note was not read.

    Raises:
        RequestError: naming the first three.
    """
    unread = list(islice(vault.unread(), 4))
    if unread:
        names = ", ".join(map(plain, unread[:3])) + (", …" if len(unread) > 3 else "")
        raise RequestError(
            f"{names}: cannot be read, and may link to other notes; nothing was changed",
            "check the file permissions",
        )
