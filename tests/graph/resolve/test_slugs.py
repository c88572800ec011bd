"""The anchors that GitHub gives to headings."""

from __future__ import annotations

import pytest

from noteweave.graph.resolve.fragments import Outline
from noteweave.graph.resolve.slugs import github_slugs, shown, slug
from noteweave.vault.parsing.note import parse

PUBLISHED = [  # of github-slugger, test/fixtures.json (ISC licence), each text alone
    ("bravoCharlieDelta", "bravocharliedelta"),
    ("__proto__", "__proto__"),
    ("heading with a - dash", "heading-with-a---dash"),
    ("heading with an _ underscore", "heading-with-an-_-underscore"),
    ("heading with a period.txt", "heading-with-a-periodtxt"),
    (
        "exchange.bind_headers(exchange, routing [, bindCallback])",
        "exchangebind_headersexchange-routing--bindcallback",
    ),
    (" ", "-"),
    (" a ", "-a-"),
    ("apostrophe’s should be trimmed", "apostrophes-should-be-trimmed"),
    ("I ♥ unicode", "i--unicode"),
    ("en–dash", "endash"),
    ("😄 unicode emoji", "-unicode-emoji"),
    ("😄-😄 unicode emoji", "--unicode-emoji"),
    ("😄_😄 unicode emoji", "_-unicode-emoji"),
    ("😄 - an emoji", "---an-emoji"),
    (":smile: - a gemoji", "smile---a-gemoji"),
    ("Профили пользователей", "профили-пользователей"),
    ("Привет non-latin 你好", "привет-non-latin-你好"),
    (":ok_hand::hatched_chick: Two", "ok_handhatched_chick-two"),
    ("a_ ‿ ⁀ ＿b", "a_-‿-⁀-＿b"),
    ("a҈ ⃝b", "a҈-⃝b"),
    ("İ ẞ ǅ Ⓖ 🅊 🄸", "i̇-ß-ǆ-ⓖ--🄸"),
]
REPEATED = [
    (["alpha", "alpha"], {"alpha", "alpha-1"}),
    (["echo", "echo", "echo 1", "echo-1", "echo"],
     {"echo", "echo-1", "echo-1-1", "echo-1-2", "echo-2"}),
    (["foxtrot-1", "foxtrot", "foxtrot"], {"foxtrot-1", "foxtrot", "foxtrot-2"}),
    (["golf", "golf", "golf"], {"golf", "golf-1", "golf-2"}),
    (["errors", "errors", "errors 1"], {"errors", "errors-1", "errors-1-1"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), PUBLISHED)
def test_published_examples(text: str, expected: str) -> None:
    assert slug(text) == expected


@pytest.mark.parametrize(("headings", "expected"), REPEATED)
def test_a_slug_that_is_taken_gets_the_first_free_number(
    headings: list[str], expected: set[str]
) -> None:
    assert github_slugs(headings) == expected


@pytest.mark.parametrize(
    ("heading", "text"),
    [
        ("![logo](a.png) Tea", " Tea"),
        ("The `snake_case` **of** _tea_", "The snake_case of tea"),
        ("[Tea](b.md) & <b>pot</b> &amp; ![x][y]", "Tea & pot & ![x][y]"),
        ("a \\* b", "a * b"),
    ],
)
def test_the_text_of_a_heading_is_what_github_shows(heading: str, text: str) -> None:
    assert shown(heading) == text


@pytest.mark.parametrize(
    "fragment", ["-tea", "errors-1-1", "errors-2", "ok_hand", "茶-и-чай", "a---b", "snake_case_two"]
)
def test_markdown_links_find_the_anchors_of_github(fragment: str) -> None:
    text = (
        "# ![logo](a.png) Tea\n\n## Errors\n\n## Errors\n\n## Errors 1\n\n## Errors\n\n"
        "## :ok_hand:\n\n## 茶 И Чай\n\n## a - b\n\n## `snake_case` _two_\n"
    ).replace("`snake_case` _two_", "`snake_case_two`")
    outline = Outline(parse("n.md", text))
    assert outline.has_heading(fragment, slug=True)
    assert not outline.has_heading("errors-1-2", slug=True)
    assert not outline.has_heading("logo-cup", slug=True)


def test_many_equal_headings_take_linear_time() -> None:
    assert len(github_slugs(["tea"] * 20_000)) == 20_000
