"""NW037."""

from __future__ import annotations

import re
from collections.abc import Iterator

from noteweave.graph.check.findings import Remark, Severity
from noteweave.graph.check.registry import vault_rule
from noteweave.graph.check.subject import CheckedVault, Facts
from noteweave.vault.messages import translatable
from noteweave.vault.model import FileKind

_FORBIDDEN = re.compile(r'[<>:"|?*\\\x00-\x1f]')
_RESERVED = re.compile(r"(?:con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])(?:\.|$)", re.IGNORECASE)
_UNLINKABLE = re.compile(r"[#^\[\]]")
_LONGEST = 255
"""Bytes of a name on most file systems of Linux and Android."""


@vault_rule("NW037", Severity.WARNING, on=False, of_files=True)
def unportable_name(vault: CheckedVault, _facts: Facts) -> Iterator[Remark]:
    """The name of a file or folder is not possible everywhere.

    Windows and Android refuse `<>:"|?*\\\\`, names that end with a dot or space, and names like
    `con` or `nul`; a clone of the vault fails there. Names of more than 255 bytes are too long for
    most systems, and a wikilink cannot contain `#`, `^`, `[` or `]`. See
    [Microsoft's rules](https://learn.microsoft.com/windows/win32/fileio/naming-a-file).

    Bad:
        --- Why tea?.md
        Because.

    Good:
        --- Why tea.md
        Because.
    """
    for path, file in vault.files.items():
        if file.ignored:
            continue
        for name in path.split("/"):
            why = _reason(name) or (_unlinkable(name) if file.kind is FileKind.NOTE else "")
            if why:
                yield Remark(path, 1, 1, 1, 1, translatable("`{name}` {why}", name=name, why=why))
                break


def _reason(name: str) -> str:
    forbidden = _FORBIDDEN.search(name)
    if forbidden:
        return translatable(
            "contains `{mark}`, which Windows and Android refuse", mark=forbidden[0]
        )
    if name != name.rstrip(". "):
        return translatable("ends with a dot or space, which Windows removes")
    if _RESERVED.match(name):
        return translatable("is the name of a device on Windows")
    size = len(name.encode("utf-8", "surrogateescape"))
    if size <= _LONGEST:
        return ""
    return translatable("has {size} bytes; most systems allow {most}", size=size, most=_LONGEST)


def _unlinkable(name: str) -> str:
    sign = _UNLINKABLE.search(name)
    if sign is None:
        return ""
    return translatable("contains `{mark}`, which a wikilink cannot contain", mark=sign[0])
