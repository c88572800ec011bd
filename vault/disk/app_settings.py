"""Read the settings of the vault's app: its link rules, excluded files, and graph view.

The apps' files are read, never written; one that cannot be used counts as missing, and is a fault.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from enum import StrEnum
from pathlib import Path
from typing import Any, TypeVar

import msgspec

from noteweave.vault.disk import edn
from noteweave.vault.disk.bounded_file import UnusableFileError, read_json_object, read_text
from noteweave.vault.model import FileFault
from noteweave.vault.parsing.grammar import Grammar, RelationRule

Read = TypeVar("Read")

NAMES = (
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
"""Files and folders on which the settings depend, below the vault's folder."""


_PAGE_LISTS = ":property/separated-by-commas"
_PLAIN_PROPERTIES = ":ignored-page-references-keywords"
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


class LogseqSettings(msgspec.Struct, frozen=True):
    """What `logseq/config.edn` says about the names of pages."""

    title_format: str = "MMM do, yyyy"
    """`:journal/page-title-format`, in Java's letters."""
    file_format: str = "yyyy_MM_dd"
    """`:journal/file-name-format`, in Java's letters."""
    dots_are_slashes: bool = False
    """`:file/name-format :legacy`: `a.b.md` is the page `a/b`; else `a___b.md` is."""


class AppSettings(msgspec.Struct, frozen=True):
    """A vault's settings; the defaults apply where its app sets nothing."""

    profile: Profile = Profile.PLAIN
    grammar: Grammar = Grammar()
    exclude: tuple[str, ...] = ()
    """Obsidian's "excluded files": path prefixes, or `/regular expressions/`."""
    hidden: tuple[str, ...] = ()
    """Prefixes of paths that the app does not read at all: Logseq's backups, and its `:hidden`."""
    templates: tuple[str, ...] = ()
    """Folders of templates."""
    journal_folder: str = ""
    journal_format: str = "YYYY-MM-DD"
    """The format of a daily note's name, in the letters of Moment.js."""
    markdown_links: bool = False
    """Whether the app writes `[x](y.md)` rather than `[[y]]`."""
    view: dict[str, Any] = {}
    """The app's own graph view; see `graph_view`."""
    logseq: LogseqSettings = LogseqSettings()
    summaries: tuple[str, ...] = SUMMARIES
    """Properties and headings that say what a note is about; none: contexts never say it."""
    vaults: dict[str, str] = {}
    """Dendron: the names of the vaults in this workspace, and their folders."""
    faults: tuple[FileFault, ...] = ()
    """Settings files that could not be used."""


class _SettingsFiles:
    """The settings files of a vault: one that cannot be used is a fault, and counts as missing."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.faults: dict[str, FileFault] = {}

    def json(self, path: str) -> dict[str, Any]:
        return self._read(path, read_json_object) or {}

    def text(self, path: str) -> str:
        return self._read(path, read_text) or ""

    def _read(self, path: str, read: Callable[[Path], Read]) -> Read | None:
        try:
            return read(self.root / path)
        except UnusableFileError as error:
            self.faults[path] = FileFault(path, str(error))
            return None


def detect(root: Path) -> Profile:
    """Return the app of a vault, detected from the files that it leaves in the folder."""
    return _detect(_SettingsFiles(root))


def _detect(files: _SettingsFiles) -> Profile:
    root = files.root
    if (root / ".obsidian").is_dir():
        return Profile.OBSIDIAN
    if (root / "logseq" / "config.edn").is_file():
        return Profile.LOGSEQ
    if (root / "dendron.yml").is_file() or (root / "dendron.code-workspace").is_file():
        return Profile.DENDRON
    if (root / ".foam").is_dir():
        return Profile.FOAM
    for name in ("settings.json", "extensions.json"):
        settings = files.text(f".vscode/{name}")
        if '"foam.' in settings or "foam-vscode" in settings:
            return Profile.FOAM
    return Profile.PLAIN


def files(root: Path) -> Iterator[Path]:
    """Yield the files and folders on which the settings depend."""
    return (root / place for place in NAMES)


def texts(root: Path) -> Iterator[Path]:
    """Yield the files of a vault's app that may name files of the vault, in order."""
    for pattern in (
        ".obsidian/*.json", ".obsidian/plugins/*/data.json", ".obsidian/snippets/*.css",
        ".foam/**/*.*", ".vscode/*.json", "logseq/*.*", "dendron.*", "_config.yml", ".*/*.yml",
    ):  # fmt: skip
        yield from sorted(root.glob(pattern))


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
    files = _SettingsFiles(root)
    profile = profile or _detect(files)
    grammar = Grammar(
        comments=comments,
        label_first=profile is Profile.DENDRON,
        lenient_properties=profile is not Profile.OBSIDIAN,
        commonmark_setext=profile is not Profile.OBSIDIAN,
        math_blocks=profile is Profile.OBSIDIAN,
        underscores_in_block_ids=profile is Profile.DENDRON,
        definitions_name_notes=profile is Profile.FOAM,
        tag_pages=profile is Profile.LOGSEQ,
        relations=relations,
    )
    settings = AppSettings(profile, grammar, summaries=summaries)
    if (root / ".obsidian").is_dir():
        settings = _obsidian(files, settings)
    if profile is Profile.LOGSEQ:
        settings = _logseq(files.text("logseq/config.edn"), settings)
    if profile is Profile.DENDRON:
        settings = msgspec.structs.replace(settings, vaults=_dendron_vaults(files))
    return msgspec.structs.replace(settings, faults=tuple(files.faults.values()))


def graph_view(saved: dict[str, Any]) -> dict[str, Any]:
    """Translate `.obsidian/graph.json`: filters, and colour groups with `#rrggbb` colours."""
    groups = []
    for group in _list(saved.get("colorGroups")):
        color = group.get("color") if isinstance(group, dict) else None
        rgb = color.get("rgb") if isinstance(color, dict) else None
        if type(rgb) is int and 0 <= rgb <= 0xFFFFFF and isinstance(group.get("query"), str):
            groups.append({"query": group["query"], "color": f"#{rgb:06x}"})
    return {
        "color_groups": groups,
        "search": _string(saved.get("search")),
        "show_tags": saved.get("showTags") is True,
        "show_attachments": saved.get("showAttachments") is True,
        "hide_unresolved": saved.get("hideUnresolved") is True,
        "show_orphans": saved.get("showOrphans") is not False,
    }


def _obsidian(files: _SettingsFiles, settings: AppSettings) -> AppSettings:
    app = files.json(".obsidian/app.json")
    daily = files.json(".obsidian/daily-notes.json")
    templates = files.json(".obsidian/templates.json").get("folder")
    templater = files.json(".obsidian/plugins/templater-obsidian/data.json")
    folders = [_string(f).strip("/") for f in (templates, templater.get("templates_folder"))]
    graph = ".obsidian/graph.json"
    return msgspec.structs.replace(
        settings,
        exclude=tuple(e for e in _list(app.get("userIgnoreFilters")) if _string(e)),
        templates=tuple(dict.fromkeys(filter(None, folders))),
        journal_folder=_string(daily.get("folder")).strip("/"),
        journal_format=_string(daily.get("format")) or "YYYY-MM-DD",
        markdown_links=app.get("useMarkdownLinks") is True,
        view=graph_view(files.json(graph)) if (files.root / graph).is_file() else {},
    )


def _logseq(config: str, settings: AppSettings) -> AppSettings:
    """Read `logseq/config.edn`, as far as it says which files, names and properties are pages.

    The keys are explained in https://github.com/logseq/logseq, `templates/config.edn`.
    """
    found = edn.values(config)
    listed = edn.listed(config, frozenset((":hidden", _PAGE_LISTS, _PLAIN_PROPERTIES)))
    hidden = (edn.string(word) or "" for word in listed.get(":hidden", ()))
    prefixes = (name.lstrip("/") for name in hidden)

    def text(key: str) -> str:
        return edn.string(found.get(key, '""')) or ""

    title = text(":journal/page-title-format") or text(":date-formatter")
    default = LogseqSettings()
    return msgspec.structs.replace(
        settings,
        journal_folder=(text(":journals-directory") or "journals").strip("/"),
        grammar=msgspec.structs.replace(
            settings.grammar,
            page_lists=_property_names(listed.get(_PAGE_LISTS, [])),
            plain_properties=_property_names(listed.get(_PLAIN_PROPERTIES, [])),
        ),
        hidden=("logseq/bak/", "logseq/version-files/", *filter(None, prefixes)),
        logseq=LogseqSettings(
            title or default.title_format,
            text(":journal/file-name-format") or default.file_format,
            found.get(":file/name-format") == ":legacy",
        ),
    )


def _property_names(words: list[str]) -> tuple[str, ...]:
    """The names of properties among keywords and strings, as `logseq.key_of` returns them."""
    names = (edn.string(word) or word.strip(':"') for word in words)
    return tuple(sorted({name.lower().replace("_", "-") for name in names if name}))


def _dendron_vaults(files: _SettingsFiles) -> dict[str, str]:
    """The names and folders of the vaults in a Dendron workspace."""
    from noteweave.vault.frontmatter.full_yaml import YamlReader  # bounded, and slow to import

    path = "dendron.yml"
    read = YamlReader(files.text(path), 0)
    for fault in read.faults:
        if fault.code == "NW020":
            what = f"is not the YAML of a workspace (line {fault.line - 1}: {fault.message})"
            files.faults.setdefault(path, FileFault(path, what))
    workspace = read.properties.get("workspace", read.properties)
    vaults = _list(workspace.get("vaults")) if isinstance(workspace, dict) else []
    return {
        str(v.get("name") or v["fsPath"]): str(v["fsPath"]).strip("./")
        for v in vaults
        if isinstance(v, dict) and v.get("fsPath")
    }


def _list(value: object) -> list[Any]:
    return value if isinstance(value, list) else []


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
