"""A link gets another target, and keeps what is written around it."""

from __future__ import annotations

import pytest

from noteweave.graph.edits.retarget import encoded, retargeted, spellings, unescaped
from noteweave.vault.parsing.note import parse


@pytest.mark.parametrize(
    ("raw", "target", "before", "new"),
    [
        ("[[a]]", 'say "x"', "", '[[say "x"]]'),
        ("[[a]]", 'say "x"', '"', '[[say \\"x\\"]]'),
        ("[[a]]", "it's", "'", "[[it''s]]"),
        ("[[a]]", "it's", "", "[[it's]]"),
        ("[[a|b]]", "c|d", "", None),
        ("[b](a.md)", "X y.md", "", "[b](X%20y.md)"),
        ("[b](<a.md>)", "X y.md", "", "[b](<X y.md>)"),
        ("[b](<a.md#h>)", "x#y.md", "", "[b](<x%23y.md#h>)"),
        ("[b](a\\_.md)", "c.md", "", "[b](c.md)"),
    ],
)
def test_a_link_gets_another_target(raw: str, target: str, before: str, new: str | None) -> None:
    (link,) = parse("n.md", raw).links
    assert retargeted(link, target, before) == new


@pytest.mark.parametrize("letter", "XYZxyz09-_.~/茶")
def test_what_needs_no_code_has_none(letter: str) -> None:
    assert encoded(letter, "a", pointed=False) == letter
    assert encoded(letter, "a", pointed=True) == letter


def test_escapes_and_entities_are_resolved() -> None:
    assert unescaped("a\\_b\\(c\\)&amp;\\d") == "a_b(c)&\\d"


def test_the_spelling_most_like_the_old_one_is_the_first() -> None:
    def first(written: str, markdown: bool = False) -> list[str]:
        was = ("x/tea.md", "a/n.md")
        return [*spellings(written, "y/z/pot.md", "a/n.md", was=was, markdown=markdown)][:2]

    assert first("tea") == ["pot", "z/pot"]
    assert first("tea.md") == ["pot.md", "z/pot.md"]
    assert first("x/tea") == ["y/z/pot", "z/pot"]
    assert first("/x/tea")[0] == "/y/z/pot"
    assert first("../x/tea")[0] == first("./../x/tea")[0] == "../y/z/pot"
    assert first("../x/tea.md", markdown=True)[0] == "../y/z/pot.md"
    assert first("x/tea.md", markdown=True) == ["y/z/pot.md", "z/pot.md"]


def test_a_page_of_logseq_is_named_by_its_namespace() -> None:
    was = ("pages/tea.md", "n.md")
    *_, last = spellings("tea", "pages/a___b.md", "n.md", was=was, markdown=False)
    assert last == "a/b"
