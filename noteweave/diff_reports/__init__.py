"""How the change of a graph is told. One module is one format; its name is the format's name."""

from __future__ import annotations

from collections.abc import Iterator
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol, cast

from noteweave.past.graph_changes import GraphChange

VERSION = 1
"""Of the JSON form."""


class DiffFormat(Protocol):
    """What a module must have to be a format."""

    def lines(self, change: GraphChange, top: int) -> Iterator[str]:
        """Yield the text line by line, without line ends; no list longer than `top` but in JSON."""
        ...


def formats() -> list[str]:
    """Return the names of all formats, sorted."""
    return sorted(module.name for module in iter_modules(__path__) if module.name[0] != "_")


def diff_format(name: str) -> DiffFormat:
    """Return a format by its name, one of `formats()`."""
    return cast(DiffFormat, import_module(f"{__name__}.{name}"))
