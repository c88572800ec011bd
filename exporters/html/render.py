"""Render the page as HTML through pyvis: a `Network` and our own template.

The `Network` holds the most important notes and the links between them (the list for a reader
without JavaScript) and the options of vis-network, which draws the local graph. The map of all
notes is not in it: columns are ten times lighter than a dictionary per node, and vis-network
cannot draw a whole vault (10,000 notes: 36 frames a second; 100,000: 4).

The network is filled in bulk: `add_node` and `add_edge` take quadratic time. The Jinja environment
is our own: pyvis's does not escape. So are the bytes: `write_html` uses the system's encoding.
"""

from __future__ import annotations

import importlib.util
import json
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import TYPE_CHECKING, Any

from jinja2 import DictLoader, Environment, StrictUndefined
from markupsafe import Markup
from pyvis.network import Network

from noteweave.exporters._shared.content_security_policy import policy
from noteweave.exporters.html.bundle_modules import bundle, modules
from noteweave.exporters.html.packed_columns import one_line

if TYPE_CHECKING:
    from noteweave.exporters.html.page_data import Page
    from noteweave.exporters.html.page_settings import PageSettings

LISTED = 1500
"""How many notes the document itself lists; the script knows all."""
LINKS_LISTED = 12
"""How many links of a listed note."""
LOCAL_GRAPH: dict[str, Any] = {
    "nodes": {"shape": "dot", "borderWidth": 0, "font": {"size": 13, "vadjust": -2}},
    "edges": {"smooth": False, "width": 1, "arrows": {"to": {"enabled": True, "scaleFactor": 0.4}}},
    "physics": {
        "solver": "forceAtlas2Based",
        "forceAtlas2Based": {
            "gravitationalConstant": -42,
            "centralGravity": 0.016,
            "springLength": 70,
            "springConstant": 0.09,
            "damping": 0.55,
            "avoidOverlap": 0.4,
        },
        "stabilization": {"enabled": True, "iterations": 160, "updateInterval": 400, "fit": True},
        "minVelocity": 0.9,
        "maxVelocity": 40,
    },
    "layout": {"randomSeed": 7, "improvedLayout": False},
    "interaction": {"hover": True, "tooltipDelay": 1e9, "keyboard": False, "zoomSpeed": 0.6},
}
"""Options of vis-network; the page adds the colours of its theme."""


def network(page: Page) -> Any:
    """Fill a pyvis `Network` with the core of the vault: its most important notes, their links."""
    net: Any = Network(directed=True, heading=page.settings.title)  # type: ignore[no-untyped-call]
    net.nodes = [
        {"id": number, "label": one_line(label), "shape": "dot"}
        for number, label in enumerate(page.labels[:LISTED])
    ]
    net.node_ids = [node["id"] for node in net.nodes]
    net.node_map = {node["id"]: node for node in net.nodes}
    drawn: dict[int, set[int]] = {}
    for source, target in zip(page.edges.sources, page.edges.targets, strict=True):
        if source >= LISTED:
            break
        targets = drawn.setdefault(source, set())
        if target < LISTED and len(targets) < LINKS_LISTED:
            targets.add(target)
    net.edges = [{"from": a, "to": b} for a in sorted(drawn) for b in sorted(drawn[a])]
    net.options = LOCAL_GRAPH
    return net


def render(page: Page, settings: PageSettings) -> Iterator[bytes]:
    """Yield the page in pieces: one text with all the data would be large."""
    before, here, after = _document(page, settings).partition('id="data">')
    yield _bytes(before + here)
    yield from _data(page)
    yield _bytes(after)


def _document(page: Page, settings: PageSettings) -> str:
    """Return the page without its data."""
    net = network(page)
    app, style = bundle(modules()), _ours("page.css")
    vis = vis_network()
    template = Environment(
        loader=DictLoader({"page.html": _ours("page.html")}),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    template.globals = {
        "policy": policy([app, vis], [style, NO_SCRIPT], live=bool(settings.live)),
        "lang": settings.lang or "en",
        "app": Markup(app),
        "vis": Markup(vis),
        "style": Markup(style),
        "no_script": Markup(NO_SCRIPT),
        "total": len(page.nodes),
        "targets": _targets(net),
    }
    net.templateEnv, net.path = template, "page.html"
    html: str = net.generate_html("page.html")
    return html


NO_SCRIPT = "#plain{display:block}#app{display:none}"
"""The style without JavaScript: only the plain list."""


def _targets(net: Any) -> dict[int, list[int]]:
    targets: dict[int, list[int]] = {}
    for edge in net.edges:
        targets.setdefault(edge["from"], []).append(edge["to"])
    return targets


def _data(page: Page) -> Iterator[bytes]:
    """Yield one JSON object; base64 data needs no escaping."""
    yield _bytes(_as_json(page.data())[:-1])
    between = ',"packs":{'
    for name, pack in page.packs():
        yield _bytes(f'{between}"{name}":{_as_json(pack.described())[:-1]},"data":"')
        yield pack.data()
        between = '"},'
    yield b'"}},"sentences":['
    between = ""
    for lines, size, data in page.snippet_blocks():
        yield _bytes(f'{between}[{lines},{size},"')
        yield data
        between = '"],'
    yield b'"]]}' if between else b"]}"


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "replace")


def _as_json(data: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element around it."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace("\u2028", "\\u2028").replace("\u2029", "\\u2029")


def _ours(name: str) -> str:
    return (files("noteweave.exporters.html") / name).read_text("utf-8")


@cache
def vis_network() -> str:
    """Return the vis-network script of pyvis, without its link to a source map."""
    spec = importlib.util.find_spec("pyvis")
    assert spec is not None
    assert spec.origin is not None
    folder = Path(spec.origin).parent / "lib"
    newest = sorted(folder.glob("vis-*/vis-network.min.js"), key=_version)[-1]
    lines = newest.read_text("utf-8").split("\n")
    text = "\n".join(line for line in lines if not line.startswith("//# sourceMappingURL"))
    return text.replace("</script", "<\\/script")


def _version(path: Path) -> list[int]:
    return [int(part) for part in path.parent.name.removeprefix("vis-").split(".")]
