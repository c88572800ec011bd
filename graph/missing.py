"""What it means that a link finds nothing: a plan, or a mistake."""

from __future__ import annotations

import re
from enum import StrEnum

from noteweave.graph import names
from noteweave.graph.resolve import ResolvedLink, ResolvedVault, TargetKind
from noteweave.vault.model import Kind, Link, Syntax

_MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf|canvas"
    r"|base|excalidraw|docx|xlsx|pptx)$",
    re.IGNORECASE,
)
"""Endings that make a target a file wherever they stand: Obsidian's accepted formats and such."""
_DATA = re.compile(r"\.(?:zip|csv|json|txt|html?|xml|ya?ml|mdx?|epub|tar|gz)$", re.IGNORECASE)
"""Endings that do so in an embed or a Markdown link; `[[package.json]]` may well be a topic."""
_PLACEHOLDER = re.compile(r"\{\{|<%|\$\{")
"""What a template's own language stands in."""


class Missing(StrEnum):
    """What an unresolved link lacks."""

    TOPIC = "topic"
    """A wikilink by name or path: people write it before they write the note."""
    FILE = "file"
    """A note that should be there: a Markdown link, a name with `.md`, a slip in a path."""
    ATTACHMENT = "attachment"
    OUTSIDE = "outside"
    """Something above the vault's folder, which cannot be seen from here."""


def missing(found: ResolvedLink, source: str, resolved: ResolvedVault) -> Missing | None:
    """Return what an unresolved link lacks; None if it has a target, or is a template's.

    A path into a folder that exists is a plan too, unless a note in that folder is called nearly
    the same: `[[people/Alcie]]` beside `people/Alice.md` is a slip of the pen.
    """
    link = found.link
    if found.kind is not TargetKind.TOPIC or _PLACEHOLDER.search(link.target):
        return None
    is_wikilink = link.syntax in (Syntax.WIKILINK, Syntax.TAG) or link.raw.endswith("]])")
    if not is_wikilink and leads_outside(link, names.folder(source)):
        return Missing.OUTSIDE
    if _MEDIA.search(link.target):
        return Missing.ATTACHMENT
    by_file = not is_wikilink or link.kind is Kind.EMBED
    if by_file and _DATA.search(link.target) and names.without_md(link.target) == link.target:
        return Missing.ATTACHMENT
    if not is_wikilink or _is_path(link.target) or slips(link.target, resolved):
        return Missing.FILE
    return Missing.TOPIC


def leads_outside(link: Link, folder: str) -> bool:
    """Whether a link written in a folder leads above the vault."""
    depth = len(folder.split("/")) if folder else 0
    for step in link.target.split("/"):
        depth += -1 if step == ".." else step not in ("", ".")
        if depth < 0:
            return True
    return False


def slips(target: str, resolved: ResolvedVault) -> list[str]:
    """Return the notes that a target with a folder nearly names, in that very folder."""
    folder, _, name = names.without_md(target).rpartition("/")
    return resolved.near.nearest(name, folder) if folder else []


def _is_path(target: str) -> bool:
    return names.without_md(target) != target or target.startswith(("./", "../", "/"))
