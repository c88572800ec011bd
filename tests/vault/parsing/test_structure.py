"""Headings, blocks and comments, by the rules of the apps."""

from __future__ import annotations

import time

import pytest

from noteweave.vault.model import Note
from noteweave.vault.parsing.grammar import OBSIDIAN, Grammar
from noteweave.vault.parsing.note import parse


def headings(text: str, grammar: Grammar = OBSIDIAN) -> list[str]:
    return [heading.text for heading in parse("n.md", text, grammar).headings]


def blocks(text: str) -> list[str]:
    return [block.id for block in parse("n.md", text).blocks]


@pytest.mark.parametrize("fence", ["```", "~~~", "````", "> ```", "- ```", "   ```"])
@pytest.mark.parametrize("blank", ["\t", " \t", "\t \t ", "  "])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_closing_fence_may_be_followed_by_tabs(fence: str, blank: str, end: str) -> None:
    inner = {">": "> ", "-": "  "}.get(fence[0], "")
    close = inner + fence.lstrip(" >-")
    note = parse("n.md", end.join([fence, f"{inner}[[a]]", close + blank, "", "[[b]]", ""]))
    assert [link.target for link in note.links] == ["b"]


def test_tabs_inside_code_and_text_change_nothing() -> None:
    text = "a\t[[b]]\t#c\n\n```\tx\n```\n"
    note = parse("n.md", text)
    assert [text[link.start : link.end] for link in note.links] == ["[[b]]"]
    assert [tag.name for tag in note.tags] == ["c"]


@pytest.mark.parametrize(
    "text",
    [
        "I am 100%% sure\n\n## H\n",
        "- %% todo\n\n## H\n",
        "one %% two\n\nthree %%\n\n## H\n",
        "$$\n%% where x is\nx = 1\n$$\n\n## H\n",
        "$50%% of$ it\n\n## H\n",
        "<!-- 50%% done -->\n\n## H\n",
        "<p>50%%</p>\n\n## H\n",
        "x <b title='%%'> y\n\n## H\n",
        "`%%` and ``a %%``\n\n## H\n",
        "[[100%% wool]]\n\n## H\n",
        "[a](100%%.md)\n\n## H\n",
        "%% a %% b %%\n\n## H\n",
        "a %% b\nc %% d %%\n\n## H\n",
        "%%\n# hidden\n%%\n\n## H\n",
        "%%\n<div>\n%%\n\n## H\n",
        "%%\n```\n%%\n```\n# hidden\n%%\n## H\n",
    ],
)
def test_a_percent_sign_hides_no_later_heading(text: str) -> None:
    for end in ("\n", "\r\n"):
        assert headings(text.replace("\n", end)) == ["H"], text


@pytest.mark.parametrize(
    "text",
    ["%%\n# hidden\n%%\n", "%% a\n\n# hidden\n", "> %%\n\n# hidden\n\n%%", "  %%\n# hidden\n"],
)
def test_headings_in_a_comment_are_hidden(text: str) -> None:
    assert headings(text) == []


def test_comments_take_linear_time() -> None:
    for text in ("a %% b\n\n" * 20_000, "a %% " * 40_001, "%%\n" * 40_001, "`%%` %% x\n" * 20_000):
        start = time.process_time()
        parse("n.md", text)
        assert time.process_time() - start < 5


def test_a_block_id_has_letters_digits_and_dashes() -> None:
    assert blocks("a ^one-2\n\nb ^two_3\n\nc ^\u00e9\n\nd ^THREE\n") == ["one-2", "THREE"]


def test_a_block_id_of_dendron_may_have_underscores() -> None:
    note = parse("n.md", "a ^k3_x\n", Grammar(underscores_in_block_ids=True))
    assert [block.id for block in note.blocks] == ["k3_x"]


def test_a_block_id_may_follow_an_embed_at_once() -> None:
    assert blocks("![[p.png]]^img\n\n![](q.png)^pic\n\n[[a]]^no\n\n[b](c.md)^no\n\nx^no\n") == [
        "img",
        "pic",
    ]


def test_a_block_id_stands_in_running_text() -> None:
    assert blocks("$$\na ^b\n$$\n\n<div>\na ^c\n</div>\n\n`a\n^d`\n\n```\na ^e\n```\n") == []
    assert blocks("| a |\n|---|\n| b |\n\n^table\n\n- x ^item\n\n> y\n\n^quote\n") == [
        "table",
        "item",
        "quote",
    ]


SETEXT = [
    ("One\n===\n", ["One"], ["One"]),
    ("One\n--- \n", [], ["One"]),
    ("One\n===\t\n", [], ["One"]),
    ("One\ntwo\n===\n", [], ["One\ntwo"]),
    ("One\r\n===\r\n", ["One"], ["One"]),
    ("One  \n===\n", ["One"], ["One"]),
    ("x\n\nOne\n-\n\ny\n", ["One"], ["One"]),
]


@pytest.mark.parametrize(("text", "obsidian", "commonmark"), SETEXT)
def test_underlined_headings(text: str, obsidian: list[str], commonmark: list[str]) -> None:
    assert headings(text) == obsidian
    assert headings(text, Grammar(commonmark_setext=True)) == commonmark


def test_many_embeds_and_carets_take_linear_time() -> None:
    text = "![[p.png]]^a\n\n" * 20_000
    start = time.process_time()
    note: Note = parse("n.md", text)
    assert len(note.blocks) == 20_000
    assert time.process_time() - start < 5


@pytest.mark.parametrize(
    ("text", "targets"),
    [
        ("A:: $$\nx\n$$\n[[b]]\n", []),
        ("A:: $$\nx\n$$\n[[b]]\n$$\n[[c]]\n", ["c"]),
        ("$$\nx\n$$\n[[b]]\n", ["b"]),
        ("$$\n[[a]]\n\n[[b]]\n$$\n[[c]]\n", ["c"]),
        ("- $$\n  [[a]]\n  $$\n- [[b]]\n", ["b"]),
        ("1. [ ] $$\n   x\n   $$\n2. [[b]]\n", ["b"]),
        ("x $$a$$ [[b]] $$c$$\n\n$$d$$ [[e]]\n", ["b", "e"]),
        ("it costs $$ and [[b]]\n\n[[c]]\n", ["b", "c"]),
        ("$$ is money: [[a]]\n\n[[b]]\n", ["b"]),
        ("\\$$ [[a]]\n\n`$$`\n[[b]]\n", ["a", "b"]),
        ("> $$\n> [[a]]\n> $$\n\n[[b]]\n", ["b"]),
        ("$$\nx\n\n[a](b.md)\n$$\n[c](d.md)\n", ["d.md"]),
    ],
)
def test_two_dollars_at_the_beginning_of_a_line_begin_a_block(
    text: str, targets: list[str]
) -> None:
    for end in ("\n", "\r\n"):
        note = parse("n.md", text.replace("\n", end))
        assert [link.target for link in note.links] == targets, text


def test_headings_tags_and_blocks_in_a_math_block_are_none() -> None:
    note = parse("n.md", "$$\nx\n\n# a\n\n#b ^c\n\n$$\n\n# d\n\n#e ^f\n")
    assert [heading.text for heading in note.headings] == ["d"]
    assert [tag.name for tag in note.tags] == ["e"]
    assert [block.id for block in note.blocks] == ["f"]


def test_math_blocks_take_linear_time() -> None:
    for text in (
        "$$\n" * 40_001,
        "x $$ y\n\n" * 20_000,
        "x $$ " * 40_001,
        "$$\n[[a]] b\n" * 20_001,
    ):
        start = time.process_time()
        parse("n.md", text)
        assert time.process_time() - start < 5
