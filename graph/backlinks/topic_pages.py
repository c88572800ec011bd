"""Pages for topics that notes link to and nobody has written: which there are to be, and where."""

from __future__ import annotations

from collections import Counter
from datetime import datetime
from typing import NamedTuple

from noteweave.graph import names
from noteweave.graph.resolve.resolved_vault import ResolvedVault, sources
from noteweave.graph.resolve.unresolved import UnresolvedKind, missing
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.disk.walk import skipped
from noteweave.vault.model import Link

_UNUSABLE = frozenset('\\:*?"<>|\t\r\n\0')
"""Characters that a file's name cannot hold on every system."""


class TopicPage(NamedTuple):
    """A page that could be written."""

    name: str
    """The topic as most links spell it."""
    path: str
    """Where the page would stand, as a vault path; "" if no file can have this name."""
    notes: int
    """How many notes link to it."""


def topic_pages(resolved: ResolvedVault, least: int = 1, folder: str = "") -> list[TopicPage]:
    """Return the pages for the unwritten topics of a vault, by name.

    Args:
        resolved: the vault.
        least: notes that must link to a topic.
        folder: where topics stand that are linked by a bare name, as a vault path.
    """
    spellings: dict[str, Counter[str]] = {}
    linking: Counter[str] = Counter()
    for note in sources(resolved):
        here = set()
        for found in resolved.links(note):
            if missing(found, note.path, resolved) is not UnresolvedKind.TOPIC:
                continue
            name = resolved.topic_name(found.link)
            key = names.topic_key(name)
            spellings.setdefault(key, Counter())[name] += 1
            here.add(key)
        linking.update(here)
    pages = []
    for key, counts in spellings.items():
        if linking[key] >= least:
            name = min(counts, key=lambda spelled: (-counts[spelled], spelled))
            pages.append(TopicPage(name, _path(resolved, name, folder), linking[key]))
    return sorted(pages)


def from_template(template: str, name: str, now: datetime) -> str:
    """Return the text of a topic's page, by a template of the vault's app.

    `{{title}}`, `{{date}}` and `{{time}}` are filled in as Obsidian's core plugin does by default
    (https://help.obsidian.md/plugins/templates); anything else stays as it is.
    """
    filled = template.replace("{{title}}", name.rpartition("/")[2])
    return filled.replace("{{date}}", f"{now:%Y-%m-%d}").replace("{{time}}", f"{now:%H:%M}")


def leads_to(resolved: ResolvedVault, page: TopicPage) -> bool:
    """Whether links to a topic lead to its page, in a vault that has it."""
    link = Link(f"[[{page.name}]]", page.name, 0, 0, 0, 0)
    return resolved.resolve(link, page.path).target == page.path


def _path(resolved: ResolvedVault, name: str, folder: str) -> str:
    """Return where the page of a topic stands, as the vault's app would write it."""
    settings = resolved.vault.settings
    if settings.profile is Profile.LOGSEQ:
        path = f"{folder or 'pages'}/{name.replace('/', '___')}.md"
    elif "/" in name.strip("/") or not folder:
        path = f"{name.strip('/')}.md"
    else:
        path = f"{folder.strip('/')}/{name}.md"
    parts = path.split("/")
    usable = all(part.strip() == part and part not in ("", ".", "..") for part in parts)
    if not usable or _UNUSABLE.intersection(path) or skipped(path):
        return ""
    return "" if path in resolved.vault.files else path
