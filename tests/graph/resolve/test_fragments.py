"""What `#…` can point to, as each kind of link may write it."""

from __future__ import annotations

import pytest

from noteweave.graph.resolve.fragments import Outline, parts
from noteweave.vault.disk.app_settings import Profile
from noteweave.vault.parsing.note import parse

NOTE = """\
# Dragon Well

## Picking: before *Qingming*

### By hand

## See [[Green tea|the green ones]] and [the map](map.md)

## 冲泡：水温

## Twice
## Twice

The first cup. ^cup-1

还有[^1]。

[^1]: A footnote.

<a id="kept"></a>

<h2 align="center">In <em>HTML</em></h2>

> ## In a quote

## 3. Café
{: #named }
"""
TEA = Outline(parse("Dragon Well.md", NOTE))


@pytest.mark.parametrize(
    "fragment",
    [
        "Picking before Qingming",
        "picking: before *Qingming*",
        "Dragon Well#By hand",
        "#By hand",
        "See Green tea the green ones and the map map md",
        "See the green ones and the map",
        "冲泡：水温",
        "[^1]",
        "kept",
        ":~:text=cup",
    ],
)
def test_a_wikilink_finds(fragment: str) -> None:
    assert TEA.has_heading(fragment, slug=False)


@pytest.mark.parametrize(
    "fragment",
    [
        "by-hand",
        "twice",
        "twice-1",
        "see-the-green-ones-and-the-map",
        "in-html",
        "in-a-quote",
        "3-café",
        "3-cafe",
        "café",
        "named",
        "top",
        "fnref:1",
        "user-content-by-hand",
        "_1",
    ],
)
def test_a_markdown_link_finds_what_github_calls_it(fragment: str) -> None:
    assert TEA.has_heading(fragment, slug=True)


@pytest.mark.parametrize("fragment", ["Steeping", "By hand#Dragon Well", "冲泡", "[^2]", "twice-2"])
def test_what_is_not_there_is_not_found(fragment: str) -> None:
    assert not TEA.has_heading(fragment, slug=True)


def test_a_wikilink_in_obsidian_is_no_address() -> None:
    assert not TEA.has_heading("by-hand", slug=False)


def test_blocks_have_no_case() -> None:
    assert TEA.has_block("CUP-1")
    assert not TEA.has_block("cup")


def test_a_near_heading_is_suggested() -> None:
    assert TEA.similar_heading("By hands") == "By hand"
    assert TEA.similar_heading("By machine") == ""


def test_a_range_in_dendron_names_its_two_ends() -> None:
    assert parts("first,1:#last", Profile.DENDRON) == ["first", "last"]
    assert parts("^begin:#*", Profile.DENDRON) == []
    assert parts("a:#b", Profile.OBSIDIAN) == ["a:#b"]


def test_an_id_in_a_heading_belongs_to_its_text() -> None:
    note = Outline(parse("n.md", "## Leaves ^leaf\n\n## Stems\n"))
    assert note.has_heading("Leaves ^leaf", slug=False)
    assert note.has_heading("Leaves", slug=False)
    assert not note.has_heading("Stems ^leaf", slug=False)


def test_a_path_of_headings_goes_down() -> None:
    note = Outline(parse("n.md", "# A\n## B\n### C\n# D\n## C\n"))
    for path in ("A#B", "A#C", "A#B#C", "D#C", "#A##B"):
        assert note.has_heading(path, slug=False), path
    for path in ("B#A", "D#B", "B#D", "C#B", "A#D", "D#B#C"):
        assert not note.has_heading(path, slug=False), path


def test_anchors_that_renderers_make_are_there() -> None:
    note = Outline(parse("n.md", "# 茶\n"))
    assert note.has_heading("_7", slug=True)
    assert not note.has_heading("_7a", slug=True)


def test_a_link_in_a_heading_counts_by_its_target_and_by_its_text() -> None:
    note = Outline(parse("n.md", "## See [[Green tea|the green ones]]\n"))
    assert note.has_heading("See Green tea", slug=False)
    assert note.has_heading("See the green ones", slug=False)
    assert not note.has_heading("See tea", slug=False)


def test_the_ends_of_a_note_in_dendron_need_no_block() -> None:
    assert parts("^begin:#^end", Profile.DENDRON) == []
    assert parts("tea:#^end", Profile.DENDRON) == ["tea"]
