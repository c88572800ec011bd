"""The graph page in a real Chromium: it draws, answers, stays inert, and sends nothing anywhere."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import networkx as nx
import pytest
from chromium import Tab, browser, opened

from noteweave.exporters import Request, exporter
from noteweave.vault.model import Context

pytestmark = pytest.mark.browser

TOWNS = [
    "Harbour",
    "Lighthouse",
    "Ropewalk",
    "Chandler",
    "灯塔",
    "码头",
    "Ferry",
    "Sail",
    "Cooper",
    "Quay",
]
HILLS = [
    "Orchard",
    "Cider",
    "Beehive",
    "Meadow",
    "Mill",
    "果园",
    "Shepherd",
    "Wall",
    "Hedge",
    "Barn",
]


def coast() -> nx.MultiDiGraph[str]:
    """Two worlds of ten notes, one bridge, an unwritten topic, an orphan and a journal."""
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Coast", profile="obsidian")
    for world, names in enumerate((TOWNS, HILLS)):
        folder = ("shore", "hills")[world]
        for i, name in enumerate(names):
            add(graph, f"{folder}/{name}.md", world, i, tags=[f"craft/{folder}"] if i % 2 else [])
        for i in range(1, 10):
            link(graph, f"{folder}/{names[i]}.md", f"{folder}/{names[i // 3]}.md")
    link(graph, "shore/Ferry.md", "hills/Orchard.md", kind="property", relation="sails to")
    add(graph, "topic:Tides", 0, 10, kind="topic", path="")
    link(graph, "shore/Harbour.md", "topic:Tides")
    link(graph, "hills/Barn.md", "shore/灯塔.md", kind="mention")
    add(graph, "Alone.md", 2, 12, orphan=True)
    add(graph, "2024-05-01.md", 0, 13, journal=True)
    link(graph, "2024-05-01.md", "shore/Harbour.md")
    graph.nodes["shore/Harbour.md"].update(
        title="The old harbour",
        aliases=["Port", "港口"],
        properties={"source": "https://example.org/port", "keeper": "Ada", "odd": "javascript:1"},
        words=312,
    )
    return graph


def add(graph: nx.MultiDiGraph[str], key: str, world: int, place: int, **more: Any) -> None:
    folder, _, name = key.rpartition("/")
    node = {
        "kind": "note",
        "label": name.removesuffix(".md").removeprefix("topic:"),
        "path": key,
        "folder": folder,
        "tags": [],
        "created": f"202{1 + place % 4}-03-{10 + place:02}",
        "community": world,
        "community_name": ("Harbour", "Orchard", "")[world],
        "x": world * 900.0 + 120 * (place % 4),
        "y": 130.0 * (place // 4) + 30 * (place % 3),
    }
    graph.add_node(key, **(node | more))


def link(graph: nx.MultiDiGraph[str], source: str, target: str, **more: Any) -> None:
    kind = more.get("kind", "link")
    places = [(3, 7, f"[[{graph.nodes[target]['label']}]]")]
    data = {"kind": kind, "relation": "", "count": 1, "places": places} | more
    graph.add_edge(source, target, kind, **data)


def said(path: str) -> dict[tuple[int, int], Context]:
    """Every link stands in the same sentence."""
    text = f"From {path} one walks to **the** [[quay]] at dusk."
    start = text.index("[[")
    return {(3, 7): Context(text, start, start + 8, "paragraph", 3)}


@pytest.fixture(scope="module")
def running() -> Iterator[Any]:
    with browser() as chromium:
        yield chromium


Write = Callable[..., Path]


@pytest.fixture(scope="module")
def write(tmp_path_factory: pytest.TempPathFactory) -> Write:
    def write(graph: nx.MultiDiGraph[str], **how: Any) -> Path:
        stream = io.BytesIO()
        exporter("html").export(graph, stream, Request(contexts=said, **how))
        path = tmp_path_factory.mktemp("page") / "graph.html"
        path.write_bytes(stream.getvalue())
        return path

    return write


@pytest.fixture(scope="module")
def page(write: Write) -> Path:
    return write(coast())


def number(tab: Tab, name: str) -> int:
    return int(tab.page.evaluate(f"noteweave.vault.label.indexOf({name!r})"))


def point(tab: Tab, name: str) -> tuple[float, float]:
    """Return where a note is on the screen."""
    at = number(tab, name)
    x, y = tab.page.evaluate(
        f"[noteweave.view.camera.toScreenX(noteweave.vault.x[{at}]),"
        f" noteweave.view.camera.toScreenY(noteweave.vault.y[{at}])]"
    )
    return x, y


def colors(tab: Tab) -> int:
    """Return how many colors the map has on the screen: a blank one has one."""
    count: int = tab.page.evaluate("""(() => {
        const map = document.getElementById('map');
        const { data } = map.getContext('2d').getImageData(0, 0, map.width, map.height);
        return new Set(new Uint32Array(data.buffer)).size;
    })()""")
    return count


@pytest.mark.parametrize("theme", ["dark", "light"])
@pytest.mark.parametrize("size", [(1280, 800), (390, 844)])
def test_it_draws(running: Any, page: Path, theme: str, size: tuple[int, int]) -> None:
    viewport = {"width": size[0], "height": size[1]}
    with opened(running, page, viewport=viewport, color_scheme=theme) as tab:
        tab.at_rest()
        assert colors(tab) > 60
        assert tab.page.evaluate("noteweave.view.labels.length") > 8
        assert tab.page.evaluate("document.documentElement.dataset.theme") == theme


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


def test_the_neighbourhood_is_drawn_inside_its_frame(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.until("noteweave.local.network && noteweave.local.network.physics.stabilized", 12)
        inside = """(() => {
            const { network, stage } = noteweave.local;
            const places = Object.values(network.getPositions()).map((p) => network.canvasToDOM(p));
            return places.length > 4 && places.every((p) =>
                p.x > 0 && p.y > 0 && p.x < stage.clientWidth && p.y < stage.clientHeight);
        })()"""
        tab.until(inside)
        few = tab.page.evaluate("noteweave.local.network.body.nodeIndices.length")
        tab.page.locator(".depths button").nth(2).click()
        tab.until(f"noteweave.local.network?.body.nodeIndices.length > {few}")


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
        tab.until("noteweave.local.network?.physics.ready", 12)
        tab.page.wait_for_timeout(1000)
        beyond = tab.page.evaluate("""(() => {
            const { network, stage } = noteweave.local;
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


def test_search_fades_the_rest_and_enter_opens_the_first(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("/")
        tab.page.keyboard.type("灯")
        assert tab.texts("#hits .hit .name") == ["灯塔"]
        assert tab.page.evaluate("noteweave.view.focus.nodes.length") == 1
        tab.page.keyboard.press("Enter")
        assert tab.texts("#panel h2") == ["灯塔"]


def test_aliases_are_found_and_arrows_choose(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.fill("#search", "port")
        assert tab.texts("#hits .hit .why")[0] == "Port"
        tab.page.fill("#search", "craft")
        tab.page.keyboard.press("ArrowDown")
        tab.page.keyboard.press("ArrowDown")
        second = tab.texts("#hits .hit .name")[1]
        tab.page.keyboard.press("Enter")
        assert tab.page.evaluate("noteweave.vault.label[noteweave.chosen]") == second


def test_back_and_forward_walk_from_note_to_note(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.page.locator("#panel .backlinks .note", has_text="Ropewalk").click()
        assert tab.texts("#panel h2") == ["Ropewalk"]
        tab.page.go_back()
        tab.until("document.querySelector('#panel h2').textContent === 'The old harbour'")
        tab.page.go_forward()
        tab.until("document.querySelector('#panel h2').textContent === 'Ropewalk'")


def test_hover_lights_up_neighbours(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.at_rest()
        tab.page.mouse.move(*point(tab, "Orchard"))
        tab.until("noteweave.view.focus && noteweave.view.focus.nodes.length > 3")
        tab.page.mouse.move(640, 20)
        tab.until("noteweave.view.focus === null")


def test_drag_wheel_and_keys_move_the_map(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.at_rest()
        camera = "[noteweave.view.camera.x, noteweave.view.camera.scale]"
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
        shown = "noteweave.scene.shown.reduce((a, b) => a + b)"
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
        shown = "noteweave.scene.shown.reduce((a, b) => a + b)"
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


def test_an_address_brings_the_view_back(running: Any, page: Path) -> None:
    with opened(running, page, "#q=craft&f=hills&c=folder&s=orphans") as tab:
        assert tab.page.input_value("#search") == "craft"
        assert tab.page.evaluate("noteweave.choices.folder") == "hills"
        assert tab.page.input_value("#by") == "folder"
        assert tab.page.evaluate("noteweave.choices.orphans") is False


def test_a_shared_address_keeps_the_place(running: Any, page: Path) -> None:
    with opened(running, page, "#at=900,130,3") as tab:
        camera = (
            "[noteweave.view.camera.x, noteweave.view.camera.scale / noteweave.view.camera.whole]"
        )
        assert tab.page.evaluate(camera) == pytest.approx([900, 3])
        tab.page.get_by_label("Copy a link to this view").click()
        assert "at=900,130,3" in tab.page.url.replace("%2C", ",")


def test_a_path_between_two_notes(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.page.get_by_text("Path to…").click()
        tab.page.locator("#sheet input").fill("barn")
        tab.page.keyboard.press("Enter")
        way = tab.texts("#panel .way .name")
        assert way[0] == "Harbour"
        assert way[-1] == "Barn"
        assert "Ferry" in way
        assert "p=hills/Barn.md" in tab.page.url


def test_the_growth_is_replayed_from_the_dates(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("t")
        tab.page.locator("#timeline input").fill("0")
        shown = "noteweave.scene.shown.reduce((a, b) => a + b)"
        early = tab.page.evaluate(shown)
        tab.page.get_by_label("Replay the growth").click()
        tab.until(f"{shown} > {early}", 12)
        tab.page.get_by_label("Pause").click()
        tab.page.locator("#timeline").get_by_label("Close").click()
        assert tab.page.evaluate(shown) == tab.page.evaluate("noteweave.vault.size")


@pytest.mark.parametrize(("kind", "start"), [("PNG", b"\x89PNG"), ("SVG", b"<svg ")])
def test_the_view_is_saved(running: Any, page: Path, kind: str, start: bytes) -> None:
    with opened(running, page) as tab:
        tab.page.get_by_label("Save as a picture").click()
        with tab.page.expect_download() as download:
            tab.page.get_by_text(kind).click()
        data = Path(download.value.path()).read_bytes()
        assert data.startswith(start)
        assert kind == "PNG" or "灯塔".encode() in data


def test_the_list_says_what_the_map_shows(running: Any, page: Path) -> None:
    with opened(running, page) as tab:
        tab.page.keyboard.press("l")
        assert tab.page.locator("#sheet ol li").count() == tab.page.evaluate("noteweave.vault.size")
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
        scale = tab.page.evaluate("noteweave.view.camera.scale")
        tab.page.evaluate("""(() => {
            const map = document.getElementById('map');
            const fire = (type, id, x, y) => map.dispatchEvent(new PointerEvent(type,
                { pointerId: id, pointerType: 'touch', clientX: x, clientY: y, bubbles: true }));
            map.setPointerCapture = () => {};
            fire('pointerdown', 1, 150, 400); fire('pointerdown', 2, 250, 400);
            for (let i = 0; i < 10; i++) fire('pointermove', 2, 250 + i * 8, 400);
            fire('pointerup', 1, 150, 400); fire('pointerup', 2, 322, 400);
        })()""")
        assert tab.page.evaluate("noteweave.view.camera.scale") > scale * 1.4
        tab.page.evaluate("noteweave.looking.fit()")
        tab.at_rest()
        tab.page.touchscreen.tap(*point(tab, "Orchard"))
        assert tab.texts("#panel h2") == ["Orchard"]


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
        for node in range(tab.page.evaluate("noteweave.vault.size")):
            tab.page.evaluate(f"noteweave.choose({node})")
        tab.page.evaluate("noteweave.choose(noteweave.vault.label.indexOf('Harbour'))")
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
        assert tab.page.evaluate("noteweave.view.labels.map((label) => label.text)") == ["独"]
        tab.page.mouse.click(*point(tab, "独"))
        assert "Nothing links here yet." in tab.texts("#panel .told")


def test_a_star_with_thousands_of_leaves(running: Any, write: Write) -> None:
    graph: nx.MultiDiGraph[str] = nx.MultiDiGraph(name="Star")
    add(graph, "Sun.md", 0, 0)
    for i in range(5000):
        add(graph, f"Ray {i}.md", 0, i % 60)
        graph.nodes[f"Ray {i}.md"].update(x=i % 71 * 50.0, y=i // 71 * 50.0)
        link(graph, f"Ray {i}.md", "Sun.md")
    with opened(running, write(graph), "#n=Sun.md") as tab:
        assert tab.page.locator("#panel .backlinks li").count() == 60
        tab.page.locator("#panel .foot").first.click()
        assert tab.page.locator("#panel .backlinks li").count() == 120
        tab.until("noteweave.local.network", 12)
        assert tab.page.evaluate("noteweave.local.network.body.nodeIndices.length") <= 180


def test_long_and_right_to_left_names(running: Any, write: Write) -> None:
    graph = coast()
    add(graph, f"{'so long ' * 37}.md", 0, 14)
    add(graph, "مذكرات البحر.md", 1, 15)
    with opened(running, write(graph)) as tab:
        tab.at_rest()
        longest = "Math.max(...noteweave.view.labels.map((l) => l.box.right - l.box.left))"
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
        assert tab.page.evaluate("noteweave.view.front.canvas.width") >= 2560


def test_names_keep_off_the_controls(running: Any, page: Path) -> None:
    with opened(running, page, "#n=shore/Harbour.md") as tab:
        tab.at_rest()
        overlap = """noteweave.looking.controls().some((c) =>
            noteweave.view.labels.some(({ box: b }) =>
                b.left < c.right && c.left < b.right && b.top < c.bottom && c.top < b.bottom))"""
        assert tab.page.evaluate(overlap) is False
