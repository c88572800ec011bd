"""How a vault's graph shows itself in a notebook: its page in a frame, or a picture of its map.

Jupyter, VS Code, marimo and others call `_repr_mimebundle_` of the last value of a cell:
https://ipython.readthedocs.io/en/stable/config/integrating.html
"""

from __future__ import annotations

import io
from base64 import b64encode
from collections import Counter
from html import escape
from typing import TYPE_CHECKING

from noteweave.exporters import Request, exporter

if TYPE_CHECKING:
    import networkx as nx

    from noteweave.vault.vault import Vault

LARGEST_PAGE = 2_000_000
"""Bytes; a notebook keeps every output in its file, so a larger page is shown as a picture."""
HEIGHT = 560
"""Pixels."""


def mime_bundle(vault: Vault, graph: nx.MultiDiGraph[str]) -> dict[str, str]:
    """Return the representations of a graph by their media types.

    The picture lies under the frame: where scripts or frames are not allowed (an untrusted
    notebook), it is what remains.
    """
    summary = summarized(graph)
    svg = written(vault, graph, "svg").decode()
    page = written(vault, graph, "html")
    encoded = b64encode(svg.encode()).decode("ascii")
    picture = (
        f'<img alt="{escape(summary)}" src="data:image/svg+xml;base64,{encoded}"'
        f' style="width: 100%; height: {HEIGHT}px; object-fit: contain">'
    )
    if len(page) > LARGEST_PAGE:
        size = f"{len(page) / 1e6:.1f} MB"
        note = f"{summary}. The page is large ({size}): .show() opens it in the browser."
        html = f"{picture}<p>{escape(note)}</p>"
    else:
        # No allow-same-origin: the page can read nothing of the notebook.
        html = (
            f'<div style="position: relative; height: {HEIGHT}px">{picture}'
            f'<iframe title="{escape(summary)}" srcdoc="{escape(page.decode())}"'
            ' sandbox="allow-scripts allow-downloads allow-popups" style="position: absolute;'
            ' top: 0; left: 0; width: 100%; height: 100%; border: 0"></iframe></div>'
        )
    return {"text/plain": summary, "text/html": html, "image/svg+xml": svg}


def summarized(graph: nx.MultiDiGraph[str]) -> str:
    """Return one line of counts."""
    kinds = Counter(str(node.get("kind")) for _, node in graph.nodes(data=True))
    links = sum(int(data.get("count") or 1) for _, _, data in graph.edges(data=True))
    counts = {"note": kinds["note"], "topic": kinds["topic"], "link": links}
    parts = [f"{n:,} {noun if n == 1 else f'{noun}s'}" for noun, n in counts.items()]
    return f"{graph.graph.get('name') or 'vault'}: {', '.join(parts)}"


def written(vault: Vault, graph: nx.MultiDiGraph[str], format: str) -> bytes:
    """Return a format's file."""
    stream = io.BytesIO()
    settings = {"root": str(vault.root.resolve())} if format == "html" else {}
    exporter(format).export(graph, stream, Request(vault.contexts, settings))
    return stream.getvalue()
