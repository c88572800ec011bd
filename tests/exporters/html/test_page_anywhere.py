"""The graph page of any vault in any browser: hostile, empty, huge, old, without script."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from chromium import opened
from page_graph import Write, add, coast, colors, link, point

from noteweave.exporters import Request, exporter
from noteweave.vault.model import Context

pytestmark = pytest.mark.browser


HOSTILE = [
    "<img src=x onerror=alert(1)>",
    "</script><script>alert(1)</script>",
    '"><svg onload=alert(1)>',
    "javascript:alert(1)",
    "{{ 7 * 7 }} ${alert(1)}",
    "select_menu href='javascript:alert(1)'",
    "\u202egnp.exe",
]


def test_a_hostile_vault_stays_inert(running: Any, write: Write) -> None:
    graph = coast()
    for i, text in enumerate(HOSTILE):
        key = f"{text}/{text}.md"
        add(
            graph,
            key,
            0,
            i,
            tags=[text],
            title=f"{text} title",
            aliases=[text],
            community_name=text,
        )
        graph.nodes[key]["properties"] = {text: text, "list": [text, f"https://x/{text}"]}
        link(graph, key, "shore/Harbour.md", kind="property", relation=text)
        link(graph, "shore/Harbour.md", key)
    graph.graph["name"] = HOSTILE[1]
    graph.graph["view"] = {"color_groups": [{"query": HOSTILE[0], "color": "#ff0000"}]}
    watch = "window.alert = () => { window.harmed = true; };"

    def evil(path: str) -> dict[tuple[int, int], Context]:
        return {(3, 7): Context("".join(HOSTILE), 3, 40, "paragraph", 3)}

    stream = io.BytesIO()
    exporter("html").export(graph, stream, Request(contexts=evil))
    path = write(coast()).with_name("hostile.html")
    path.write_bytes(stream.getvalue())
    with opened(running, path, before=watch) as tab:
        for node in range(tab.page.evaluate("noteweave.app.graph.size")):
            tab.page.evaluate(f"noteweave.app.select({node})")
        tab.page.evaluate("noteweave.app.select(noteweave.app.graph.label.indexOf('Harbour'))")
        tab.until("document.querySelectorAll('#panel blockquote').length > 6")
        tab.page.fill("#search", "alert")
        tab.page.keyboard.press("f")
        tab.page.wait_for_timeout(500)
        assert tab.page.evaluate("window.harmed === undefined")
        assert tab.page.locator("body img, #panel script, body iframe, svg[onload]").count() == 0
        schemes = "[...new Set([...document.querySelectorAll('a')].map((a) => a.protocol))].sort()"
        assert set(tab.page.evaluate(schemes)) <= {"obsidian:", "https:", "file:"}


def test_injected_script_would_not_run(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        for attempt in (
            "document.body.innerHTML = '<img src=x onerror=alert(1)>'",
            "document.createElement('img').setAttribute('onerror', 'alert(1)')",
            "document.createElement('script').textContent = 'alert(1)'",
        ):
            refused = (
                f"(() => {{ try {{ {attempt}; return ''; }} catch (e) {{ return e.name; }} }})()"
            )
            assert tab.page.evaluate(refused) == "TypeError"
        assert tab.page.evaluate("fetch('https://example.org').catch((e) => e.name)") == "TypeError"
        assert any("Content Security Policy" in text for text in tab.complaints)
        tab.complaints.clear()


def test_no_notes(running: Any, write: Write) -> None:
    with opened(running, write(nx.MultiDiGraph(name="Empty"))) as tab:
        assert "No notes yet" in tab.texts("#notice")[0]


def test_one_note(running: Any, write: Write) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="One")
    add(graph, "独.md", 0, 0)
    with opened(running, write(graph)) as tab:
        tab.at_rest()
        assert tab.page.evaluate("noteweave.app.view.labels.map((label) => label.text)") == ["独"]
        tab.page.mouse.click(*point(tab, "独"))
        assert "Nothing links here yet." in tab.texts("#panel .status")


def test_a_star_with_thousands_of_leaves(running: Any, write: Write) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Star")
    add(graph, "Sun.md", 0, 0)
    for i in range(5000):
        add(graph, f"Ray {i}.md", 0, i % 60)
        graph.nodes[f"Ray {i}.md"].update(x=i % 71 * 50.0, y=i // 71 * 50.0)
        link(graph, f"Ray {i}.md", "Sun.md")
    with opened(running, write(graph), "#n=Sun.md") as tab:
        assert tab.page.locator("#panel .backlinks li").count() == 12
        tab.page.locator("#panel .foot").first.click()
        assert tab.page.locator("#panel .backlinks li").count() == 72
        tab.until("noteweave.app.localGraph.network", 12)
        assert tab.page.evaluate("noteweave.app.localGraph.network.body.nodeIndices.length") <= 180


def test_long_and_right_to_left_names(running: Any, write: Write) -> None:
    graph = coast()
    add(graph, f"{'so long ' * 37}.md", 0, 14)
    add(graph, "مذكرات البحر.md", 1, 15)
    with opened(running, write(graph)) as tab:
        tab.at_rest()
        longest = "Math.max(...noteweave.app.view.labels.map((l) => l.box.right - l.box.left))"
        assert tab.page.evaluate(longest) < 330
        tab.page.fill("#search", "البحر")
        tab.page.keyboard.press("Enter")
        direction = "getComputedStyle(document.querySelector('#panel h2')).direction"
        assert tab.page.evaluate(direction) == "rtl"
        assert tab.page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_browser_without_decompression(running: Any, page: Path) -> None:
    with opened(running, page, before="delete window.DecompressionStream") as tab:
        tab.at_rest()
        assert colors(tab) > 60


def test_without_script_there_is_the_list(running: Any, page: Path) -> None:
    with opened(running, page, ready=False, java_script_enabled=False) as tab:
        assert "needs JavaScript" in tab.texts("#plain p")[0]
        assert tab.page.locator("#plain li").count() == 23
        assert not tab.page.locator("#map").is_visible()
