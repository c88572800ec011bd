"""Change a note's text and nothing else of its bytes; the front door writes what comes back."""

from __future__ import annotations

from collections.abc import Callable

from noteweave.vault.vault import Vault

_BOM = b"\xef\xbb\xbf"


def edited(
    vault: Vault, path: str, change: Callable[[str], str | None]
) -> tuple[bytes, bytes] | None:
    """Return a note's bytes before and after a change of its text.

    None: the note is gone, is not UTF-8 (what cannot be read whole is not written), or `change`
    says that it cannot be made.
    """
    try:
        before = vault.disk_path(path).read_bytes()
        text = before.removeprefix(_BOM).decode()
    except (OSError, UnicodeDecodeError):
        return None
    after = change(text)
    if after is None:
        return None
    return before, (_BOM if before.startswith(_BOM) else b"") + after.encode()
