"""What counts as a wikilink, case by case, by the grammar of Obsidian."""

from __future__ import annotations

import time

import pytest

from noteweave.vault.model import Kind, Link, Syntax
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.note import parse


def links(text: str) -> tuple[Link, ...]:
    return parse("note.md", text).links


def read(text: str) -> list[str]:
    """Return the wikilinks of a text as `target#fragment|display`, with `!` for an embed."""
    return [
        ("!" if link.kind is Kind.EMBED else "")
        + link.target
        + (f"#{link.fragment}" if link.fragment else "")
        + (f"|{link.display}" if link.display else "")
        for link in links(text)
        if link.syntax is Syntax.WIKILINK
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[[t]]", ["t"]),
        ("[[t.md]]", ["t.md"]),
        ("[[t|a]]", ["t|a"]),
        ("[[a|b|c]]", ["a|b|c"]),
        ("[[t#h]]", ["t#h"]),
        ("[[t#h1#h2]]", ["t#h1#h2"]),
        ("[[t#^id]]", ["t#^id"]),
        ("[[#h]]", ["#h"]),
        ("[[#^b]]", ["#^b"]),
        ("[[]]", []),
        ("[[ ]]", []),
        ("[[|x]]", ["|x"]),
        ("[[a|]]", ["a"]),
        ("[[ a ]]", ["a"]),
        ("[[ a | b ]]", ["a|b"]),
        ("[[a]b]]", ["a]b"]),
        ("[[a\nb]]", []),
        ("[[a\r\nb]]", []),
        ("[[a\rb]]", []),
        ("[[a [[b]] c]]", ["b"]),
        ("[[[a]]]", ["[a"]),
        ("[[[[a]]", ["[a"]),
        ("[[[X] y|z]]", ["[X] y|z"]),
        ("[[1,3],[5]]", ["1,3],[5"]),
        (r"\[[a]]", []),
        (r"[\[a]]", []),
        (r"\\[[a]]", ["a"]),
        (r"\[[[a]]", ["a"]),
        (r"\![[a]]", ["a"]),
        (r"[[a\|b]]", ["a|b"]),
        ("[[a%20b]]", ["a%20b"]),
        ("[[a&amp;b]]", ["a&amp;b"]),
        ("![[a]]", ["!a"]),
        ("!![[a]]", ["!a"]),
        ("[[a]](b.md)", ["a"]),
        ("[[a]]([[b]])", ["a", "b"]),
        ("[[1]](https://example.org/#r)", ["1"]),
        ("**x [[y** z]]", ["y** z"]),
        ("[t [[a]]](u)", ["a"]),
        ("#[[a]]", ["a"]),
        ("[[a]]#", ["a"]),
        ("[[pa#th/x]]", ["pa#th/x"]),
        ("[[a\xa0b]]", ["a b"]),
        ("[[Cafe\u0301]]", ["Caf\u00e9"]),
        ("[[a]][[b]]", ["a", "b"]),
        ("[[a]", []),
        ("a]] [[b]]", ["b"]),
        ("[[图论|网络]]与[[卡片盒]]。", ["图论|网络", "卡片盒"]),
        ("[[🧵 线]]", ["🧵 线"]),
    ],
)
def test_grammar(text: str, expected: list[str]) -> None:
    assert read(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "`[[a]]`",
        "``x ` [[a]]``",
        "```\n[[a]]\n```",
        "~~~\n[[a]]\n~~~",
        "````\n```\n[[a]]\n````",
        "> ```\n> [[a]]\n> ```",
        "- x\n  ```\n  [[a]]\n  ```",
        "    [[a]]",
        "```py title:[[a]]\nx\n```",
        "$[[a]]$",
        "$$\n[[a]]\n$$",
        "<!-- [[a]] -->",
        "x <!-- [[a]] --> y",
        "<div>[[a]]</div>",
        '<img alt="[[a]]">',
        "[r]: [[a]]",
        "[//]: # ([[a]])",
        "---\nx: see [[a]]\n---",
        '---\n"[[a]]": x\n---',
        '---\nx: "[[a]] is near"\n---',
        "`%%` and `[[a]]`",
        "[[a `]]` b",
    ],
)
def test_is_no_link(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "# See [[a]]",
        "> [!note] [[a]]",
        "> [!note]\n> [[a]]",
        "x <b>[[a]]</b>",
        "<details>\n\n[[a]]\n\n</details>",
        "%%[[a]]%%",
        "%%\n[[a]]\n%%",
        "text[^1]\n\n[^1]: [[a]]",
        "- [ ] [[a]]",
        "<% tp %> [[a]]",
        "$5 [[a]] and $6",
        "| x |\n|---|\n| [[a]] |",
        '---\nup: "[[a]]"\n---',
        '---\ndeep:\n  - one: ["[[a]]"]\n---',
        "\ufeff---\nup: '[[a]]'\n---",
        "---\r\nup: '[[a]]'\r\n---\r\n",
        "- x\n  ```\n  code\n- y\n\n[[a]]",
    ],
)
def test_is_a_link(text: str) -> None:
    assert read(text) == ["a"]


def test_a_link_that_starts_outside_math_wins() -> None:
    assert read("[[N#Error $q$|e]]") == ["N#Error $q$|e"]
    assert read("see [[A $x]] b$") == ["A $x"]
    assert read("$a [[b]] c$") == []


def test_table_needs_an_escaped_pipe() -> None:
    head = "| x | y |\n|---|---|\n"
    assert read(head + r"| [[a\|b]] | c |") == ["a|b"]
    assert read(head + "| [[a|b]] | c |") == []
    assert [f.code for f in parse("n.md", head + "| [[a|b]] | c |").faults] == ["NW013"]


def test_cells_beyond_a_table_s_columns_are_read() -> None:
    assert read("| x |\n|---|\n| a | [[b]] | [[c]] |") == ["b", "c"]


def test_embed_size_is_no_display_text() -> None:
    assert read("![[p.png|300]] ![[p.png|300x200]] ![[p.png|cap|80]] ![[p.png|cap]]") == [
        "!p.png",
        "!p.png",
        "!p.png|cap",
        "!p.png|cap",
    ]


def test_unfinished_fence_in_a_list_ends_with_its_item() -> None:
    text = "- a\n  ```\n  [[in]]\n- b\n\n```\n[[also in]]\n"
    assert read(text) == []


HOSTILE = [
    "[[", "]]", "[[a", "![[", "`", "$", "](", "[a](", "> ", "- ", "|", "[[a|", "\\", "#", "{#", "{",
    "k:: [[a]] ", "[a](b ", "<h1>", "<a ", "<a id=", "<!--", "((", "{{embed ", "{{query ", "%%",
    "[k:: ", "^a", "[^1]:", "&#", "::", "*", "_", "~", "<", "<h1></h2>", "#a/", "[[a]] ", "\n",
    "\r", "a b.md)", "](a b", "id:: ", "tags:: ", "![[a|1]]", "| a ", "|-", "\n# ", "\n- ",
    "{:", "{{", "}", "{{a ", "{{{", "#+BEGIN_SRC\n", "#+END_SRC\n", "- #+BEGIN_QUERY\n",
    "$$", "$$\n",
    "- $$ ", "%%\n", "a %% ", "%%\n\n", "#a#", "#a.", "```\t\n", "``` \t", "a\n=== \n",
    "![[a]]^b\n",
    "[a]: b\n", "\n\n---\na:", " \n",
]  # fmt: skip


@pytest.mark.parametrize(
    "grammar",
    [
        Grammar(),
        Grammar(comments=False, tag_pages=True),
        Grammar(commonmark_setext=True, math_blocks=False, definitions_name_notes=True),
    ],
)
@pytest.mark.parametrize("piece", HOSTILE)
def test_time_is_linear_whatever_the_text(piece: str, grammar: Grammar) -> None:
    small, large = (
        seconds(piece * count + " [[end]] ^x {#y}", grammar) for count in (4_000, 32_000)
    )
    assert large < 8 * 4 * small + 0.3


def seconds(text: str, grammar: Grammar) -> float:
    """Return the processor seconds that parsing takes."""
    began = time.process_time()
    assert parse("n.md", text, grammar).path == "n.md"
    return time.process_time() - began


@pytest.mark.parametrize("name", ["Item", "Paragraph", "Text", "Start", "End"])
def test_code_that_is_called_like_an_event_is_code(name: str) -> None:
    note = parse("n.md", f"`{name}` [[tea]] `[[{name}]]`")
    assert [link.target for link in note.links] == ["tea"]
    assert note.words == 3


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("words \\[[no]]", []),
        ("more words \\[[no]]", []),
        ("words \\\\[[yes]]", ["yes"]),
        ("more words \\\\[[yes]]", ["yes"]),
        ("more words \\\\\\[[no]]", []),
        ("| a |\n| - |\n| [[yes\\|one \\| two]] |", ["yes|one | two"]),
    ],
)
def test_backslashes_before_a_link_and_in_its_text(text: str, expected: list[str]) -> None:
    """Found by mutants that survived: other text may stand before the backslashes."""
    assert read(text) == expected


def test_a_heading_in_a_quote_is_none_of_the_note() -> None:
    note = parse("note.md", "> # Quoted\n\n# Own\n\n- # In a list\n")
    assert [heading.text for heading in note.headings] == ["Own"]


def test_a_link_without_text_shows_nothing() -> None:
    found = links("[](a.md) ![](b.png) [c](c.md)")
    assert [link.display for link in found] == ["", "", "c"]
