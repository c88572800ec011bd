"""The page of a change in a real Chromium: signs on the map, the list beside it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from chromium import Tab, opened
from git_repository import Repo
from page_graph import number

from noteweave.cli import run
from noteweave.diff_reports.html import write as write_change
from noteweave.exporters.html.page_past import day_number
from noteweave.past.graph_changes import graph_change
from noteweave.saved_layout import SavedPosition

pytestmark = pytest.mark.browser

BEFORE = {
    "Harbour.md": "[[Quay]] [[Ferry]]",
    "Quay.md": "A long text about the quay and its stones.\n",
    "Ferry.md": "[[Harbour]]",
    "Rope.md": "[[Harbour]]",
}
AFTER = {
    "Harbour.md": "[[Quay]] [[Ferry]] and [[Lighthouse]]",
    "Quay.md": "A long text about the quay and its stones.\n",
    "Rope.md": "[[Harbour]]",
    "Lighthouse.md": "[[Harbour]] [[Lamp]]",
}
PLACES = {"Harbour.md": (0.0, 0.0), "Quay.md": (900.0, 0.0), "Rope.md": (0.0, 800.0),
          "Ferry.md": (-900.0, 0.0)}  # fmt: skip
COLORS = {
    "dark": {"Lighthouse": (86, 180, 233), "Ferry": (240, 116, 58), "Harbour": (230, 159, 0)},
    "light": {"Lighthouse": (0, 114, 178), "Ferry": (213, 94, 0), "Harbour": (184, 129, 0)},
}


@pytest.fixture(scope="module")
def page(tmp_path_factory: pytest.TempPathFactory) -> Path:
    top = tmp_path_factory.mktemp("change")
    repo = Repo(top / "vault")
    repo.commit(BEFORE)
    (repo.top / "Ferry.md").unlink()
    repo.commit(AFTER)
    path = top / "change.html"
    last = {key: SavedPosition(x, y) for key, (x, y) in PLACES.items()}
    with path.open("wb") as stream:
        write_change(graph_change(repo.top, "HEAD~1..HEAD"), stream, last)
    return path


def around(tab: Tab, reach: int = 9) -> dict[str, set[tuple[int, int, int]]]:
    """Return the colours around each node on the map."""
    found: dict[str, list[list[int]]] = tab.page.evaluate(
        f"""(() => {{
        const map = document.getElementById('map');
        const scale = map.width / map.clientWidth;
        const {{ data }} = map.getContext('2d').getImageData(0, 0, map.width, map.height);
        const colors = ({{ x, y }}) => {{
            const found = [];
            for (let dy = -{reach}; dy < {reach}; dy++) {{
                for (let dx = -{reach}; dx < {reach}; dx++) {{
                    const at = 4 * (Math.round((y + dy) * scale) * map.width
                        + Math.round((x + dx) * scale));
                    found.push([...data.slice(at, at + 3)]);
                }}
            }}
            return found;
        }};
        return Object.fromEntries(noteweave.dots().map((dot) => [dot.node, colors(dot)]));
    }})()"""
    )
    return {node: {(r, g, b) for r, g, b in colors} for node, colors in found.items()}


@pytest.mark.parametrize("theme", ["dark", "light"])
def test_new_gone_and_changed_have_their_colors(running: Any, page: Path, theme: Any) -> None:
    with opened(running, page, color_scheme=theme, reduced_motion="reduce") as tab:
        tab.at_rest()
        found = around(tab)
        for name, color in COLORS[theme].items():
            assert color in found[f"{name}.md"], name
        assert found["Rope.md"].isdisjoint(COLORS[theme].values())


def test_a_click_on_an_entry_opens_its_note(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        assert tab.texts("#changes summary") == ["10 changes"]
        headings = [text.split("\n")[0] for text in tab.texts("#changes h3 span:nth-child(2)")]
        assert headings == [
            "Links that broke", "New notes", "Gone notes", "Edited notes", "New topics",
            "New links", "Gone links",
        ]  # fmt: skip
        tab.page.click("#changes section[data-what=goneNote] button.note")
        assert tab.texts("#panel h2") == ["Ferry"]
        assert "gone" in tab.texts("#panel .kind")[0]
        tab.page.click("#changes section[data-what=newNote] button.note")
        assert tab.texts("#panel h2") == ["Lighthouse"]


def test_the_panel_tells_links_that_are_gone_with_their_sentence(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        tab.page.evaluate(f"noteweave.app.select({number(tab, 'Harbour')})")
        tab.until("document.querySelector('#panel ul[class~=\"panel.goneIn\"] blockquote')")
        assert tab.texts('#panel ul[class~="panel.goneIn"] .name') == ["Ferry"]
        assert tab.texts('#panel ul[class~="panel.goneIn"] mark') == ["Harbour"]


def test_the_map_keeps_the_positions_of_the_last_build(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        at = tab.page.evaluate(
            "Object.fromEntries([...noteweave.app.graph.label.keys()].map((n) =>"
            " [noteweave.app.graph.details.keyOf(n),"
            " [noteweave.app.graph.x[n], noteweave.app.graph.y[n]]]))"
        )
        shifts = {(round(at[key][0] - x), round(at[key][1] - y)) for key, (x, y) in PLACES.items()}
        assert shifts == {(5000, 5000)}


def test_the_changes_can_be_walked_by_keyboard(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        tab.page.focus("#changes summary")
        for _ in range(2):
            tab.page.keyboard.press("Tab")
        tab.page.keyboard.press("Enter")
        assert tab.texts("#panel h2") == ["Lighthouse"]


def test_an_ordinary_page_has_no_list_of_changes(running: Any, write: Any) -> None:
    from page_graph import coast

    with opened(running, write(coast())) as tab:
        assert not tab.page.is_visible("#changes")
        assert "change" not in tab.page.evaluate("noteweave.app.colorModes")


@pytest.fixture(scope="module")
def grown(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The page of a second build with `--history`, over three commits."""
    top = tmp_path_factory.mktemp("grown")
    repo, days = Repo(top / "vault"), iter(["2024-01-10", "2024-02-01", "2024-03-10"])

    def commit(files: dict[str, str]) -> None:
        when = f"{next(days)}T12:00:00Z"
        repo.write(files)
        repo.git("add", "-A")
        repo.git("commit", "-q", "-m", "x", "--date", when)

    commit(BEFORE)
    commit({"Rope.md": "[[Harbour]] [[Quay]]"})
    out = ["-o", str(top / "out"), "--no-cache"]
    assert run(["build", str(repo.top), "--history", *out]) == 0
    commit({"Rope.md": "[[Quay]] [[Lamp]]", "Lamp.md": "Light."})
    assert run(["build", str(repo.top), "--history", *out]) == 0
    return top / "out" / "graph.html"


def links(tab: Tab) -> set[str]:
    """Return the links that are on the map."""
    found: list[str] = tab.page.evaluate(
        "(() => { const { graph, scene } = noteweave.app;"
        " return [...graph.to.keys()].filter((e) => !graph.edgeOff[e]"
        " && scene.visible[graph.from[e]] && scene.visible[graph.to[e]])"
        ".map((e) => `${graph.label[graph.from[e]]} ${graph.label[graph.to[e]]}`); })()"
    )
    return set(found)


ALWAYS = {"Harbour Quay", "Harbour Ferry", "Ferry Harbour"}


def test_the_timeline_replays_links(running: Any, grown: Path) -> None:
    with opened(running, grown, reduced_motion="reduce") as tab:
        now = ALWAYS | {"Rope Quay", "Rope Lamp"}
        assert links(tab) == now
        found = {}
        for day in ("2024-01-20", "2024-02-20", "2024-03-20"):
            tab.page.evaluate(f"noteweave.app.changeFilter({{until: {day_number(day)}}})")
            found[day] = links(tab)
        assert found == {
            "2024-01-20": ALWAYS | {"Rope Harbour"},
            "2024-02-20": ALWAYS | {"Rope Harbour", "Rope Quay"},
            "2024-03-20": now,
        }
        tab.page.evaluate("noteweave.app.changeFilter({until: 0})")
        assert links(tab) == now


def test_what_changed_since_the_last_build_is_shown_on_request(running: Any, grown: Path) -> None:
    with opened(running, grown, reduced_motion="reduce") as tab:
        assert not tab.page.is_visible("#changes")
        tab.page.keyboard.press("t")
        tab.page.click("[data-span=given]")
        assert tab.texts("#changes summary") == ["3 changes"]
        assert tab.texts("#changes .entries .name") == ["Lamp", "Rope → Lamp", "Rope → Harbour"]
        assert "Rope Harbour" in links(tab)
        tab.page.click("[data-span=month]")
        assert tab.texts("#changes .entries .name") == ["Lamp", "Rope → Lamp", "Rope → Harbour"]
        tab.page.click("[data-span=month]")
        assert not tab.page.is_visible("#changes")
        assert "Rope Harbour" not in links(tab)


def test_a_saved_svg_has_the_signs(running: Any, page: Path) -> None:
    with opened(running, page, reduced_motion="reduce") as tab:
        tab.at_rest()
        tab.page.click("#toolbar button[aria-label='Save as a picture']")
        with tab.page.expect_download() as download:
            tab.page.click("#sheet button:has-text('SVG')")
        svg = download.value.path().read_text("utf-8")
        assert 'stroke-dasharray="3 2"><title>Ferry</title>' in svg  # gone
        assert 'stroke-dasharray="5 4"' in svg  # a link that is gone
        assert [sign for sign in "+−•" if f">{sign}</text>" in svg] == ["+", "−", "•"]
