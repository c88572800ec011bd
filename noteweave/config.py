"""Read the configuration: `noteweave.toml`, or `[tool.noteweave]` in pyproject.toml.

The file is searched for in the vault's folder and its parents, up to the top of the git repository.
Options of the command line take precedence.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, get_args

import msgspec

from noteweave.graph.check.findings import Severity
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.disk.bounded_file import UnusableFileError, read_bytes
from noteweave.vault.errors import ConfigError

_MANUAL = "see docs/configuration.md"


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


class Config(_Table, frozen=True, rename="kebab"):
    """The whole file."""

    profile: Profile | None = None
    exclude: tuple[str, ...] = ()
    """Patterns of files to exclude, in the syntax of `.gitignore`."""
    gitignore: bool = True
    comments: bool = True
    """Whether links inside `%% comments %%` count."""
    follow: bool = False
    """Whether to follow symbolic links that lead to a place in the vault."""
    graph: Graph = Graph()
    check: Check = Check()


class LoadedConfig(msgspec.Struct, frozen=True):
    """A configuration, and the folder of its file."""

    config: Config
    folder: Path
    """The folder of the file; the vault if there is no file."""

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
            return LoadedConfig(_read(own, _toml(own)), folder)
        if python.is_file():
            tools = _toml(python).get("tool", {})
            if isinstance(tools, dict) and "noteweave" in tools:
                return LoadedConfig(_read(python, tools["noteweave"]), folder)
        if (folder / ".git").exists():
            break
    return LoadedConfig(Config(), start)


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
            _refuse_unknown_keys(table, Config, path, "")
        return msgspec.convert(table, Config)
    except msgspec.ValidationError as error:
        what, _, where = str(error).partition(" - at ")
        place = where.strip("`").removeprefix("$").lstrip(".")
        raise ConfigError(f"{path}: {place or 'the file'}: {_lower_first(what)}") from error


def _refuse_unknown_keys(
    table: dict[str, Any], struct: type[msgspec.Struct], path: Path, prefix: str
) -> None:
    """Refuse an unknown key, at any depth."""
    fields = {field.encode_name: field for field in msgspec.structs.fields(struct)}
    for name, value in table.items():
        if name not in fields:
            raise ConfigError(f"{path}: no setting `{prefix}{name}`", _hint(name, list(fields)))
        kind = fields[name].type
        inner = [kind] if isinstance(kind, type) else [k for k in get_args(kind) if _is_table(k)]
        if not inner or not _is_table(inner[0]) or not isinstance(value, dict):
            continue
        if kind is inner[0]:
            _refuse_unknown_keys(value, inner[0], path, f"{prefix}{name}.")
        for each, part in value.items():
            if kind is not inner[0] and isinstance(part, dict):
                _refuse_unknown_keys(part, inner[0], path, f'{prefix}{name}."{each}".')


def _is_table(kind: Any) -> bool:
    return isinstance(kind, type) and issubclass(kind, _Table)


def _hint(name: str, known: list[str]) -> str:
    from rapidfuzz import process

    similar = process.extractOne(name, known, score_cutoff=60)
    return f"did you mean `{similar[0]}`?" if similar else f"known: {', '.join(known)}"


def _lower_first(text: str) -> str:
    return text[:1].lower() + text[1:]
