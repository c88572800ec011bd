"""Room 3 of 3: write a graph as bytes. One module is one format; its name is the format's name.

A format is any module with a docstring (its first line is the help text), `SUFFIX`, and
`export(graph, stream, request)`; it may have `STEM` (the default file name, else `graph`) and
`OPTIONS` (the settings of `--set`: each has `name`, `default` and `doc`). Other packages add
formats through the entry-point group `noteweave.exporters`. A module is imported when it is used.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import TYPE_CHECKING, Any, BinaryIO, Literal, Protocol, runtime_checkable

from noteweave.vault.errors import RequestError, UnknownNameError

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.vault.model import Context

GROUP = "noteweave.exporters"


@dataclass(frozen=True, slots=True)
class Request:
    """The input of an exporter besides the graph."""

    contexts: Callable[[str], Mapping[tuple[int, int], Context]] | None = None
    """Vault path of a note -> the text around each link, by its line and column; raises KeyError
    for a file that is not a note. None if the notes' text is unknown (or must not be shown)."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Options of this format alone, by name (`noteweave export FORMAT --set NAME=VALUE`)."""
    snippets: Literal["none", "links", "full"] = "links"
    """How much of the notes' text may be written."""
    report: Callable[[str], None] = field(default=lambda message: None)
    """Called with one sentence for each kind of loss (characters replaced, values left out)."""

    similar: Callable[[], Mapping[str, Sequence[str]]] = field(default=dict)
    """Returns, for each note by its path, the paths of notes with similar texts, the most similar
    first; empty if unknown. Called by formats that need it: it may have to be waited for."""

    def contexts_of(self, path: str) -> Mapping[tuple[int, int], Context]:
        """Return the text around each link of a file; empty if there is none, or none allowed."""
        if not path or self.contexts is None or self.snippets == "none":
            return {}
        try:
            return self.contexts(path)
        except KeyError:  # not a note
            return {}


@runtime_checkable
class Exporter(Protocol):
    """The attributes that make a module a format."""

    SUFFIX: str
    """With its dot, such as `.graphml`."""

    def export(self, graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
        """Write the whole graph to `stream` without closing it or seeking in it."""
        ...


@cache
def _plugins() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def formats() -> tuple[str, ...]:
    """Return the names of all formats, built in or from installed plug-ins, sorted."""
    built_in = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(sorted({*built_in, *_plugins()}))


def exporter(name: str) -> Exporter:
    """Import the exporter of a format.

    Raises:
        UnknownNameError: there is no such format.
        RequestError: a plug-in that cannot be imported or is not an exporter.
    """
    if name not in formats():
        raise UnknownNameError(f"{name}: no such format", f"there are {_listed(formats())}")
    found = _plugin(name) if name in _plugins() else import_module(f"{__name__}.{name}")
    if not isinstance(found, Exporter):
        raise RequestError(f"{name}: its module is not an exporter", "it needs SUFFIX and export()")
    return found


def _plugin(name: str) -> object:
    point = _plugins()[name]
    try:
        return point.load()
    except Exception as error:  # importing it may raise anything
        raise RequestError(
            f"{name}: the plug-in {point.value} cannot be loaded ({type(error).__name__}: {error})",
            "update or uninstall it",
        ) from error


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
