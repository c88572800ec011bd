"""Read the configuration: `noteweave.toml`, or `[tool.noteweave]` in pyproject.toml.

The file is searched for in the vault's folder and its parents, up to the top of the git repository.
Options of the command line take precedence.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Literal, get_args

import msgspec

from noteweave.graph.check.findings import Severity
from noteweave.graph.check.own_settings import OwnRules, PropertyType
from noteweave.vault import messages
from noteweave.vault.disk.app_settings import SUMMARIES, Profile
from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import ConfigError
from noteweave.vault.parsing.grammar import RelationRule
from noteweave.vault.parsing.relations import compiled

if TYPE_CHECKING:
    from noteweave.graph.build.graph import Show
    from noteweave.graph.check.rule_selection import CheckOptions
    from noteweave.vault.vault import OpenOptions

_BRACKETS = "an entry of a list begins with two brackets, as in `[[rules.sections]]`"
_ENTRY = re.compile(r"(?P<list>[^\[]+)\[(?P<number>\d+)\]\.?(?P<rest>.*)")
"""A place in an entry of a list as msgspec writes it, with the number of the entry from 0."""

_MANUAL = "see docs/configuration.md; a name that is not only ASCII letters stands in quotes"


class _Table(msgspec.Struct, frozen=True, rename="kebab"):
    """A table of the file; its keys are the names of the fields, with `-` for `_`."""


class CheckPath(_Table, frozen=True, rename="kebab"):
    """`[check.paths."journal/**"]`: rules for some of the notes."""

    select: tuple[str, ...] = ()
    """Additional rules."""
    ignore: tuple[str, ...] = ()
    """Rules that do not run."""


class Check(_Table, frozen=True, rename="kebab"):
    """`[check]`: settings of `noteweave check`."""

    select: tuple[str, ...] = ("default",)
    ignore: tuple[str, ...] = ()
    fail_on: Severity = Severity.ERROR
    show: Severity | None = None
    baseline: str | None = None
    """A file of known findings, relative to the configuration file."""
    severity: dict[str, Severity] = {}
    pairs: dict[str, str] = msgspec.field(default_factory=lambda: {"up": "down"})
    untouched_days: Annotated[int, msgspec.Meta(ge=1)] = 365
    """See `CheckOptions`."""
    paths: dict[str, CheckPath] = {}
    """By pattern (syntax of `.gitignore`), matched against vault paths; the last match wins."""


class Graph(_Table, frozen=True, rename="kebab"):
    """`[graph]`: contents of the graph besides notes and topics; see `graph.build.Show`."""

    tags: bool = False
    attachments: bool = True
    external: bool = False
    canvas_lines: bool = False
    hierarchy: bool | None = None
    mentions: bool = False
    """Names of notes in running text that are not linked."""


class Relation(_Table, frozen=True, rename="kebab"):
    """`[[relations]]`: how a link's relation is written around it; see `RelationRule`."""

    section: str = ""
    pattern: str = ""
    relation: str = ""


class Topics(_Table, frozen=True, rename="kebab"):
    """`[topics]`: which notes are topics, as unwritten link targets are."""

    folders: tuple[str, ...] = ()


class Contexts(_Table, frozen=True, rename="kebab"):
    """`[contexts]`: what stands for a link whose list item holds nothing else."""

    summary: tuple[str, ...] = SUMMARIES
    """Properties and headings that say what a note is about."""


class Backlinks(_Table, frozen=True, rename="kebab"):
    """`[backlinks]`: settings of `noteweave backlinks --write --topics`."""

    topic_template: str = ""
    """The file that a new page begins as, relative to the vault; "" is an empty page."""
    topic_folder: str = ""
    """The folder of pages for topics that links name without one; "" is the vault's own."""


class NamedView(_Table, frozen=True, rename="kebab"):
    """`[[page.views]]`: a view of the graph page that can be chosen by name."""

    name: str
    address: str
    """What the page's address has after `#`."""


class Page(_Table, frozen=True, rename="kebab"):
    """`[page]`: settings of the graph page."""

    views: tuple[NamedView, ...] = ()
    hubs: bool = True
    """Whether a page opens with the most linked nodes; a switch of its filter shows them."""

    def options(self) -> dict[str, str]:
        """Return the options of the format html that say the same."""
        from noteweave.exporters.html.page_settings import formatted_views

        views = formatted_views((view.name, view.address) for view in self.views)
        return {"views": views, "hubs": "yes" if self.hubs else "no"}


class Config(_Table, frozen=True, rename="kebab"):
    """The whole file."""

    lang: Literal["en", "zh"] | None = None
    """The language of what is printed; None: the one that the environment asks for."""
    profile: Profile | None = None
    exclude: tuple[str, ...] = ()
    """Patterns of files to exclude, in the syntax of `.gitignore`."""
    gitignore: bool = True
    comments: bool = True
    """Whether links inside `%% comments %%` count."""
    follow: bool = False
    """Whether to follow symbolic links that lead to a place in the vault."""
    contexts: Contexts = Contexts()
    topics: Topics = Topics()
    relations: tuple[Relation, ...] = ()
    graph: Graph = Graph()
    backlinks: Backlinks = Backlinks()
    check: Check = Check()
    rules: OwnRules = OwnRules()
    """The rules that the vault sets itself."""
    page: Page = Page()

    def relation_rules(self) -> tuple[RelationRule, ...]:
        """Return the relations as the parser takes them."""
        return tuple(RelationRule(r.section, r.pattern, r.relation) for r in self.relations)

    def open_options(self) -> OpenOptions:
        """Return how to read the vault."""
        from noteweave.vault.vault import OpenOptions

        return OpenOptions(
            profile=self.profile,
            ignore=self.exclude,
            gitignore=self.gitignore,
            comments=self.comments,
            follow=self.follow and "inside",
            relations=self.relation_rules(),
            summaries=self.contexts.summary,
            eager=True,
        )

    def show(self) -> Show:
        """Return what the graph holds."""
        from noteweave.graph.build.graph import Show

        return Show(
            tags=self.graph.tags,
            attachments=self.graph.attachments,
            external=self.graph.external,
            canvas_lines=self.graph.canvas_lines,
            hierarchy=self.graph.hierarchy,
            topic_folders=self.topics.folders,
            mentions=self.graph.mentions,
        )


class LoadedConfig(msgspec.Struct, frozen=True):
    """A configuration, and the folder of its file."""

    config: Config
    folder: Path
    """The folder of the file; the vault if there is no file."""
    name: str = "noteweave.toml"
    """The file's name."""

    def seen_from(self, vault: Path) -> str:
        """Return the file's path relative to a vault, with `/`."""
        return Path(os.path.relpath(self.folder / self.name, vault.resolve())).as_posix()

    def check_options(self, vault: Path) -> CheckOptions:
        """Return what to check in a vault."""
        from noteweave.graph.check.rule_selection import CheckOptions, PathOptions

        check, own = self.config.check, self.config.rules
        return CheckOptions(
            select=check.select,
            ignore=check.ignore,
            paths=tuple(PathOptions(p, o.select, o.ignore) for p, o in check.paths.items()),
            severity=check.severity,
            pairs=check.pairs,
            untouched_days=check.untouched_days,
            own=own,
            source=self.seen_from(vault) if own or self.config.topics.folders else "",
            topic_folders=self.config.topics.folders,
        )

    def inside(self, setting: str, path: str) -> Path:
        """Return the file that a setting names; it must be in the folder of the configuration.

        A vault may come from somebody else: its configuration does not choose files elsewhere.

        Raises:
            ConfigError: it is not.
        """
        place = (self.folder / path).resolve()
        if not place.is_relative_to(self.folder.resolve()):
            raise ConfigError(
                f"{setting} = {path!r}: leads out of {self.folder}",
                "name a file outside on the command line",
            )
        return place


def searched_paths(vault: Path) -> Iterator[Path]:
    """Yield every path whose existence decides which configuration file is read."""
    start = vault.resolve()
    for folder in (start, *start.parents):
        yield from (folder / "noteweave.toml", folder / "pyproject.toml", folder / ".git")
        if (folder / ".git").exists():
            break


def load(vault: Path) -> LoadedConfig:
    """Read the configuration of a vault; the defaults if there is no file.

    Raises:
        ConfigError: the file cannot be read, or a setting is unknown or invalid.
    """
    start = vault.resolve()
    for folder in (start, *start.parents):
        own, python = folder / "noteweave.toml", folder / "pyproject.toml"
        if own.is_file():
            return _loaded(LoadedConfig(_read(own, _toml(own)), folder))
        if python.is_file():
            tools = _toml(python).get("tool", {})
            if isinstance(tools, dict) and "noteweave" in tools:
                return _loaded(LoadedConfig(_read(python, tools["noteweave"]), folder, python.name))
        if (folder / ".git").exists():
            break
    return LoadedConfig(Config(), start)


def _loaded(found: LoadedConfig) -> LoadedConfig:
    """Use the language that a configuration names, in a command that was not told another."""
    messages.configure(found.config.lang)
    return found


def _toml(path: Path) -> dict[str, Any]:
    import tomllib

    try:
        return tomllib.loads((read_bytes(path) or b"").decode("utf-8-sig"))
    except UnusableFileError as error:
        raise ConfigError(f"{path}: {error}") from error
    except RecursionError as error:
        raise ConfigError(f"{path}: tables and lists are nested too deep", _MANUAL) from error
    except ValueError as error:  # no TOML, no UTF-8, or a number that is too long
        raise ConfigError(f"{path}: {error}", _MANUAL) from error


def _read(path: Path, table: Any) -> Config:
    try:
        if isinstance(table, dict):
            _refuse_unknown_keys(table, Config)
        config = msgspec.convert(table, Config)
        _check_relations(config)
        return config
    except ConfigError as error:
        raise ConfigError(f"{path}: {error.message}", error.hint) from error
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        place = where.strip("`").removeprefix("$").lstrip(".")
        entry = _ENTRY.fullmatch(place)
        if entry:
            place = f"`[[{entry['list']}]]` number {int(entry['number']) + 1}"
            place += f": {entry['rest']}" if entry["rest"] else ""
        hint = _BRACKETS if what.endswith("got `object`") and "`array`" in what else ""
        if "enum" in what and "rules.properties" in place:
            hint = f"a type is {', '.join(PropertyType)}, or a list of the values that are allowed"
        message = f"{path}: {place or 'the file'}: {_lower_first(what)}"
        raise ConfigError(message, hint) from error


def _check_relations(config: Config) -> None:
    for number, rule in enumerate(config.relation_rules(), 1):
        with _in_entry("relations", number):
            if rule.pattern:
                compiled(rule)
            elif not rule.section or not rule.relation:
                raise ConfigError(
                    "needs a `pattern`, or a `section` and the `relation` it stands for",
                    "see docs/configuration.md",
                )


def _refuse_unknown_keys(
    table: dict[str, Any], struct: type[msgspec.Struct], prefix: str = ""
) -> None:
    """Refuse an unknown key, at any depth; `prefix` names the tables around, each with a dot."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, value in table.items():
        if name not in fields:
            raise ConfigError(f"no setting `{prefix}{name}`", _hint(name, list(fields)))
        kind = fields[name].type
        if _is_table(kind):
            if isinstance(value, dict):
                _refuse_unknown_keys(value, kind, f"{prefix}{name}.")
            continue
        inner = next((part for part in get_args(kind) if _is_table(part)), None)
        if inner and isinstance(value, dict):
            for key, part in value.items():
                if isinstance(part, dict):
                    _refuse_unknown_keys(part, inner, f'{prefix}{name}."{key}".')
        elif inner and isinstance(value, list):
            for number, part in enumerate(value, 1):
                if isinstance(part, dict):
                    with _in_entry(f"{prefix}{name}", number):
                        _refuse_unknown_keys(part, inner)


@contextmanager
def _in_entry(name: str, number: int) -> Iterator[None]:
    """Let an error in this block name an entry of a list of tables, counted from 1."""
    try:
        yield
    except ConfigError as error:
        raise ConfigError(f"`[[{name}]]` number {number}: {error.message}", error.hint) from error


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, msgspec.Struct)


def _hint(name: str, known: list[str]) -> str:
    from rapidfuzz import process

    similar = process.extractOne(name, known, score_cutoff=60)
    return f"did you mean `{similar[0]}`?" if similar else f"known: {', '.join(known)}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
