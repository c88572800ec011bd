"""What is read where this parser and the specifications of Markdown differ (docs/apps.md)."""

from __future__ import annotations

import pytest

from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.note import parse

PLAIN = Grammar(math_blocks=False)

# GitHub Flavored Markdown makes links of these; none leads to a note.
BARE_ADDRESSES = [
    "www.tea.example",
    "See www.tea.example/black for more.",
    "See www.tea.example.",
    "www.tea.example/cup?q=(hot)",
    "(see www.tea.example/cup?q=(hot))",
    "(see www.tea.example/cup?q=(hot)",
    "www.tea.example/cup?q=hot&lang=en",
    "www.tea.example/cup&amp;",
    "www.tea.example/pot<saucer",
    "http://tea.example and ftp://pot.example/cup",
    "brewer@tea.example and first.last+green@leaf_tea.example",
]
# GitHub's older specification makes one `strong` of two that are nested.
NESTED_STRONG = [
    "__leaf, __green__, cup__",
    "____[[Pot]]__ cup__",
    "__[[Pot]] (__bar__)__",
    "____[[Pot]]____",
    "****[[Pot]]****",
    "******[[Pot]]******",
    "__[[Pot]], __green__, cup__",
    "____leaf__ [[Pot]]__",
    "****leaf** [[Pot]]**",
]


@pytest.mark.parametrize("text", BARE_ADDRESSES)
def test_a_bare_address_hides_nothing_around_it(text: str) -> None:
    note = parse("n.md", f"# Water\n\n[[Cup]] {text} [[Pot]] #hot\n\n| {text} | [[Tin]] |\n", PLAIN)
    assert [link.target for link in note.links] == ["Cup", "Pot", "Tin"]
    assert [heading.text for heading in note.headings] == ["Water"]
    assert [tag.name for tag in note.tags] == ["hot"]


def test_the_fragment_of_a_bare_address_is_no_tag() -> None:
    note = parse("n.md", "www.tea.example/#hot http://tea.example/#cold\n", PLAIN)
    assert not note.tags


@pytest.mark.parametrize("text", NESTED_STRONG)
def test_nested_strong_hides_no_link_and_stays_in_a_heading(text: str) -> None:
    note = parse("n.md", f"{text} #hot [[Tin]]\n\n## {text}\n", PLAIN)
    pots = ["Pot"] * text.count("[[Pot]]")
    assert [link.target for link in note.links] == [*pots, "Tin", *pots]
    assert [heading.text for heading in note.headings] == [text]
    assert [tag.name for tag in note.tags] == ["hot"]


@pytest.mark.parametrize(
    "text",
    ["- [ ] [[Pot]] #hot\n- [x] [[Tin]]\n", "- [x] [[Pot]] #hot\n  - [ ] [[Tin]]\n"],
)
def test_a_check_box_is_neither_a_link_nor_part_of_one(text: str) -> None:
    note = parse("n.md", text, PLAIN)
    assert [link.target for link in note.links] == ["Pot", "Tin"]
    assert [tag.name for tag in note.tags] == ["hot"]


def test_html_that_github_does_not_show_holds_no_links() -> None:
    text = "<strong> <title>\n\n<blockquote>\n  <xmp> is hidden. <XMP> [[Pot]]\n</blockquote>\n"
    note = parse("n.md", f"{text}\n[[Tin]]\n", PLAIN)
    assert [link.target for link in note.links] == ["Tin"]


@pytest.mark.parametrize("end", ["\r", "\r\n", "\n"])
def test_a_carriage_return_alone_ends_a_line(end: str) -> None:
    lines = ["# Water", "", "[[Pot]] #hot", "", "```", "[[no]]", "```", "", "## Tin", "[[Cup]]"]
    note = parse("n.md", end.join(lines), PLAIN)
    assert [(h.text, h.line) for h in note.headings] == [("Water", 1), ("Tin", 9)]
    assert [(link.target, link.line) for link in note.links] == [("Pot", 3), ("Cup", 10)]
    assert [(tag.name, tag.line) for tag in note.tags] == [("hot", 3)]


# What follows is left as the parser has it, though CommonMark says otherwise.


@pytest.mark.parametrize("tag", ["script", "pre", "style", "textarea"])
def test_a_block_of_verbatim_html_ends_at_its_own_tag(tag: str) -> None:
    other = "pre" if tag != "pre" else "style"
    note = parse("n.md", f"<{tag}>\n\n[[no]]\n</{other}>\n[[no]]\n</{tag}>\n[[Pot]]\n", PLAIN)
    assert [link.target for link in note.links] == ["Pot"]


@pytest.mark.parametrize("follows", ["2. [[Pot]] #hot", "    [[Pot]] #hot"])
def test_text_directly_after_a_definition_is_text(follows: str) -> None:
    note = parse("n.md", f"[tin]: tin.md\n{follows}\n\n[[Cup]] [tin]\n", PLAIN)
    assert [link.target for link in note.links] == ["Pot", "Cup", "tin.md"]
    assert [tag.name for tag in note.tags] == ["hot"]
    apart = parse("n.md", f"[tin]: tin.md\n\n{follows}\n\n[[Cup]] [tin]\n", PLAIN)
    pot = ["Pot"] if follows[0] == "2" else []
    assert [link.target for link in apart.links] == [*pot, "Cup", "tin.md"]
