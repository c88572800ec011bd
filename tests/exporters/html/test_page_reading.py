"""Reading in the graph page, in a real Chromium: from note to note, and finding one."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import pytest
from chromium import opened
from page_graph import Write, add, coast, link, point

from noteweave import Vault, build_graph
from noteweave.cli import run
from noteweave.exporters import Request, html
from noteweave.graph.mentions.unlinked import add_mentions, unlinked
from noteweave.graph.resolve.resolved_vault import resolve

pytestmark = pytest.mark.browser


def test_a_click_reads_a_note(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.mouse.click(*point(tab, "Harbour"))
        assert tab.texts("#panel h2") == ["The old harbour"]
        tab.until("document.querySelectorAll('#panel blockquote').length > 2")
        quote = tab.texts("#panel blockquote")[0]
        assert quote.startswith("From ")
        assert "one walks to the quay at dusk." in quote
        assert tab.texts("#panel mark")[0] == "quay"
        assert "港口" in tab.texts("#panel header")[0]
        assert "312 words" in tab.texts("#panel .facts")[0]
        assert tab.page.locator(".properties a").get_attribute("href") == "https://example.org/port"
        assert tab.page.locator(".properties a").count() == 1
        assert "#n=shore/Harbour.md" in tab.page.url


def test_the_neighbourhood_reaches_further_when_asked(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        drawn = "noteweave.app.localGraph.network.body.nodeIndices.length"
        tab.until("noteweave.app.localGraph.network?.physics.ready", 12)
        few = tab.page.evaluate(drawn)
        tab.page.locator(".depths button").nth(2).click()
        tab.page.wait_for_timeout(500)
        tab.until("noteweave.app.localGraph.network?.physics.ready", 12)
        assert 4 < few < tab.page.evaluate(drawn)


@pytest.mark.parametrize("count", [1, 2, 7, 150])
def test_nothing_in_the_neighbourhood_is_cut(running: Any, write: Write, count: int) -> None:
    """Names were, at its sides, where there are few; notes, where many go on moving apart."""
    graph = coast()
    add(graph, "shore/Wreck of the Halcyon.md", 0, 9)
    for place in range(count):
        keeper = f"shore/The lighthouse keeper {place}.md"
        add(graph, keeper, 0, place)
        link(graph, keeper, "shore/Wreck of the Halcyon.md")
        for other in (place // 2, place // 7, place // 30):
            link(graph, keeper, f"shore/The lighthouse keeper {other}.md")
    with opened(running, write(graph), "#n=shore/Wreck of the Halcyon.md") as tab:
        tab.until("noteweave.app.localGraph.network?.physics.ready", 12)
        tab.page.wait_for_timeout(1000)
        beyond = tab.page.evaluate("""(() => {
            const { network, stage } = noteweave.app.localGraph;
            const corners = network.body.nodeIndices.flatMap((node) => {
                const { left, top, right, bottom } = network.getBoundingBox(node);
                return [{ x: left, y: top }, { x: right, y: bottom }];
            }).map((place) => network.canvasToDOM(place));
            return Math.max(...corners.flatMap(({ x, y }) =>
                [-x, -y, x - stage.clientWidth, y - stage.clientHeight]));
        })()""")
        assert beyond <= 0, "pixels"


def test_relations_mentions_and_related_notes_are_told(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Ferry.md") as tab:
        assert "sails to" in tab.texts("#panel .relation")
    with opened(running, page, "#n=shore/灯塔.md") as tab:
        assert "Barn" in tab.texts("#panel .mentions .name")
        assert tab.texts("#panel .related .name")


def test_a_note_with_similar_text_is_related_though_no_path_leads_to_it(
    running: Any, tmp_path: Path
) -> None:
    texts = {
        "a/Kiln.md": "The clay is wedged, thrown, glazed with ash. [[Shed]]",
        "a/Shed.md": "Tools.",
        "b/Pot.md": "Glazed with ash, thrown from wedged clay.",
        "c/Boat.md": "Oars and a sail.",
    }
    for path, text in texts.items():
        (tmp_path / path).parent.mkdir(exist_ok=True)
        (tmp_path / path).write_text(text)
    out = tmp_path / "out"
    assert run(["build", str(tmp_path), "-o", str(out)]) == 0
    assert run(["export", str(tmp_path), "html", "-o", str(out / "exported.html")]) == 0
    for name in ("graph.html", "exported.html"):
        with opened(running, out / name, "#n=a/Kiln.md") as tab:
            assert tab.texts("#panel .related .name") == ["Pot"], name


def test_mentions_are_in_the_order_of_the_command(running: Any, tmp_path: Path) -> None:
    texts = {
        "Copper Kettle.md": "It whistles.",
        "a.md": "We bought a Copper Kettle. [[Copper Kettle]]",  # linked already: less likely
        "b.md": "Copper kettle, an old one.",
        "c.md": "She has a Copper Kettle on the stove.",
        "hub.md": "[[a]] [[a]]",
    }
    for path, text in texts.items():
        (tmp_path / path).write_text(text)
    vault = Vault.open(tmp_path)
    graph = build_graph(vault)
    found = unlinked(resolve(vault), vault.text)
    add_mentions(graph, found, at_least=0)
    expected = [one.source.removesuffix(".md") for one in found]
    assert sorted(expected) == ["a", "b", "c"]
    assert expected[2] == "a"
    stream = io.BytesIO()
    html.export(graph, stream, Request())
    (tmp_path / "page.html").write_bytes(stream.getvalue())
    with opened(running, tmp_path / "page.html", "#n=Copper Kettle.md") as tab:
        assert tab.texts("#panel .mentions .name") == expected


def test_search_fades_the_rest_and_enter_opens_the_first(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("/")
        tab.page.keyboard.type("灯")
        assert tab.texts("#hits .hit .name") == ["灯塔"]
        assert tab.page.evaluate("noteweave.app.view.highlight.nodes.length") == 1
        tab.page.keyboard.press("Enter")
        assert tab.texts("#panel h2") == ["灯塔"]


def test_aliases_are_found_and_arrows_choose(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.fill("#search", "port")
        assert tab.texts("#hits .hit .matched")[0] == "Port"
        tab.page.fill("#search", "craft")
        tab.page.keyboard.press("ArrowDown")
        tab.page.keyboard.press("ArrowDown")
        second = tab.texts("#hits .hit .name")[1]
        tab.page.keyboard.press("Enter")
        assert tab.page.evaluate("noteweave.app.graph.label[noteweave.app.selected]") == second


def test_back_and_forward_walk_from_note_to_note(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.page.locator("#panel .backlinks .note", has_text="Ropewalk").click()
        assert tab.texts("#panel h2") == ["Ropewalk"]
        tab.page.go_back()
        tab.until("document.querySelector('#panel h2').textContent === 'The old harbour'")
        tab.page.go_forward()
        tab.until("document.querySelector('#panel h2').textContent === 'Ropewalk'")


def test_an_address_brings_the_view_back(running: Any, page: Path) -> None:
    with opened(running, page, "#q=craft&f=hills&c=folder&s=orphans") as tab:
        assert tab.page.input_value("#search") == "craft"
        assert tab.page.evaluate("noteweave.app.filter.folders") == ["hills"]
        assert tab.page.input_value("#by") == "folder"
        assert tab.page.evaluate("noteweave.app.filter.orphans") is False


def test_a_shared_address_keeps_the_place(running: Any, page: Path) -> None:
    with opened(running, page, "#at=900,130,3") as tab:
        view = "noteweave.app.view.camera"
        camera = f"[{view}.x, {view}.scale / {view}.fitScale]"
        assert tab.page.evaluate(camera) == pytest.approx([900, 3])
        tab.page.get_by_label("Copy a link to this view").click()
        assert "at=900,130,3" in tab.page.url.replace("%2C", ",")


def test_a_path_between_two_notes(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.page.get_by_text("Path to…").click()
        tab.page.locator("#sheet input").fill("barn")
        tab.page.keyboard.press("Enter")
        way = tab.texts("#panel .path .name")
        assert way[0] == "Harbour"
        assert way[-1] == "Barn"
        assert "Ferry" in way
        assert "p=hills/Barn.md" in tab.page.url


def test_links_to_a_much_linked_note_are_in_groups_and_filtered(running: Any, write: Write) -> None:
    graph = coast()
    for place in range(14):
        keeper = f"shore/Keeper {place}.md"
        add(graph, keeper, 0, place)
        under = "See also" if place % 3 else "Topics"
        link(graph, keeper, "shore/Harbour.md", section=under)
    with opened(running, write(graph), "#n=shore/Harbour.md") as tab:
        tab.until("document.querySelectorAll('#panel h4').length > 1")
        assert tab.texts("#panel h4 .name") == ["See also", "Topics", "without a section"]
        days = tab.texts("#panel .backlink-group:first-child .day")
        assert len(days) == 9
        assert days == sorted(days, reverse=True)
        tab.page.locator(".backlink-filter").fill("topics")
        assert tab.texts("#panel h4 .name") == ["Topics"]
        assert tab.texts("#panel section:has(.backlink-filter) > h3 .count") == ["5 of 17"]
        tab.page.locator(".lines summary").click()
        tab.page.locator(".lines select").select_option("section")
        assert "See also" in tab.texts("#legend .lines .name")
        assert "section" in tab.page.url
