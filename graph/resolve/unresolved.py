"""Classify links without a target: an unwritten topic, or a mistake."""

from __future__ import annotations

import posixpath
import re
from enum import StrEnum

from noteweave.graph import names
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, TargetKind
from noteweave.vault.disk.walk import SKIPPED
from noteweave.vault.model import Kind, Link, Syntax

_MEDIA = re.compile(
    r"\.(?:avif|bmp|gif|jpe?g|png|svg|webp|flac|m4a|mp3|ogg|wav|webm|3gp|mkv|mov|mp4|ogv|pdf|canvas"
    r"|base|excalidraw|docx|xlsx|pptx)$",
    re.IGNORECASE,
)
"""Extensions that always make a target a file: the formats that Obsidian accepts, and similar."""
_DATA = re.compile(r"\.(?:zip|csv|json|txt|html?|xml|ya?ml|mdx|epub|tar|gz)$", re.IGNORECASE)
"""Extensions that do so in an embed or a Markdown link; `[[package.json]]` may be a topic."""
_PLACEHOLDER = re.compile(r"\{\{|<%|\$\{")
"""Marks of a template language."""
_GENERATED = re.compile(r"\.html?$", re.IGNORECASE)
"""Files that a website generator makes of notes."""


class UnresolvedKind(StrEnum):
    """What an unresolved link lacks."""

    TOPIC = "topic"
    """A note that is not written yet: a wikilink by name or path."""
    FILE = "file"
    """A note that should exist: a Markdown link, a name with `.md`, a typing error in a path."""
    ATTACHMENT = "attachment"
    OUTSIDE = "outside"
    """A file that noteweave does not read: above the vault, hidden, or made by a website."""


def missing(found: ResolvedLink, source: str, resolved: ResolvedVault) -> UnresolvedKind | None:
    """Return what an unresolved link lacks; None if it has a target, or is part of a template.

    A path into an existing folder is an unwritten topic too, unless a note in that folder has a
    similar name: `[[people/Alcie]]` with `people/Alice.md` is a typing error.
    """
    link = found.link
    if found.kind is not TargetKind.TOPIC or _PLACEHOLDER.search(link.target):
        return None
    if link.syntax in (Syntax.WIKILINK, Syntax.TAG) or link.raw.endswith("]])"):
        return _of_wikilink(link, resolved)
    if link.syntax in (Syntax.MARKDOWN, Syntax.REFERENCE):
        if link.display.startswith("^") or _is_there(link.target, source, resolved):
            return None  # an attempt at a footnote, or a folder
        if _is_unseen(link.target, source, resolved):
            return UnresolvedKind.OUTSIDE
    return UnresolvedKind.ATTACHMENT if _is_attachment(link.target) else UnresolvedKind.FILE


def _of_wikilink(link: Link, resolved: ResolvedVault) -> UnresolvedKind:
    if _MEDIA.search(link.target) or (link.kind is Kind.EMBED and _DATA.search(link.target)):
        return UnresolvedKind.ATTACHMENT
    if _is_path(link.target) or slips(link.target, resolved):
        return UnresolvedKind.FILE
    return UnresolvedKind.TOPIC


def _is_attachment(target: str) -> bool:
    return bool(_MEDIA.search(target) or _DATA.search(target))


def _is_there(target: str, source: str, resolved: ResolvedVault) -> bool:
    """Whether a path leads to a folder, or to a file that the vault's app does not find."""
    path = target.replace("\\", "/")
    index = resolved.index
    path_here = posixpath.normpath(posixpath.join(names.folder(source), path))
    return (
        index.has_folder(path_here)
        or index.has_folder(path)
        or index.relative(path, source).path is not None
        or index.exact(path.strip("/")).path is not None
    )


def _is_unseen(target: str, source: str, resolved: ResolvedVault) -> bool:
    """Whether a path leads to a place that noteweave does not read, or to a website's root."""
    path_here = posixpath.normpath(posixpath.join(names.folder(source), target.lstrip("/")))
    steps = path_here.split("/")
    if steps[0] == ".." or any(step[0] in ".@~" or step in SKIPPED for step in steps if step):
        return True
    folders = ("/".join(steps[:n]) for n in range(1, len(steps)))
    if any(resolved.index.exact(folder).path == folder for folder in folders):
        return True  # a symbolic link to a folder
    top = target.strip("/").partition("/")[0]
    from_root = target.startswith("/") and not resolved.index.has_folder(top)
    return from_root or bool(_GENERATED.search(target))


def slips(target: str, resolved: ResolvedVault) -> list[str]:
    """Return the notes with a similar name in the folder that a target names."""
    folder, _, name = names.without_md(target).rpartition("/")
    return resolved.similar_names.find_in_folder(name, folder) if folder else []


def _is_path(target: str) -> bool:
    return names.without_md(target) != target or target.startswith(("./", "../", "/"))
