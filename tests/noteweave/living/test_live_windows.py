"""Windows that show a served page: a changed vault is shown without loading the page again."""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable
from difflib import unified_diff
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pytest
from chromium import READY, Tab
from served_page import garden, served, until, window

from noteweave.living.live_page import MOST_CHANGED

STATE = Path(__file__).with_name("page_state.js").read_text("utf-8").partition("\n")[2]
CAMERA = "(({ x, y, scale }) => ({ x, y, scale }))(noteweave.app.view.camera)"
SELECTED = "noteweave.app.graph.details.keys[noteweave.app.selected]"
SAME_CAMERA = (
    "(c) => { Object.assign(noteweave.app.view.camera, c); noteweave.app.view.repaint(); }"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return garden(tmp_path / "garden")


def state(tab: Tab) -> list[str]:
    tab.until("noteweave.app.view.atRest")
    return str(tab.page.evaluate(STATE)).splitlines()


KEEP_NOTICES = """() => {
  const notice = document.querySelector("#notice");
  window.notices = "";
  new MutationObserver(() => (window.notices += notice.textContent))
    .observe(notice, { childList: true, characterData: true, subtree: true });
}"""
"""A notice is gone after some seconds, which a slow machine may need for another window."""


@pytest.mark.browser
def test_windows_follow_the_vault_and_keep_what_they_show(running: Any, root: Path) -> None:
    with served(root, 0) as (server, live):
        port, url = server.server_port, server.url
        with window(running, url) as one, window(running, f"{url}?follow") as two:
            one.page.evaluate("noteweave.app.select(noteweave.app.address.nodeOf('茶.md'))")
            one.page.fill("#search", "bed")
            notes = "noteweave.app.graph.size"
            before = one.page.evaluate(notes)
            one.page.evaluate(KEEP_NOTICES)
            (root / "new 笔记.md").write_text("[[茶]] [[bed 2]]", "utf-8")
            live.refresh(None)
            for tab in (one, two):
                until(tab, lambda tab=tab: tab.page.evaluate(notes) == before + 1)  # type: ignore[misc]
                tab.until(READY)
            shown = "noteweave.app.graph.details.keyOf(noteweave.app.selected)"
            assert one.page.evaluate(shown) == "茶.md"
            assert one.page.input_value("#search") == "bed"
            until(one, lambda: "new 笔记.md" in one.page.evaluate("window.notices"))
            until(two, lambda: two.page.evaluate(shown) == "new 笔记.md")
            (root / "noteweave.toml").write_text("nonsense = 1", "utf-8")
            live.refresh(None)
            until(one, lambda: "nonsense" in one.page.inner_text("#notice"))
            (root / "noteweave.toml").write_text('exclude = ["bed 6.md"]', "utf-8")
            live.refresh(None)  # settings: loaded again
            for tab in (one, two):
                until(tab, lambda tab=tab: tab.page.evaluate(notes) == before)  # type: ignore[misc]
                tab.until(READY)
            for n in range(MOST_CHANGED + 1):
                (root / f"leaf {n}.md").write_text(f"[[bed {n % 8}]]", "utf-8")
            live.refresh(None)
            assert [event.delta for event in (live.events(0, 0) or [])[-1:]] == [None]
            for tab in (one, two):
                until(tab, lambda tab=tab: tab.page.evaluate(notes) == before + MOST_CHANGED + 1)  # type: ignore[misc]
                tab.until(READY)
            assert one.page.evaluate(shown) == "茶.md"
            shutil.move(root / "bed 7.md", root / "bed 70.md")
            live.close()
            server.shutdown()
            server.server_close()
            with served(root, port):  # a server that was killed, and came back
                until(
                    one, lambda: one.page.evaluate("noteweave.app.address.nodeOf('bed 70.md')") >= 0
                )


def write(path: Path, text: str) -> object:
    path.parent.mkdir(exist_ok=True)
    return path.write_text(text, "utf-8")


def delete(root: Path, pattern: str) -> object:
    for path in root.glob(pattern):
        path.unlink()
    return None


def canvas(*files: str) -> str:
    nodes = [
        {"id": file, "type": "file", "file": file, "x": 0, "y": 0, "width": 9, "height": 9}
        for file in files
    ]
    edges = [{"id": "e", "fromNode": files[0], "toNode": files[-1]}]
    return json.dumps({"nodes": nodes, "edges": edges})


CHANGES: dict[str, Callable[[Path], object]] = {
    "edit": lambda root: write(root / "bed 3.md", "# 3\nA [[bed 2|second]] bed, a [[far]] one.\n"),
    "create": lambda root: write(
        root / "new" / "笔记.md",
        "---\ntags: [a/b, c]\naliases: [N]\nup: '[[bed 4]]'\n---\n[[茶]] [[far]]\n",
    ),
    "line moved": lambda root: write(root / "bed 3.md", "\n\n# 3\nA [[bed 2]] and [[soil]]\n"),
    "link to the open note": lambda root: write(root / "bed 6.md", "Read of [[茶]] here.\n"),
    "topic written": lambda root: write(root / "soil.md", "Dark.\n"),
    "rename the open note": lambda root: (root / "茶.md").rename(root / "tea.md"),
    "rename a linked note": lambda root: (root / "bed 1.md").rename(root / "new" / "bed 1.md"),
    "canvas": lambda root: write(root / "plan.canvas", canvas("bed 4.md", "bed 5.md")),
    "canvas edited": lambda root: write(root / "plan.canvas", canvas("bed 4.md", "soil.md")),
    "attachment": lambda root: (
        write(root / "a.png", "x"),
        write(root / "bed 5.md", "![[a.png]] https://example.org/x [t](https://example.org/x)\n"),
    ),
    "alone": lambda root: write(root / "alone.md", "---\ntitle: Away\n---\n"),
    "delete": lambda root: delete(root, "bed 0.md"),
    "delete many": lambda root: delete(root, "bed [457].md"),
}


COMPARED = ("rename the open note", "delete many")
"""After which changes the page is compared with one that was loaded."""


@pytest.mark.browser
def test_a_changed_page_is_that_of_a_reload_and_its_view_is_unmoved(
    running: Any, root: Path
) -> None:
    with served(root, 0) as (server, live), window(running, server.url) as tab:
        page = tab.page
        page.evaluate("noteweave.app.select(noteweave.app.address.nodeOf('茶.md'))")
        page.fill("#search", "bed")
        page.evaluate("window.same = true")
        tab.at_rest()
        before = page.evaluate(CAMERA)
        for number, (name, change) in enumerate(CHANGES.items(), 1):
            change(root)
            live.refresh(None)
            at = f"{live.name}-{number}"
            until(tab, lambda at=at: page.evaluate("noteweave.live.made") == at)  # type: ignore[misc]
            assert page.evaluate("window.same"), f"{name}: the page was loaded again"
            assert page.evaluate(CAMERA) == before, name
            if name == "create":
                assert page.evaluate("noteweave.app.view.marked.length") == 1
            if name not in COMPARED:
                continue
            after = state(tab)
            with window(running, page.url) as loaded:
                loaded.page.wait_for_timeout(400)  # its view glides to the open note
                loaded.page.evaluate(SAME_CAMERA, before)
                differences = [*unified_diff(state(loaded), after, "loaded", "changed", n=1)]
                assert not differences, "\n".join([name, *differences])
        assert ' "selected": "tea.md",' in after
        assert page.evaluate("noteweave.app.view.marked.length") == 0
        write(root / "alone.md", "\n![[no picture.png]]\n")
        live.refresh(None)
        until(tab, lambda: "no picture" in page.inner_text("#findings"))
        link = page.locator("#findings a.line").first
        path = f"{root.resolve()}/alone.md:2"
        assert link.get_attribute("href") == f"vscode://file{quote(path, safe='/:')}"
        page.locator("#findings button").first.click()
        assert (
            page.evaluate("noteweave.app.graph.details.keys[noteweave.app.selected]") == "alone.md"
        )
        for query, hits in (("text:here", "bed 6.md"), ("text:里的茶", "tea.md")):
            page.fill("#search", query)
            found = (
                "noteweave.app.hits.map((node) => noteweave.app.graph.details.keys[node]).join()"
            )
            until(tab, lambda found=found, hits=hits: page.evaluate(found) == hits)  # type: ignore[misc]


@pytest.mark.browser
def test_related_notes_by_text_are_those_of_the_notes_as_they_are(running: Any, root: Path) -> None:
    (root / "kiln.md").write_text("The clay is wedged, thrown, glazed with ash.", "utf-8")
    (root / "pot.md").write_text("Glazed with ash, thrown from wedged clay.", "utf-8")
    with served(root) as (server, live), window(running, f"{server.url}#n=kiln.md") as tab:
        assert tab.texts("#panel .related .name") == ["pot"]
        (root / "bed 0.md").unlink()  # nodes get other numbers
        live.refresh(None)
        until(tab, lambda: "bed 0.md" not in tab.page.evaluate("noteweave.app.graph.details.keys"))
        until(tab, lambda: tab.texts("#panel .related .name") == ["pot"])
        (root / "jug.md").write_text("Wedged clay, thrown, and glazed with ash.", "utf-8")
        live.refresh(None)
        until(tab, lambda: "jug.md" in tab.page.evaluate("noteweave.app.graph.details.keys"))
        tab.page.goto(f"{server.url}#n=jug.md")
        tab.page.reload()
        tab.until(READY)
        assert set(tab.texts("#panel .related .name")) == {"pot", "kiln"}
