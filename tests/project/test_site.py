"""The site of the documentation: its navigation, its links, its translations, its search.

What needs the built site runs in `make docs`, which names its folder in NOTEWEAVE_SITE.
"""

from __future__ import annotations

import hashlib
import os
import re
import tomllib
import warnings
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path

import pytest
from chromium import browser
from paths import ROOT

SPEC = spec_from_file_location("site_build", ROOT / ".ci" / "site" / "build.py")
assert SPEC is not None
assert SPEC.loader is not None
site = module_from_spec(SPEC)
SPEC.loader.exec_module(site)
CHINESE = sorted((ROOT / "docs" / "zh").glob("*.md"))
FIRST_GROUP = {"first-map.md", "broken-links.md", "assistants.md", "page.md"}
"""Pages that must be in Chinese, besides README.zh.md."""


def blocks(path: Path) -> list[str]:
    """Return the code of a page, without its comments."""
    text = path.read_text(encoding="utf-8")
    return [
        re.sub(r"\s+#.*", "", code) for code in re.findall(r"^```sh\n(.*?)^```", text, re.M | re.S)
    ]


def test_every_page_is_in_the_navigation_once() -> None:
    text = (ROOT / ".ci" / "site" / "navigation.toml").read_text(encoding="utf-8")
    listed = [page for part in tomllib.loads(text)["part"] for page in part["pages"]]
    pages = {path.name for path in (ROOT / "docs").glob("*.md")} | set(site.TOP_PAGES.values())
    assert sorted(listed) == sorted(pages)


def test_links_are_turned_to_the_copies() -> None:
    places = {ROOT / "README.md": "index.md", ROOT / "docs" / "check.md": "check.md"}
    text = (
        "[a](../README.md#try-it), [`b`](rules/../check.md), [c](../Makefile), [d](#e)\n"
        "`[e](../README.md)` `x\\|y`\n\n```md\n[f](../README.md) \\|\n```\n"
    )
    assert site.turned(text, ROOT / "docs" / "page.md", "page.md", places) == (
        "[a](index.md#try-it), [`b`](check.md), c, [d](#e)\n"
        "`[e](../README.md)` `x|y`\n\n```md\n[f](../README.md) \\|\n```\n"
    )


def test_links_of_html_that_lead_nowhere_are_found(tmp_path: Path) -> None:
    (tmp_path / "a.html").write_text('<a href="b.html#here">b</a><a href="c.html">c</a>')
    (tmp_path / "b.html").write_text('<h1 id="there">b</h1><a href="https://x.example">x</a>')
    assert site.broken_links(tmp_path) == ["a.html: b.html#here", "a.html: c.html"]


def test_the_first_group_is_in_chinese() -> None:
    assert {path.name for path in CHINESE} >= FIRST_GROUP


@pytest.mark.parametrize("path", CHINESE, ids=lambda path: path.name)
def test_a_translation_has_the_code_of_its_source(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    named = re.match(r"---\ntranslation_of: (\S+)@([0-9a-f]{12})\n---\n", text)
    assert named is not None
    source = ROOT / "docs" / named[1]
    assert blocks(path) == blocks(source)
    if hashlib.sha256(source.read_bytes()).hexdigest()[:12] != named[2]:
        warnings.warn(f"{named[1]} has changed since it was translated", stacklevel=1)


@pytest.fixture(scope="module")
def built() -> Path:
    folder = os.environ.get("NOTEWEAVE_SITE")
    if not folder:
        pytest.skip("`make docs` builds the site")
    return Path(folder)


@pytest.mark.browser
def test_pages_load_without_a_request(built: Path) -> None:
    """Opened from the disk; of the generated pages only one of each; the graph is drawn."""
    requests = []
    with browser() as chromium:
        page = chromium.new_page()
        page.context.set_offline(True)
        local = ("file:", "data:", "blob:", "about:")
        page.on("request", lambda r: None if r.url.startswith(local) else requests.append(r.url))
        opened = [*built.glob("*.html"), *built.glob("zh/*.html")]
        opened += [built / "rules" / "NW001.html", built / "commands" / "check.html"]
        for path in opened:
            page.goto(path.as_uri(), wait_until="domcontentloaded")
        page.goto((built / "index.html").as_uri(), wait_until="load")
        page.wait_for_timeout(2000)
        (map_frame,) = (f for f in page.frames if f.url.endswith("graph.html"))
        map_frame.wait_for_function("window.noteweave?.dots().length > 50")
    assert requests == []


@pytest.mark.browser
@pytest.mark.parametrize(
    ("start", "words", "hit"),
    [
        ("index.html", "baseline", "broken-links"),
        ("zh/index.html", "第一张图", "first-map"),
        ("zh/index.html", "提交前", "broken-links"),
        ("zh/index.html", "邻域", "page"),
        ("zh/index.html", "背景故事", "assistants"),
    ],
)
def test_search_works_without_a_network(built: Path, start: str, words: str, hit: str) -> None:
    with browser() as chromium:
        page = chromium.new_page()
        page.context.set_offline(True)
        page.goto((built / start).as_uri(), wait_until="load")
        page.locator(".md-search__button").first.click()
        page.wait_for_timeout(500)
        page.keyboard.type(words)
        page.wait_for_timeout(3000)
        links = page.evaluate(
            """() => {
                const found = [];
                const walk = (root) => {
                    for (const each of root.querySelectorAll("*")) {
                        if (each.shadowRoot) walk(each.shadowRoot);
                        if (root !== document && each.href) found.push(each.href);
                    }
                };
                walk(document);
                return found;
            }"""
        )
    assert any(hit in link for link in links[:5]), links
