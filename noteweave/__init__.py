"""Weave a folder of Markdown notes into a knowledge graph.

>>> from noteweave import Vault, build_graph
>>> graph = build_graph(Vault.open("notes"))        # doctest: +SKIP

The names below are the public API; each is imported when it is first asked for.
"""

from __future__ import annotations

from noteweave.vault import __version__

TYPE_CHECKING = False  # as type checkers know it, without the time it takes to import typing
if TYPE_CHECKING:
    from noteweave.exporters import exporter, formats
    from noteweave.graph.build.graph import Show, build_graph
    from noteweave.graph.check.check import check
    from noteweave.graph.layout import lay_out
    from noteweave.graph.metrics.measure import measure
    from noteweave.graph.query.select import select
    from noteweave.graph.resolve.resolved_vault import resolve
    from noteweave.living.session import Session
    from noteweave.vault.errors import NoteweaveError
    from noteweave.vault.parsing.note import parse
    from noteweave.vault.vault import OpenOptions as Options
    from noteweave.vault.vault import Vault
    from noteweave.woven import weave

__all__ = [
    "NoteweaveError",
    "Options",
    "Session",
    "Show",
    "Vault",
    "__version__",
    "build_graph",
    "check",
    "exporter",
    "formats",
    "lay_out",
    "measure",
    "parse",
    "resolve",
    "select",
    "weave",
]

_HOMES = {
    "NoteweaveError": "noteweave.vault.errors",
    "Options": "noteweave.vault.vault:OpenOptions",
    "Session": "noteweave.living.session",
    "Show": "noteweave.graph.build.graph",
    "Vault": "noteweave.vault.vault",
    "build_graph": "noteweave.graph.build.graph",
    "check": "noteweave.graph.check.check",
    "exporter": "noteweave.exporters",
    "formats": "noteweave.exporters",
    "lay_out": "noteweave.graph.layout",
    "measure": "noteweave.graph.metrics.measure",
    "parse": "noteweave.vault.parsing.note",
    "resolve": "noteweave.graph.resolve.resolved_vault",
    "select": "noteweave.graph.query.select",
    "weave": "noteweave.woven",
}


def __getattr__(name: str) -> object:
    if name not in _HOMES:
        raise AttributeError(f"module 'noteweave' has no attribute {name!r}")
    from importlib import import_module

    module, _, attribute = _HOMES[name].partition(":")
    return getattr(import_module(module), attribute or name)


def __dir__() -> list[str]:
    return sorted(__all__)
