"""One offline HTML page: the map of all notes, search, backlinks in context, a local graph."""

from __future__ import annotations

from typing import TYPE_CHECKING, BinaryIO

from noteweave.exporters._shared.options import Option, chosen
from noteweave.exporters.html.page_data import Page
from noteweave.exporters.html.page_settings import PageSettings

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.exporters import Request

SUFFIX = ".html"

OPTIONS = (
    Option("open_with", "", "obsidian, vscode, file or none; by default the vault's own app"),
    Option("root", "", "the vault's folder: absolute, or for `file` relative to the page"),
    Option("vault", "", "the vault's name in Obsidian; by default the folder's"),
    Option("title", "", "what the page is called; by default as the vault"),
    Option("views", "", "named views: NAME=ADDRESS, one on each line; %3D is a = in a name"),
    Option("hubs", "yes", "yes or no: whether the most linked nodes are shown at first"),
    Option("lang", "", "en or zh; by default the browser's language"),
)


def export(graph: nx.MultiDiGraph[str], stream: BinaryIO, request: Request) -> None:
    """Write the page for `graph` to `stream`, as UTF-8.

    Raises:
        RequestError: a setting is unknown, or its value is not one of the choices.
    """
    # Imported late: pyvis imports IPython, which takes up to 0.6 s.
    from noteweave.exporters.html.render import render

    settings = PageSettings.of(chosen(OPTIONS, request.settings), graph.graph)
    page = Page.of(graph, request, settings)
    for part in render(page, settings):
        stream.write(part)
