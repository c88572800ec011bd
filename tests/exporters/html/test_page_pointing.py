"""Pointing at the graph page in a real Chromium: names, communities, focus, keyboard."""

from __future__ import annotations

import math
import tomllib
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from chromium import Tab, opened
from page_graph import Write, add, coast, link, point

pytestmark = pytest.mark.browser


def crowd() -> nx.MultiDiGraph[str]:
    """Three communities of sixty notes: labels lie over other notes' dots."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Crowd")
    for town in range(3):
        names = [f"{town}/Street {town} number {i}.md" for i in range(60)]
        for i, name in enumerate(names):
            angle, radius = i * 2.4, 30 * math.sqrt(i)
            add(graph, name, town, i, community_name=f"Street {town} number 0")
            x, y = town * 500 + radius * math.cos(angle), radius * math.sin(angle)
            graph.nodes[name].update(x=x, y=y)
        for name in names[1:]:
            link(graph, name, names[0])
    return graph


def labels(tab: Tab) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = tab.page.evaluate("noteweave.labels()")
    return found


def middle(label: dict[str, Any]) -> tuple[float, float]:
    return label["x"] + label["w"] / 2, label["y"] + label["h"] / 2


def test_a_click_on_a_name_opens_that_note(running: Any, write: Write) -> None:
    """The dot that happened to be under the letters was opened."""
    with opened(running, write(crowd()), reduced_motion="reduce") as tab:
        tab.at_rest()
        for name in [label["name"] for label in labels(tab) if label["node"]][:8]:
            label = next(one for one in labels(tab) if one["name"] == name)
            tab.page.mouse.click(*middle(label))
            assert tab.texts("#panel h2") == [name]
            tab.page.keyboard.press("Escape")
            tab.page.keyboard.press("0")
            tab.at_rest()


def test_a_click_on_the_name_of_a_community_frames_it(running: Any, write: Write) -> None:
    with opened(running, write(crowd()), reduced_motion="reduce") as tab:
        tab.at_rest()
        scale = tab.page.evaluate("noteweave.app.view.camera.scale")
        tab.page.mouse.click(*middle(next(one for one in labels(tab) if not one["node"])))
        tab.at_rest()
        assert tab.texts("#panel h2") == []
        assert tab.page.evaluate("noteweave.app.view.camera.scale") > 1.3 * scale


def test_hovering_a_crowd_dims_nothing_and_tells_the_full_name(running: Any, write: Write) -> None:
    with opened(running, write(crowd())) as tab:
        tab.at_rest()
        x, y = point(tab, "Street 1 number 0")
        at_once = f"""(() => {{
            const at = {{ pointerType: 'mouse', clientX: {x}, clientY: {y}, bubbles: true }};
            document.getElementById('map').dispatchEvent(new PointerEvent('pointermove', at));
            return noteweave.app.hovered;
        }})()"""
        assert tab.page.evaluate(at_once) == -1
        tab.until("noteweave.app.view.highlight")
        assert tab.page.evaluate("noteweave.app.view.highlight.dimming") == 0
        assert tab.texts("#tip b") == ["Street 1 number 0"]


def test_a_note_brings_its_neighbours_into_the_free_area(running: Any, write: Write) -> None:
    with opened(running, write(crowd()), reduced_motion="reduce") as tab:
        tab.at_rest()
        tab.page.mouse.click(*point(tab, "Street 2 number 0"))
        tab.at_rest()
        panel = tab.page.locator("#panel").bounding_box()
        dots = [
            d for d in tab.page.evaluate("noteweave.dots()") if d["name"].startswith("Street 2")
        ]
        assert sum(d["x"] + d["r"] < panel["x"] for d in dots) >= 0.9 * len(dots)


def test_focus_shows_expands_moves_and_leaves(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md", reduced_motion="reduce") as tab:
        tab.at_rest()
        everything = len(tab.page.evaluate("noteweave.dots()"))
        tab.page.get_by_role("button", name="Focus", exact=True).click()
        tab.at_rest()
        near = len(tab.page.evaluate("noteweave.dots()"))
        assert 3 < near < everything
        assert min(label["size"] for label in labels(tab)) >= 11
        x, y = point(tab, "Ropewalk")
        tab.page.mouse.move(x, y)
        tab.page.mouse.down()
        tab.page.mouse.move(x + 40, y + 30, steps=4)
        tab.page.mouse.up()
        assert point(tab, "Ropewalk") == pytest.approx((x + 40, y + 30), abs=2)
        tab.page.mouse.click(*point(tab, "Ropewalk"))
        tab.at_rest()
        assert tab.texts("#panel h2") == ["Ropewalk"]
        assert len(tab.page.evaluate("noteweave.dots()")) > near
        tab.page.wait_for_timeout(600)
        address, shown = tab.page.url, tab.page.evaluate("noteweave.dots()")
        tab.page.keyboard.press("Escape")
        assert len(tab.page.evaluate("noteweave.dots()")) == everything
        tab.until("noteweave.labels('neighbourhood').length > 1")
    with opened(running, page, "#" + address.partition("#")[2], reduced_motion="reduce") as tab:
        tab.at_rest()
        again = {dot["node"] for dot in tab.page.evaluate("noteweave.dots()")}
        assert again == {dot["node"] for dot in shown}


def test_enter_leads_into_the_panel_and_arrows_to_a_neighbour(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("/")
        tab.page.keyboard.type("lighthouse")
        tab.page.keyboard.press("Enter")
        assert tab.page.evaluate("!!document.activeElement.closest('#panel')")
        tab.page.keyboard.press("ArrowDown")
        name = tab.page.evaluate("document.activeElement.innerText.trim().split('\\n')[0]")
        tab.page.keyboard.press("Enter")
        assert tab.texts("#panel h2")[0] in (name, "The old harbour")


def test_a_hidden_hit_says_so_and_can_be_shown(running: Any, page: Path) -> None:
    with opened(running, page, "#f=hills") as tab:
        tab.page.fill("#search", "quay")
        assert tab.texts("#hits .matched") == ["hidden by a filter"]
        tab.page.keyboard.press("Enter")
        tab.page.get_by_role("button", name="Show it").click()
        assert "Quay" in [dot["name"] for dot in tab.page.evaluate("noteweave.dots()")]


def test_the_legend_and_the_summary_follow_the_filter(running: Any, page: Path) -> None:
    with opened(running, page, "#f=hills") as tab:
        assert tab.texts("#legend > ul .count") == ["10"]
        assert tab.texts("#summary")[0].startswith("10 of")


def test_types_of_lines_can_be_hidden(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.locator("#legend summary").click()
        lines = "noteweave.app.lines.length"
        before = tab.page.evaluate(lines)
        tab.page.get_by_role("switch", name="sails to").click()
        assert tab.page.evaluate(lines) == before - 1
        assert "l=sails+to" in tab.page.url


def test_an_address_to_a_note_that_is_gone_says_so(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Wreck.md") as tab:
        assert "shore/Wreck.md" in tab.texts("#notice")[0]


def test_a_path_is_ended_by_a_click_and_tells_its_sentences(running: Any, write: Write) -> None:
    with opened(running, write(coast()), "#n=shore/Harbour.md", reduced_motion="reduce") as tab:
        tab.page.get_by_text("Path to…").click()
        tab.at_rest()
        dots = tab.page.evaluate("noteweave.dots()")
        over = "([x, y]) => document.elementFromPoint(x, y)?.id"
        free = [
            dot
            for dot in dots
            if dot["name"] in ("Sail", "Quay", "Cooper", "Ferry")
            and tab.page.evaluate(over, [dot["x"], dot["y"]]) == "map"
        ]
        tab.page.mouse.click(free[0]["x"], free[0]["y"])
        tab.until("document.querySelectorAll('#panel .path blockquote').length > 0")
        assert tab.texts("#panel h2") == ["The old harbour"]


def test_a_named_view_is_a_button(running: Any, write: Write) -> None:
    page = write(coast(), settings={"views": "The hills=f=hills&c=folder\nAll=#"})
    with opened(running, page) as tab:
        assert tab.texts("#views .chip") == ["The hills", "All"]
        tab.page.get_by_role("button", name="The hills").click()
        tab.until("noteweave.dots().length === 10")
        assert tab.page.input_value("#by") == "folder"


def test_a_view_is_kept_in_the_address_and_as_lines_for_the_configuration(
    running: Any, page: Path
) -> None:
    with opened(running, page, "#f=hills&c=folder", reduced_motion="reduce") as tab:
        tab.page.keyboard.press("v")
        tab.page.keyboard.type("The = hills")
        tab.page.keyboard.press("Enter")
        assert tab.texts("#views .chip") == ["The = hills"]
        lines = tomllib.loads(tab.page.input_value("#sheet textarea"))
        kept = lines["page"]["views"]
        assert [view["name"] for view in kept] == ["The = hills"]
        assert kept[0]["address"].startswith("c=folder&at=")
        address = tab.page.url.partition("#")[2]
    shown = "noteweave.dots().length"
    with opened(running, page, f"#{address}", reduced_motion="reduce") as tab:
        tab.page.keyboard.press("f")
        tab.page.get_by_role("button", name="Reset").click()
        tab.until(f"{shown} > 10")
        tab.page.get_by_role("button", name="The = hills").click()
        tab.until(f"{shown} === 10")
        assert tab.texts("#views .chip") == ["The = hills"]
        assert "v=The" in tab.page.url
    with opened(running, page, f"#{kept[0]['address']}") as tab:
        assert tab.page.evaluate(shown) == 10


def test_a_view_keeps_notes_that_were_moved(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md&d=1", reduced_motion="reduce") as tab:
        tab.at_rest()
        x, y = point(tab, "Ropewalk")
        tab.page.mouse.move(x, y)
        tab.page.mouse.down()
        tab.page.mouse.move(x + 40, y + 30, steps=4)
        tab.page.mouse.up()
        tab.page.keyboard.press("v")
        tab.page.keyboard.type("moved")
        tab.page.keyboard.press("Enter")
        assert "pin=shore/Ropewalk.md" in tab.page.input_value("#sheet textarea")


def test_titles_instead_of_file_names(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("f")
        tab.page.get_by_label("Titles instead of file names").check()
        assert "The old harbour" in [dot["name"] for dot in tab.page.evaluate("noteweave.dots()")]


def test_a_double_click_opens_the_note_though_the_first_click_moved_the_map(
    running: Any, write: Write
) -> None:
    with opened(running, write(crowd()), reduced_motion="reduce") as tab:
        tab.at_rest()
        tab.page.evaluate("noteweave.app.openNote = (node) => { window.openedNode = node; }")
        tab.page.mouse.dblclick(*point(tab, "Street 0 number 40"))
        expected = tab.page.evaluate("noteweave.app.graph.label.indexOf('Street 0 number 40')")
        assert tab.page.evaluate("window.openedNode") == expected
