"""Read the settings of the vault's app: its link rules, excluded files, and graph view.

The apps' files are read, never written; one that cannot be parsed counts as missing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any

import msgspec

from noteweave.vault.parsing.grammar import Grammar, RelationRule

_FILES = (
    ".obsidian",
    ".obsidian/app.json",
    ".obsidian/daily-notes.json",
    ".obsidian/graph.json",
    ".obsidian/templates.json",
    ".obsidian/plugins/templater-obsidian/data.json",
    ".foam",
    ".vscode/settings.json",
    ".vscode/extensions.json",
    "logseq/config.edn",
    "dendron.code-workspace",
    "dendron.yml",
)


SUMMARIES = ("description", "summary", "abstract", "摘要")
"""Names of properties and headings that hold a summary, if the configuration names no others."""


class Profile(StrEnum):
    """The app whose link rules a vault follows."""

    OBSIDIAN = "obsidian"
    LOGSEQ = "logseq"
    DENDRON = "dendron"
    FOAM = "foam"
    PLAIN = "plain"
    """No app was detected: Obsidian's rules, and aliases and titles as a last step."""


class AppSettings(msgspec.Struct, frozen=True):
    """A vault's settings; the defaults apply where its app sets nothing."""

    profile: Profile = Profile.PLAIN
    grammar: Grammar = Grammar()
    exclude: tuple[str, ...] = ()
    """Obsidian's "excluded files": path prefixes, or `/regular expressions/`."""
    templates: tuple[str, ...] = ()
    """Folders of templates."""
    journal_folder: str = ""
    markdown_links: bool = False
    """Whether the app writes `[x](y.md)` rather than `[[y]]`."""
    view: dict[str, Any] = {}
    """The app's own graph view; see `graph_view`."""
    summaries: tuple[str, ...] = SUMMARIES
    """Properties and headings that say what a note is about; none: contexts never say it."""
    vaults: dict[str, str] = {}
    """Dendron: the names of the vaults in this workspace, and their folders."""


def detect(root: Path) -> Profile:
    """Return the app of a vault, detected from the files that it leaves in the folder."""
    if (root / ".obsidian").is_dir():
        return Profile.OBSIDIAN
    if (root / "logseq" / "config.edn").is_file():
        return Profile.LOGSEQ
    if (root / "dendron.yml").is_file() or (root / "dendron.code-workspace").is_file():
        return Profile.DENDRON
    if (root / ".foam").is_dir():
        return Profile.FOAM
    for name in ("settings.json", "extensions.json"):
        if re.search(r'"foam\.|foam-vscode', _text(root / ".vscode" / name)):
            return Profile.FOAM
    return Profile.PLAIN


def files(root: Path) -> Iterator[Path]:
    """Yield the files and folders on which the settings depend."""
    return (root / place for place in _FILES)


def load(
    root: Path,
    profile: Profile | None = None,
    *,
    comments: bool = True,
    relations: tuple[RelationRule, ...] = (),
    summaries: tuple[str, ...] = SUMMARIES,
) -> AppSettings:
    """Read the settings of a vault.

    Args:
        root: the vault's folder.
        profile: which app's rules apply; None detects the app.
        comments: whether links inside `%% comments %%` count.
        relations: how relations are written in the words around links.
        summaries: properties and headings that say what a note is about.
    """
    profile = profile or detect(root)
    grammar = Grammar(
        comments=comments,
        label_first=profile is Profile.DENDRON,
        lenient_properties=profile is not Profile.OBSIDIAN,
        tag_pages=profile is Profile.LOGSEQ,
        relations=relations,
    )
    settings = AppSettings(profile, grammar, summaries=summaries)
    if (root / ".obsidian").is_dir():
        settings = _obsidian(root / ".obsidian", settings)
    if profile is Profile.LOGSEQ:
        settings = msgspec.structs.replace(settings, journal_folder="journals")
    if profile is Profile.DENDRON:
        settings = msgspec.structs.replace(settings, vaults=_dendron_vaults(root / "dendron.yml"))
    return settings


def graph_view(saved: dict[str, Any]) -> dict[str, Any]:
    """Translate `.obsidian/graph.json`: filters, and colour groups with `#rrggbb` colours."""
    groups = []
    for group in saved.get("colorGroups") or ():
        color = group.get("color") if isinstance(group, dict) else None
        rgb = color.get("rgb") if isinstance(color, dict) else None
        if isinstance(rgb, int) and 0 <= rgb <= 0xFFFFFF and isinstance(group.get("query"), str):
            groups.append({"query": group["query"], "color": f"#{rgb:06x}"})
    return {
        "color_groups": groups,
        "search": str(saved.get("search") or ""),
        "show_tags": saved.get("showTags") is True,
        "show_attachments": saved.get("showAttachments") is True,
        "hide_unresolved": saved.get("hideUnresolved") is True,
        "show_orphans": saved.get("showOrphans") is not False,
    }


def _obsidian(folder: Path, settings: AppSettings) -> AppSettings:
    app = _json(folder / "app.json")
    daily = _json(folder / "daily-notes.json")
    templater = _json(folder / "plugins" / "templater-obsidian" / "data.json")
    folders = (_json(folder / "templates.json").get("folder"), templater.get("templates_folder"))
    graph = folder / "graph.json"
    excluded = app.get("userIgnoreFilters")
    return msgspec.structs.replace(
        settings,
        exclude=tuple(e for e in excluded if isinstance(e, str) and e)
        if isinstance(excluded, list)
        else (),
        templates=tuple(
            dict.fromkeys(f.strip("/") for f in folders if isinstance(f, str) and f.strip("/"))
        ),
        journal_folder=str(daily.get("folder") or "").strip("/"),
        markdown_links=app.get("useMarkdownLinks") is True,
        view=graph_view(_json(graph)) if graph.is_file() else {},
    )


def _dendron_vaults(path: Path) -> dict[str, str]:
    """The names and folders of the vaults in a Dendron workspace."""
    import yaml

    try:
        config = yaml.load(_text(path), yaml.CSafeLoader)
        vaults = config["workspace"]["vaults"] if "workspace" in config else config["vaults"]
        return {
            str(v.get("name") or v["fsPath"]): str(v["fsPath"]).strip("./")
            for v in vaults
            if isinstance(v, dict) and "fsPath" in v
        }
    except (yaml.YAMLError, KeyError, TypeError, ValueError, AttributeError):
        return {}


def _json(path: Path) -> dict[str, Any]:
    try:
        value = json.loads(_text(path) or "{}")
    except ValueError:
        return {}
    return value if isinstance(value, dict) else {}


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8-sig", errors="replace")
    except OSError:
        return ""
