"""Measure the graph page in Chromium, beside plain pyvis output for the same graph.

    python benchmarks/page.py              10,000 and 100,000 notes
    python benchmarks/page.py 2000 --peer  2,000 notes, and pyvis's page of them

What is measured: the file's size; milliseconds from opening to the first picture; frames a second
while panning, zooming and hovering, with the slowest twentieth of the frames; milliseconds until a
click, the first key of a search and the next one have their answer on the screen; megabytes of
JavaScript heap at rest, and after the click. The page is written without sentences and, as another
row, with those of every link. pyvis's page is given the same places, with physics off (as it comes,
500 notes take half a minute to settle), and its script from the disk: it would otherwise be
fetched.
"""

from __future__ import annotations

import argparse
import io
import json
import random
import shutil
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import Any, Literal

import networkx as nx
from playwright.sync_api import Page, sync_playwright
from scale_free import WEST, scale_free

from noteweave.exporters import Request, exporter
from noteweave.vault.model import Context

SnippetLevel = Literal["none", "links", "full"]

ARGUMENTS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--enable-precise-memory-info",
    "--js-flags=--expose-gc",
]
FRAMES = """(step) => new Promise((done) => {
    const times = []; const began = performance.now(); let last = began;
    const frame = (now) => {
        times.push(now - last); last = now;
        step(times.length);
        if (performance.now() - began < 2500) requestAnimationFrame(frame);
        else {
            const sorted = times.slice(1).sort((a, b) => a - b);
            done({ fps: Math.round(1000 * sorted.length / (performance.now() - began)),
                   p95: Math.round(sorted[Math.floor(sorted.length * 0.95)]) });
        }
    };
    requestAnimationFrame(frame);
})"""


def panned(surface: str) -> str:
    """Drag what a selector finds in circles, one step a frame."""
    return f"""(() => {{
        const map = document.querySelector({surface!r});
        map.setPointerCapture = () => {{}};
        const fire = (type, x, y) => map.dispatchEvent(new PointerEvent(type, {{ pointerId: 1,
            pointerType: 'mouse', button: 0, buttons: 1, clientX: x, clientY: y, bubbles: true }}));
        fire('pointerdown', 640, 400);
        return ({FRAMES})((i) =>
            fire('pointermove', 640 + 180 * Math.sin(i / 20), 400 + 120 * Math.cos(i / 20)))
            .then((result) => {{ fire('pointerup', 640, 400); return result; }});
    }})()"""


def zoomed(surface: str) -> str:
    """Turn the wheel over what a selector finds, in and out, one step a frame."""
    return f"""({FRAMES})((i) => document.querySelector({surface!r}).dispatchEvent(
        new WheelEvent('wheel', {{ deltaY: Math.floor(i / 40) % 2 ? 12 : -12, bubbles: true,
            clientX: 640, clientY: 400, cancelable: true }})))"""


def hovered(surface: str) -> str:
    """Move the pointer over what a selector finds in circles, one step a frame, no button held."""
    return f"""({FRAMES})((i) => document.querySelector({surface!r}).dispatchEvent(
        new PointerEvent('pointermove', {{ pointerId: 1, pointerType: 'mouse', bubbles: true,
            clientX: 640 + 260 * Math.sin(i / 30), clientY: 400 + 200 * Math.cos(i / 23) }})))"""


def typed(text: str) -> str:
    """Type a text into the search field; milliseconds until the hits are on the screen."""
    return f"""new Promise((done) => {{
        const input = document.getElementById('search'); const began = performance.now();
        input.value = {text!r};
        input.dispatchEvent(new Event('input', {{ bubbles: true }}));
        const shown = document.querySelector('#hits [role=option]') !== null;
        requestAnimationFrame(() => setTimeout(() => done(shown ? performance.now() - began : -1)));
    }})"""


OURS = {
    "first": "performance.getEntriesByName('noteweave:first')[0]?.startTime",
    "ready": "performance.getEntriesByName('noteweave:ready').length > 0",
    "pan": panned("#map"),
    "zoom": zoomed("#map"),
    "hover": hovered("#map"),
    "key": typed("l"),
    "next key": typed("le"),
    "click": """new Promise((done) => {
        const { events, graph, view } = noteweave.app; const map = document.getElementById('map');
        const place = (node) =>
            [view.camera.toScreenX(graph.x[node]), view.camera.toScreenY(graph.y[node])];
        let node = 0; // the most important that no name covers
        while (events.targetAt(...place(node), 13).node !== node) node++;
        const [clientX, clientY] = place(node);
        const at = { pointerId: 1, pointerType: 'mouse', bubbles: true, clientX, clientY };
        const began = performance.now();
        map.dispatchEvent(new PointerEvent('pointerdown', at));
        map.dispatchEvent(new PointerEvent('pointerup', at));
        const shown = document.querySelector('#panel h2') !== null;
        requestAnimationFrame(() => setTimeout(() => done(shown ? performance.now() - began : -1)));
    })""",
}
PEER = {
    "first": "window.firstPicture",
    "ready": "window.firstPicture > 0 && document.readyState === 'complete'",
    "pan": panned("#mynetwork canvas"),
    "zoom": zoomed("#mynetwork canvas"),
    "hover": hovered("#mynetwork canvas"),
    "click": """new Promise((done) => {
        const began = performance.now();
        network.selectNodes([network.body.nodeIndices[0]]);
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - began)));
    })""",
}
WATCH = """(() => {
    const arc = CanvasRenderingContext2D.prototype.arc;
    CanvasRenderingContext2D.prototype.arc = function (...values) {
        if (!window.firstPicture) {
            window.firstPicture = -1;
            requestAnimationFrame(() => { window.firstPicture = performance.now(); });
        }
        return arc.apply(this, values);
    };
})()"""


def sentences(graph: nx.MultiDiGraph[str]) -> Callable[[str], dict[tuple[int, int], Context]]:
    """Return a function that gives the links of a note sentences of about twenty words."""

    def contexts(path: str) -> dict[tuple[int, int], Context]:
        draw = random.Random(path)
        found = {}
        for _, target, places in graph.out_edges(path, data="places"):
            label = graph.nodes[target]["label"]
            before, after = (" ".join(draw.choices(WEST, k=10)) for _ in "ab")
            for line, column, *_ in places:
                start = len(before) + 1
                text = f"{before} {label} {after}."
                end = start + len(label)
                found[line, column] = Context(text, start, end, "paragraph", line)
        return found

    return contexts


def ours(graph: nx.MultiDiGraph[str], path: Path, snippets: SnippetLevel = "none") -> float:
    """Write our page; return the seconds it took."""
    stream = io.BytesIO()
    began = time.perf_counter()
    exporter("html").export(graph, stream, Request(sentences(graph), snippets=snippets))
    took = time.perf_counter() - began
    path.write_bytes(stream.getvalue())
    return took


def peer(graph: nx.MultiDiGraph[str], path: Path) -> float:
    """Write pyvis's own page, as kindly as can be: in bulk, with places, without physics."""
    from pyvis.network import Network

    began = time.perf_counter()
    net: Any = Network(directed=True, height="800px", cdn_resources="in_line")  # type: ignore[no-untyped-call]
    nodes = graph.nodes(data=True)
    net.nodes = [
        {"id": key, "label": node["label"], "shape": "dot", "size": 5, "group": node["community"]}
        | {"x": node["x"] * 20, "y": node["y"] * 20}
        for key, node in nodes
    ]
    net.edges = [{"from": a, "to": b} for a, b in graph.edges()]
    net.options = {
        "physics": {"enabled": False},
        "edges": {"smooth": False, "width": 0.4, "arrows": {"to": {"enabled": False}}},
        "interaction": {"hideEdgesOnDrag": True, "hideEdgesOnZoom": True},
        "layout": {"improvedLayout": False},
    }
    path.write_text(net.generate_html("x.html"), "utf-8")
    return time.perf_counter() - began


def measured(page: Page, path: Path, how: dict[str, str], patience: float) -> dict[str, Any]:
    """Open a page and ask it everything."""
    if how is PEER:
        page.add_init_script(WATCH)
        page.route("https://**", lambda route: route.abort())
    page.goto(path.as_uri(), wait_until="commit", timeout=patience * 1000)
    until = time.monotonic() + patience
    while not page.evaluate(how["ready"]):
        if time.monotonic() > until:
            return {"first": f"> {patience:.0f} s"}
        page.wait_for_timeout(50)
    result: dict[str, Any] = {"first": round(page.evaluate(how["first"]))}
    page.wait_for_timeout(2000)
    page.evaluate("gc()")
    result["heap"] = round(page.evaluate("performance.memory.usedJSHeapSize") / 1e6)
    for motion in ("pan", "zoom", "hover"):
        result[motion] = page.evaluate(how[motion])
        page.wait_for_timeout(1500)
    result["click"] = round(page.evaluate(how["click"]))
    page.wait_for_timeout(1000)
    page.evaluate("gc()")
    result["heap after"] = round(page.evaluate("performance.memory.usedJSHeapSize") / 1e6)
    for key in ("key", "next key"):
        if key in how:
            result[key] = round(page.evaluate(how[key]))
            page.wait_for_timeout(500)
    return result


def row(name: str, size: int, path: Path, took: float, result: dict[str, Any]) -> str:
    """Return a line of the table."""
    frames = [
        f"{found.get('fps', '–')!s:>4} ({found.get('p95', '–')!s:>4})"
        for found in (result.get(motion, {}) for motion in ("pan", "zoom", "hover"))
    ]
    rest = [
        f"{result.get(name, '–')!s:>6}"
        for name in ("click", "key", "next key", "heap", "heap after")
    ]
    return (
        f"{name:10} {size:>7,}  {path.stat().st_size / 1e6:6.2f}  {took:7.1f}  "
        f"{result['first']!s:>8}  {'  '.join(frames)}  {' '.join(rest)}"
    )


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0] if __doc__ else "")
    parser.add_argument("sizes", nargs="*", type=int, default=[10_000, 100_000])
    parser.add_argument("--peer", action="store_true", help="measure pyvis's own page, too")
    parser.add_argument("--patience", type=float, default=120, help="seconds to wait for a page")
    parser.add_argument("--runs", type=int, default=1, help="of each page")
    parser.add_argument("--json", type=Path, help="write all figures here")
    asked = parser.parse_args()
    chromium = shutil.which("chromium") or shutil.which("chromium-browser")
    figures = []
    print(
        "page         notes      MB  write s  first ms  pan fps (p95)  zoom (p95)  hover (p95)"
        "   click    key   next   heap  after"
    )
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        for size in asked.sizes:
            graph = scale_free(size)
            for name, write, how in [
                ("noteweave", ours, OURS),
                ("sentences", partial(ours, snippets="links"), OURS),
                ("pyvis", peer, PEER),
            ]:
                if name == "pyvis" and not asked.peer:
                    continue
                path = Path(folder) / f"{name}-{size}.html"
                took = write(graph, path)
                for _ in range(asked.runs):
                    page = browser.new_page(viewport={"width": 1280, "height": 800})
                    result = measured(page, path, how, asked.patience)
                    print(row(name, size, path, took, result), flush=True)
                    figures.append({"page": name, "notes": size, "write": took} | result)
                    page.close()
        browser.close()
    if asked.json:
        asked.json.write_text(json.dumps(figures, indent=1))


if __name__ == "__main__":
    main()
