"""Room 3 of 3: from answers to bytes. One module here is one format; its name is the format's name.

A format is any module with a docstring (its first line is the help text), `SUFFIX`, and
`export(graph, stream, request)`; it may have `STEM` (the usual file's name, else `graph`) and
`OPTIONS` (what `--set` may change: each with `name`, `default` and `doc`). Formats of other
packages join through the entry-point group `noteweave.exporters`. Modules are imported when they
are asked for.
"""

from __future__ import annotations

import pkgutil
from collections.abc import Callable, Iterable, Mapping
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
    """What an exporter may want to know beside the graph."""

    contexts: Callable[[str], Mapping[tuple[int, int], Context]] | None = None
    """Vault path of a note -> the sentence around each link, by its line and column; None when
    the notes' text is not to be had (or not to be shown)."""
    settings: Mapping[str, Any] = field(default_factory=dict)
    """Options of this format alone, by name (`noteweave export FORMAT --set NAME=VALUE`)."""
    snippets: Literal["none", "links", "full"] = "links"
    """How much of the notes' text may enter the result."""
    report: Callable[[str], None] = field(default=lambda message: None)
    """Says what could not be written as it was (characters replaced, values left out)."""


@runtime_checkable
class Exporter(Protocol):
    """What a module must have to be a format."""

    SUFFIX: str
    """With its dot: `.graphml`."""

    def export(self, graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
        """Write the whole graph to `stream`; never closes it, never seeks."""
        ...


@cache
def _plugins() -> Mapping[str, EntryPoint]:
    return {point.name: point for point in entry_points(group=GROUP)}


def formats() -> tuple[str, ...]:
    """Return the names of all formats, sorted; ours and those of installed plug-ins."""
    ours = (m.name for m in pkgutil.iter_modules(__path__) if not m.name.startswith("_"))
    return tuple(sorted({*ours, *_plugins()}))


def exporter(name: str) -> Exporter:
    """Import the exporter of a format.

    Raises:
        UnknownNameError: there is no such format.
        RequestError: a plug-in that is broken.
    """
    if name not in formats():
        raise UnknownNameError(f"{name}: no such format", f"there are {_listed(formats())}")
    found = _plugin(name) if name in _plugins() else import_module(f"{__name__}.{name}")
    if not isinstance(found, Exporter):
        raise RequestError(f"{name}: its module is no exporter", "it needs SUFFIX and export()")
    return found


def _plugin(name: str) -> object:
    point = _plugins()[name]
    try:
        return point.load()
    except Exception as error:  # whatever a stranger's module does when it is imported
        raise RequestError(
            f"{name}: the plug-in {point.value} cannot be loaded ({type(error).__name__}: {error})",
            "update or uninstall it",
        ) from error


def _listed(names: Iterable[str]) -> str:
    *most, last = names
    return f"{', '.join(most)} and {last}" if most else last
