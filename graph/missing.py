"""What it means that a link finds nothing: a plan, or a mistake."""

from __future__ import annotations

import re
from enum import StrEnum

from noteweave.graph import names
from noteweave.graph.resolve import ResolvedLink, ResolvedVault, TargetKind
from noteweave.vault.model import Syntax

_ATTACHMENT = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf|canvas"
    r"|base|excalidraw|docx|xlsx|pptx|zip|csv|json|txt|html)$",
    re.IGNORECASE,
)
"""Endings that make a target a file, not a topic: Obsidian's accepted formats and common ones."""


class Missing(StrEnum):
    """What an unresolved link lacks."""

    TOPIC = "topic"
    """A wikilink by name: people write it before they write the note."""
    FILE = "file"
    """A note at a path: a Markdown link, a name with `.md`, a path into a folder that exists."""
    ATTACHMENT = "attachment"


def missing(found: ResolvedLink, resolved: ResolvedVault) -> Missing | None:
    """Return what an unresolved link lacks, or None if it has a target."""
    if found.kind is not TargetKind.TOPIC:
        return None
    link = found.link
    if _ATTACHMENT.search(link.target):
        return Missing.ATTACHMENT
    if link.syntax in (Syntax.BLOCK, Syntax.MARKDOWN, Syntax.REFERENCE, Syntax.CANVAS):
        return Missing.FILE
    if names.without_md(link.target) != link.target or link.target.startswith(("./", "../")):
        return Missing.FILE
    folder = names.folder(link.target)
    if folder and resolved.index.has_folder(folder):
        return Missing.FILE
    return Missing.TOPIC
