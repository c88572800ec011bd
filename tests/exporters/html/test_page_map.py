"""The graph page in a real Chromium: it draws, moves, and shows what is asked for."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from xml.etree import ElementTree

import networkx as nx
import pytest
from chromium import opened
from page_graph import Write, add, coast, colors, link, point

pytestmark = pytest.mark.browser


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_it_draws(running: Any, page: Path, theme: str, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with opened(running, page, viewport=viewport, color_scheme=theme) as tab:
        tab.at_rest()
        assert colors(tab) > 60
        assert tab.page.evaluate("noteweave.app.view.labels.length") > 8
        assert tab.page.evaluate("document.documentElement.dataset.theme") == theme


def test_hover_lights_up_neighbours(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.at_rest()
        tab.page.mouse.move(*point(tab, "Orchard"))
        tab.until("noteweave.app.view.highlight")
        assert tab.page.evaluate("noteweave.app.view.highlight.nodes.length") > 3
        tab.page.mouse.move(640, 20)
        tab.until("noteweave.app.view.highlight === null")


def test_drag_wheel_and_keys_move_the_map(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.at_rest()
        camera = "[noteweave.app.view.camera.x, noteweave.app.view.camera.scale]"
        x, scale = tab.page.evaluate(camera)
        tab.page.mouse.move(640, 120)
        tab.page.mouse.down()
        tab.page.mouse.move(700, 160, steps=4)
        tab.page.mouse.up()
        assert tab.page.evaluate(camera)[0] < x
        tab.page.mouse.wheel(0, -300)
        tab.page.wait_for_timeout(60)
        assert tab.page.evaluate(camera)[1] > scale * 1.2
        tab.page.keyboard.press("-")
        tab.page.keyboard.press("ArrowLeft")
        tab.page.keyboard.press("0")
        tab.page.wait_for_timeout(600)
        assert tab.page.evaluate(camera)[1] == pytest.approx(scale, rel=0.4)


def test_the_legend_counts_toggles_and_isolates(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        assert tab.texts("#legend .group .name")[:2] == ["Harbour", "Orchard"]
        assert tab.texts("#legend .group .count")[:2] == ["12", "10"]
        shown = "noteweave.app.scene.visible.reduce((a, b) => a + b)"
        before = tab.page.evaluate(shown)
        tab.page.locator("#legend .group").nth(1).click()
        assert tab.page.evaluate(shown) == before - 10
        tab.page.locator("#legend .all").click()
        tab.page.locator("#legend li").nth(1).hover()
        tab.page.locator("#legend .only").nth(1).click()
        assert tab.page.evaluate(shown) == 10


@pytest.mark.parametrize(
    ("by", "first"), [("folder", "hills"), ("tag", "#craft"), ("kind", "Note"), ("date", "2021")]
)
def test_colors_by(running: Any, page: Path, by: str, first: str) -> None:
    with opened(running, page) as tab:
        tab.page.select_option("#by", by)
        assert tab.texts("#legend .group .name")[0] == first
        assert f"c={by}" in tab.page.url


def test_filters(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        shown = "noteweave.app.scene.visible.reduce((a, b) => a + b)"
        before = tab.page.evaluate(shown)
        tab.page.keyboard.press("f")
        for name in ("topics", "orphans", "journals"):
            tab.page.uncheck(f"#sheet input[name={name}]")
        assert tab.page.evaluate(shown) == before - 3
        tab.page.select_option("#sheet select[name=folder]", "hills")
        assert tab.page.evaluate(shown) == 10
        assert tab.texts("#active .chip") == ["hills"]
        tab.page.locator("#active .chip").click()
        assert tab.page.evaluate(shown) == before - 3


def test_the_growth_is_replayed_from_the_dates(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("t")
        tab.page.locator("#timeline input[type=range]").fill("0")
        shown = "noteweave.app.scene.visible.reduce((a, b) => a + b)"
        early = tab.page.evaluate(shown)
        tab.page.get_by_label("Replay the growth").click()
        # paused in one step: on a busy machine the replay may be over before the next one
        pause = "document.querySelector('#timeline [aria-label=Pause]')?.click()"
        tab.until(f"{shown} > {early} && ({pause}, true)", 12)
        assert tab.page.get_by_label("Replay the growth").is_visible()
        tab.page.locator("#timeline").get_by_label("Close").click()
        assert tab.page.evaluate(shown) == tab.page.evaluate("noteweave.app.graph.size")


@pytest.mark.parametrize("width", [1600, 1280, 1000, 760])
def test_the_timeline_keeps_clear_of_what_is_read(running: Any, page: Path, width: int) -> None:
    viewport = {"width": width, "height": 800}
    with opened(running, page, "#n=shore/Harbour.md", viewport=viewport) as tab:
        tab.page.keyboard.press("t")
        timeline = tab.page.locator("#timeline").bounding_box()
        panel = tab.page.locator("#panel").bounding_box()
        assert timeline["x"] + timeline["width"] < panel["x"]
        assert timeline["x"] > 0
        tab.page.locator("#timeline").get_by_label("Close").click(timeout=3000)
        assert not tab.page.locator("#timeline").is_visible()


@pytest.mark.parametrize(("kind", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<svg ")])
def test_the_view_is_saved(running: Any, page: Path, kind: str, start: bytes) -> None:
    with opened(running, page) as tab:
        tab.page.get_by_label("Save as a picture").click()
        with tab.page.expect_download() as download:
            tab.page.get_by_text(kind).click()
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(start)
        assert kind == "PNG" or "灯塔".encode() in data


def test_a_saved_svg_has_the_shapes_of_the_map(running: Any, write: Write) -> None:
    graph = coast()
    add(graph, "tag:sea", 0, 20, kind="tag", path="", label="sea")
    add(graph, "chart.png", 0, 21, kind="attachment", path="chart.png")
    add(graph, "shore/Tides.md", 0, 22, topic=True)
    for target in ("tag:sea", "chart.png", "shore/Tides.md"):
        link(graph, "shore/Harbour.md", target)
    page = write(graph)
    with opened(running, page) as tab:
        tab.page.evaluate("noteweave.app.changeFilter({ tags: true, attachments: true })")
        tab.at_rest()
        tab.page.get_by_label("Save as a picture").click()
        with tab.page.expect_download() as download:
            tab.page.get_by_text("SVG").click()
        svg = ElementTree.parse(download.value.path())
    name = "{http://www.w3.org/2000/svg}"
    shapes = {
        title.text: (shape.tag.removeprefix(name), len(shape.get("points", "").split()))
        for shape in svg.iter()
        if (title := shape.find(f"{name}title")) is not None
    }
    assert shapes["sea"] == shapes["chart.png"] == ("polygon", 4)
    assert shapes["Harbour"] == shapes["Tides"] == ("circle", 0)


def test_the_list_says_what_the_map_shows(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("l")
        assert tab.page.locator("#sheet ol li").count() == tab.page.evaluate(
            "noteweave.app.graph.size"
        )
        tab.page.locator("#sheet input").fill("cid")
        tab.page.locator("#sheet .note").click()
        assert tab.texts("#panel h2") == ["Cider"]


def test_the_theme_can_be_switched(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("d")
        assert tab.page.evaluate("document.documentElement.dataset.theme") == "light"
        tab.page.reload()
        tab.until("document.documentElement.dataset.theme === 'light'")


def test_it_speaks_chinese(running: Any, page: Path) -> None:
    with opened(running, page, locale="zh-CN") as tab:
        assert "篇笔记" in tab.texts("#summary")[0]
        assert tab.page.evaluate("document.documentElement.lang") == "zh"


def test_touch_targets_are_large_enough(running: Any, page: Path) -> None:
    small = """[...document.querySelectorAll('button, a[href], input, select')].filter((e) => {
        const { width, height } = e.getBoundingClientRect();
        return width && e.checkVisibility() && Math.min(width, height) < 24 && !e.closest('label');
    }).map((e) => e.outerHTML.slice(0, 80))"""
    viewport = {"width": 390, "height": 844}
    with opened(running, page, "#n=shore/Harbour.md", viewport=viewport, has_touch=True) as tab:
        assert tab.page.evaluate(small) == []


def test_a_finger_chooses_and_two_zoom(running: Any, page: Path) -> None:
    viewport = {"width": 390, "height": 844}
    with opened(running, page, viewport=viewport, has_touch=True) as tab:
        tab.at_rest()
        scale = tab.page.evaluate("noteweave.app.view.camera.scale")
        tab.page.evaluate("""(() => {
            const map = document.getElementById('map');
            const fire = (type, id, x, y) => map.dispatchEvent(new PointerEvent(type,
                { pointerId: id, pointerType: 'touch', clientX: x, clientY: y, bubbles: true }));
            map.setPointerCapture = () => {};
            fire('pointerdown', 1, 150, 400); fire('pointerdown', 2, 250, 400);
            for (let i = 0; i < 10; i++) fire('pointermove', 2, 250 + i * 8, 400);
            fire('pointerup', 1, 150, 400); fire('pointerup', 2, 322, 400);
        })()""")
        assert tab.page.evaluate("noteweave.app.view.camera.scale") > scale * 1.4
        tab.page.evaluate("noteweave.app.navigation.fit()")
        tab.at_rest()
        tab.page.touchscreen.tap(*point(tab, "Orchard"))
        assert tab.texts("#panel h2") == ["Orchard"]


def test_calm_means_no_gliding(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        tab.page.fill("#search", "barn")
        tab.page.keyboard.press("Enter")
        x, _ = point(tab, "Barn")
        tab.page.wait_for_timeout(300)
        assert point(tab, "Barn")[0] == pytest.approx(x, abs=1)


def test_a_high_density_screen_is_crisp(running: Any, page: Path) -> None:
    with opened(running, page, device_scale_factor=2) as tab:
        tab.at_rest()
        assert tab.page.evaluate("document.getElementById('map').width") == 2560
        assert tab.page.evaluate("noteweave.app.view.picture.front.canvas.width") >= 2560


def test_names_keep_off_the_controls(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.at_rest()
        overlap = """noteweave.app.view.controls().some((c) =>
            noteweave.app.view.labels.some(({ box: b }) =>
                b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom))"""
        assert tab.page.evaluate(overlap) is False


def test_a_large_map_has_a_small_picture_of_itself_once_zoomed_in(
    running: Any, write: Write
) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Grid")
    for place in range(1600):
        x, y = (place % 40) * 50.0, (place // 40) * 50.0
        add(graph, f"{place:04}.md", 2, 0, x=x, y=y)
        if place:
            link(graph, f"{place:04}.md", f"{place - 1:04}.md")
    with opened(running, write(graph), reduced_motion="reduce") as tab:
        small = tab.page.locator("#minimap")
        assert not small.is_visible()
        for _ in range(4):
            tab.page.keyboard.press("+")
        tab.at_rest()
        assert small.is_visible()
        box = small.bounding_box()
        middle = "[noteweave.app.view.camera.x, noteweave.app.view.camera.y]"
        before = tab.page.evaluate(middle)
        tab.page.mouse.click(box["x"] + box["width"] / 3, box["y"] + box["height"] / 3)
        tab.at_rest()
        after = tab.page.evaluate(middle)
        assert after[0] < before[0] - 100
        assert after[1] < before[1] - 100
        tab.page.keyboard.press("0")
        tab.until("document.getElementById('minimap').hidden")


def test_a_page_can_leave_out_the_most_linked_notes(running: Any, write: Write) -> None:
    graph = coast()
    for place in range(100):  # hubs are one node in a hundred
        add(graph, f"shore/Keeper {place}.md", 0, place % 14)
        link(graph, f"shore/Keeper {place}.md", "topic:Tides")
    shows_hub = """(() => {
        const { graph, scene } = noteweave.app;
        return Boolean(scene.visible[graph.label.indexOf("Tides")]);
    })()"""
    with opened(running, write(graph)) as tab:
        assert tab.page.evaluate(shows_hub)
        tab.page.keyboard.press("f")
        tab.page.uncheck("#sheet input[name=hubs]")
        tab.until(f"!{shows_hub}")
        tab.until("location.hash.includes('s=hubs')")
    with opened(running, write(graph, settings={"hubs": "no"})) as tab:
        assert not tab.page.evaluate(shows_hub)
        tab.page.keyboard.press("f")
        tab.page.check("#sheet input[name=hubs]")
        tab.until(shows_hub)
