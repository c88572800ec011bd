"""The backlink report in a real browser: it filters, sorts, can be read, and asks for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from noteweave.cli import run

pytestmark = pytest.mark.browser

SWITCHES = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="module")
def browser() -> Iterator[object]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=SWITCHES)
        yield browser
        browser.close()


@pytest.fixture(scope="module")
def report(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("report")
    notes = {
        "Alpaca.md": "Shears [[Wool]] in [[May]].",
        "Loom.md": "Eats [[Wool]] and [[لون]].",
        "Wool.md": "---\ncreated: 2031-05-01\n---\nTo the [[Loom]].",
        "لون.md": "",
    }
    for path, text in notes.items():
        (folder / path).write_text(text, encoding="utf-8")
    out = folder / "report.html"
    assert run(["backlinks", str(folder), "--format", "html", "-o", str(out)]) == 0
    return out


def test_it_filters_sorts_and_keeps_quiet(browser: object, report: Path) -> None:
    page = browser.new_page()  # type: ignore[attr-defined]
    said: list[str] = []
    asked: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.on("request", lambda request: asked.append(request.url))
    page.goto(report.as_uri())

    def titles() -> list[str]:
        return [title.strip() for title in page.locator("article:visible h3").all_inner_texts()]

    assert titles() == ["Loom", "Wool", "لون", "May"]
    page.select_option("#order", "links")
    assert titles() == ["Wool", "Loom", "لون", "May"]
    page.fill("#filter", "shears")
    assert titles() == ["Wool", "May"]
    assert page.inner_text("#count") == "2 of 4"
    page.keyboard.press("Escape")
    assert len(titles()) == 4
    page.click("nav >> text=Loom")
    assert page.url.endswith("#e0")
    assert (said, asked) == ([], [report.as_uri()])


def test_the_links_to_one_note_are_filtered_as_one_types(browser: object, tmp_path: Path) -> None:
    (tmp_path / "Lamp.md").write_text("")
    for number in range(12):
        heading = "Seen" if number % 3 else "Topics"
        (tmp_path / f"n{number:02}.md").write_text(f"## {heading}\n\n- [[Lamp]]\n")
    out = tmp_path / "report.html"
    given = ["backlinks", str(tmp_path), "Lamp", "--format", "html", "-o", str(out)]
    assert run(given) == 0
    page = browser.new_page()  # type: ignore[attr-defined]
    page.goto(out.as_uri())
    assert page.locator("h4:visible").all_inner_texts() == ["Seen 8", "Topics 4"]
    page.fill("#filter", "topics")
    assert page.inner_text("#count") == "4 of 12"
    assert page.locator("h4:visible").all_inner_texts() == ["Topics 4"]
    page.fill("#filter", "n04")
    assert page.locator(".source:visible").all_inner_texts() == ["n04"]
    page.fill("#filter", "")
    assert page.locator(".source:visible").count() == 12


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_every_word_can_be_read(browser: object, report: Path, scheme: str) -> None:
    """Contrast of at least 4.5 to 1 for all text (WCAG 2.2, 1.4.3)."""
    page = browser.new_page(color_scheme=scheme)  # type: ignore[attr-defined]
    page.goto(report.as_uri())
    assert page.evaluate(CONTRAST) == []


CONTRAST = """() => {
  const parse = (text) => (text.match(/[\\d.]+/g) || []).map(Number);
  const over = ([r, g, b, a = 1], below) => [r, g, b].map((v, i) => v * a + below[i] * (1 - a));
  const light = (rgb) => rgb.map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, i) => sum + v * [0.2126, 0.7152, 0.0722][i], 0);
  const ground = (element) => {
    const chain = [];
    for (let e = element; e; e = e.parentElement) {
      chain.unshift(parse(getComputedStyle(e).backgroundColor));
    }
    return chain.reduce((below, color) => over(color, below), [255, 255, 255]);
  };
  const poor = [];
  for (const element of document.querySelectorAll("body *")) {
    if (![...element.childNodes].some((n) => n.nodeType === 3 && n.data.trim())) continue;
    if (element.closest("script, style, .visually-hidden, .skip")) continue;
    const back = ground(element);
    const [a, b] = [light(over(parse(getComputedStyle(element).color), back)), light(back)];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) poor.push(`${element.className || element.tagName} ${ratio.toFixed(2)}`);
  }
  return [...new Set(poor)];
}"""
