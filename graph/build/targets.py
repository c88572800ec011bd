"""The node that a resolved link leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from noteweave.graph import names
from noteweave.graph.resolve.resolved_vault import ResolvedLink, ResolvedVault, TargetKind
from noteweave.vault.model import File, FileKind, Kind

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show

PREFIXES = ("topic:", "tag:", "external:")


def node_key(path: str) -> str:
    """Return the key of a file's node: its path."""
    return f"./{path}" if path.startswith(PREFIXES) else path


def topic_node(target: str) -> str:
    """Return the key of an unwritten topic's node."""
    return f"topic:{names.topic_key(target)}"


def tag_node(name: str) -> str:
    """Return the key of a tag's node."""
    return f"tag:{names.key(name)}"


def is_shown(file: File, show: Show) -> bool:
    """Return whether a file that is linked is a node of the graph."""
    if file.excluded and not (file.ignored and file.kind is FileKind.ATTACHMENT):
        return False
    return file.kind is not FileKind.ATTACHMENT or show.attachments


def other_node(found: ResolvedLink, resolved: ResolvedVault, show: Show) -> str | None:
    """Return the node of a link that leads to no file: a topic or a URL; None: not shown."""
    link = found.link
    if found.kind is TargetKind.EXTERNAL:
        return f"external:{link.target}" if show.external and link.kind is not Kind.EMBED else None
    return topic_node(resolved.topic_name(link))
