"""The map of topics in the graph page, in a real Chromium."""

from __future__ import annotations

import re
from typing import Any

import pytest
from chromium import opened
from page_graph import Write, add, coast, link

pytestmark = pytest.mark.browser


def saved_svg(tab: Any) -> str:
    """Save the map as SVG, as a reader would, and return it."""
    tab.page.get_by_label("Save as a picture").click()
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name=re.compile("SVG")).click()
    tab.page.keyboard.press("Escape")
    return str(download.value.path().read_text("utf-8"))


def test_topics_alone(running: Any, write: Write) -> None:
    graph = coast()
    for place, name in enumerate(("Knots", "Ropes", "Weather")):
        add(graph, f"topic:{name}", 0, 20 + place, kind="topic", path="", topic=True)
    for place in range(12):
        keeper = f"shore/Keeper {place}.md"
        add(graph, keeper, 0, place)
        for name in ("Weather",) if place % 2 else ("Knots", "Ropes"):
            link(graph, keeper, f"topic:{name}")
    with opened(running, write(graph)) as tab:
        tab.page.get_by_label("Topics alone").click()
        tab.at_rest()
        names = {label["text"] for label in tab.page.evaluate("noteweave.labels()")}
        assert names == {"Knots", "Ropes", "Weather"}
        pairs = tab.page.evaluate("""(() => {
            const { scene, graph } = noteweave.app;
            return scene.pairs.map(({ a, b }) => [graph.label[a], graph.label[b]].sort());
        })()""")
        assert pairs == [["Knots", "Ropes"]]
        assert "m=topics" in tab.page.url
        svg = saved_svg(tab)
        assert svg.count('fill="none"') == 1  # the line between the two, and no other
        dot = next(d for d in tab.page.evaluate("noteweave.dots()") if d["name"] == "Knots")
        tab.page.mouse.click(dot["x"], dot["y"])
        assert tab.texts("#panel h2") == ["Knots"]
        assert len(tab.page.evaluate("noteweave.app.view.highlight.nodes")) == 2
        tab.page.keyboard.press("Escape")
        tab.page.keyboard.press("m")
        assert "m=topics" not in tab.page.url
        assert len(tab.page.evaluate("noteweave.dots()")) > 30


@pytest.mark.parametrize(("locale", "kind"), [("en-US", "Topic"), ("zh-CN", "主题")])
def test_a_written_topic_is_called_a_topic(
    running: Any, write: Write, locale: str, kind: str
) -> None:
    graph = coast()
    graph.nodes["shore/Quay.md"]["topic"] = True
    with opened(running, write(graph), "#n=shore/Quay.md", locale=locale) as tab:
        assert tab.texts("#panel .kind") == [kind]
