"""The words around a link: which they are, how they read, and that no character is cut in half."""

import re
import time
from unittest.mock import patch

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteweave.vault.context import plain_text
from noteweave.vault.context.contexts import card_contexts, contexts
from noteweave.vault.context.graphemes import may_cut
from noteweave.vault.context.units import units
from noteweave.vault.model import Context, Kind, Link, Syntax

LINK = re.compile(
    r"!?\[\[(?P<page>[^\[\]\n|]+)(?:\|(?P<label>[^\]\n]*))?\]\]"
    r"|(?<![\]!])\[(?P<text>[^\[\]]*)\]\((?P<file>[^)]*)\)"
)


def links_of(text: str) -> list[Link]:
    found = []
    for m in LINK.finditer(text):
        page, _, fragment = (m["page"] or m["file"] or "").partition("#")
        kind = Kind.EMBED if m[0][0] == "!" else Kind.LINK
        if text.startswith("---\n") and m.start() < text.find("\n---", 3):
            kind = Kind.PROPERTY
        found.append(
            Link(
                raw=m[0],
                target=page.rstrip("\\"),
                start=m.start(),
                end=m.end(),
                line=text.count("\n", 0, m.start()) + 1,
                column=1,
                syntax=Syntax.MARKDOWN if m["page"] is None else Syntax.WIKILINK,
                kind=kind,
                fragment=fragment,
                display=m["label"] or m["text"] or "",
                relation="grown-in" if kind is Kind.PROPERTY else None,
            )
        )
    return found


def marked(context: Context) -> str:
    text, start, end = context.text, context.start, context.end
    return f"{context.unit}: {text[:start]}⟦{text[start:end]}⟧{text[end:]}"


def read(text: str, limit: int = 240) -> list[str]:
    return [marked(c) for c in contexts(text, links_of(text), limit=limit)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "*Brew* it in a [[Teapot]]\nfor **3** min.",
            "paragraph: Brew it in a ⟦Teapot⟧ for 3 min.",
        ),
        ("## On [[Oolong|half-ripe]] tea", "heading: On ⟦half-ripe⟧ tea"),
        ("Salt &amp; [[Milk]] &lt;3", "paragraph: Salt & ⟦Milk⟧ <3"),
        ("- [x] rinse the [[Gaiwan]]\n  - twice", "list-item: ☑ rinse the ⟦Gaiwan⟧"),
        ("- rinse\n  - the [[Gaiwan]]", "list-item: the ⟦Gaiwan⟧"),
        ("- rinse\n\n  the [[Gaiwan]]\n", "list-item: rinse the ⟦Gaiwan⟧"),
        ("|a|b|\n|-|-|\n|[[Pu'er\\|old]]|1973|", "table-row: ⟦old⟧ | 1973"),
        ("> [!tip] Warm the [[Teapot]]", "paragraph: Warm the ⟦Teapot⟧"),
        ("A [*warm* pot](Teapot.md) ^w1", "paragraph: A ⟦warm pot⟧"),
        ("[](Teapot.md) first", "paragraph: ⟦Teapot.md⟧ first"),
        ("See ![[cup.png|300]]", "paragraph: See ⟦cup.png⟧"),
        ("See [[Water#Heat#Boiling]]", "paragraph: See ⟦Water > Heat > Boiling⟧"),
        ("See [[Water#^a1]]", "paragraph: See ⟦Water⟧"),
        ("See [[#^a1]]", "paragraph: See ⟦^a1⟧"),
        ("---\ngrown-in: '[[云南]]'\n---\n", "property: grown-in: ⟦云南⟧"),
        ("<div>\nsee [[Teapot]] there\n</div>", "paragraph: see ⟦Teapot⟧ there"),
        ("龙井茶产于[[杭州]]，清明前采。", "paragraph: 龙井茶产于⟦杭州⟧，清明前采。"),
        ("x[^1]\n\n[^1]: from [[Fujian]]", "paragraph: from ⟦Fujian⟧"),
        ("A `code` $x^2$ <b>[[Teapot]]</b>", "paragraph: A code x^2 ⟦Teapot⟧"),
    ],
)
def test_unit_and_words(text: str, expected: str) -> None:
    assert [expected] == read(text)


BLOCKS = [
    "# On *water*\n\nSoft, and not too hot.",
    "- rinse\n  - twice\n\n  slowly\n- pour over [[Oolong]]",
    "1. warm\n   ```\n   [[not a cup]]\n   ```\n2. drink from a [[Gaiwan|lidded cup]]",
    "> as [Lu Yü](Lu%20Yu.md) said:\n> *enough*",
    "|leaf|from|\n|-|-|\n|white|福鼎|\n|green|[[杭州]]|",
    "## Beside [[Milk]] and [[Sugar]]",
]


@given(st.lists(st.sampled_from(BLOCKS), max_size=8))
def test_what_stands_around_a_unit_changes_nothing(blocks: list[str]) -> None:
    text = "\n\n---\n\n".join(blocks)
    assert read(text) == [context for block in blocks for context in read(block)]


def test_every_link_of_a_unit_is_marked_in_the_same_words() -> None:
    assert read("From [[Assam]] by [ship](London.md) to [[Ωμέγα]].") == [
        "paragraph: From ⟦Assam⟧ by ship to Ωμέγα.",
        "paragraph: From Assam by ⟦ship⟧ to Ωμέγα.",
        "paragraph: From Assam by ship to ⟦Ωμέγα⟧.",
    ]


def test_an_image_inside_a_link_is_its_words() -> None:
    text = "[![a cup](cup.png)](Teapot.md)"
    inner = Link("![a cup](cup.png)", "cup.png", 1, 18, 1, 2, Syntax.MARKDOWN, Kind.EMBED)
    outer = Link(text, "Teapot.md", 0, len(text), 1, 1, Syntax.MARKDOWN)
    assert [marked(c) for c in contexts(text, [outer, inner])] == ["paragraph: ⟦a cup⟧"] * 2


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Warm [ the pot ](Teapot.md)first", ["Warm ⟦the pot⟧ first"]),
        ("Warm[ the pot](Teapot.md), then", ["Warm ⟦the pot⟧, then"]),
        ("Warm [ ](Teapot.md) first", ["Warm ⟦Teapot.md⟧ first"]),
        ("Warm[ ](Teapot.md)first", ["Warm ⟦Teapot.md⟧first"]),
        ("[](Pot.md)[](Cup.md)", ["⟦Pot.md⟧Cup.md", "Pot.md⟦Cup.md⟧"]),
        ("水\u3000\u3000[[茶\xa0 壶]]  ", ["水 ⟦茶 壶⟧"]),
    ],
)
def test_no_space_is_at_the_ends_of_a_link(text: str, expected: list[str]) -> None:
    assert read(text) == [f"paragraph: {words}" for words in expected]


def test_the_line_before_a_missing_cell_is_no_part_of_a_link() -> None:
    assert read("a|b\n-|-\n[](Teapot.md)") == ["table-row: ⟦Teapot.md⟧ |"]
    assert read("a|b\n-|-\n[pot](Teapot.md)") == ["table-row: ⟦pot⟧ |"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Milk &amp; [[Sugar]] &lt; \\*tea\\* [[水|water]]!", "Milk & ⟦Sugar⟧ < *tea* water!"),
        ("茶 \\[[[Pot]] and \\_so", "茶 [⟦Pot⟧ and _so"),
        ("[[Milk &amp; Sugar]]&nbsp;first", "⟦Milk &amp; Sugar⟧ first"),
        ("&nGt; [[Pot]]", "≫⃒ ⟦Pot⟧"),
    ],
)
def test_a_link_is_found_beside_what_is_rewritten(text: str, expected: str) -> None:
    assert read(text)[0] == f"paragraph: {expected}"


@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_indents_of_code_move_no_link(end: str) -> None:
    text = (
        "- 先 [[Pot]]\n\n  ```\n  水 &\n  火\n  ```\n\n  后 [[Cup]]\n\n\t\t茶\n\t\t茶\n\n  [[Tea]]"
    )
    assert read(text.replace("\n", end)) == [
        "list-item: 先 ⟦Pot⟧ 后 Cup Tea",
        "list-item: 先 Pot 后 ⟦Cup⟧ Tea",
        "list-item: 先 Pot 后 Cup ⟦Tea⟧",
    ]


def test_half_a_character_on_a_card_is_a_replacement_character() -> None:
    card = r'{"text": "warm \ud83c [[Teapot]]"}'
    start = card.index("[[")
    link = Link("[[Teapot]]", "Teapot", start, start + 10, 1, start + 1)
    assert [marked(c) for c in card_contexts(card, [link])] == ["card: warm \ufffd ⟦Teapot⟧"]


PARTS = [
    *("[[Pot]]", "![[cup.png|30]]", "[[水|热 水]]", "[ t ](Pot.md)", "[](Pot.md)"),
    *("[*a* `b`](Pot.md)", "`c`", "$m$", "*", "&amp;", "&ngE;", "\\", "\t", "\r\n", "\n", "\n\n"),
    *("> ", "- ", "  ", "    ", "- [ ] ", "|", "\n|a|b|\n|-|-|\n", "\n```\n", "# ", "<b>"),
    *("茶", "👨‍👩‍👧", "\xa0", " ", "tea", " ^w1"),
]  # fmt: skip


@given(st.lists(st.sampled_from(PARTS), max_size=25).map("".join))
def test_the_quick_ways_give_what_the_slow_ways_give(text: str) -> None:
    quick = read(text)
    with patch.object(plain_text, "_unchanged", return_value=None):
        assert read(text) == quick
    with patch(
        "noteweave.vault.context.units",
        lambda body, marks, merge=False: units(body, marks, merge=False),
    ):
        assert read(text) == quick


def test_long_text_is_cut_at_words_around_the_link() -> None:
    text = "leaf water fire " * 50 + "[[Teapot]]" + " cup saucer spoon" * 50
    assert read(text, 50) == ["paragraph: …leaf water fire ⟦Teapot⟧ cup saucer spoon…"]


def test_a_link_longer_than_the_limit_is_cut_itself() -> None:
    (context,) = contexts("[[" + "茶" * 99 + "]]", links_of("[[" + "茶" * 99 + "]]"), limit=20)
    assert len(context.text) <= 20
    assert context.text.endswith("茶…")
    assert context.text[context.start : context.end] == context.text.rstrip("…")


WHOLE = ["茶", "é", "e\u0301", "👨‍👩‍👧", "🇨🇳", "👍🏽", "ล้ำ", "क्षि", "각", "شَّ", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "❤️"]


@given(
    before=st.lists(st.sampled_from(WHOLE), max_size=40),
    after=st.lists(st.sampled_from(WHOLE), max_size=40),
    limit=st.integers(30, 60),
)
def test_no_character_is_cut_in_half(before: list[str], after: list[str], limit: int) -> None:
    text = "".join(before) + "[[茶]]" + "".join(after)
    (context,) = contexts(text, links_of(text), limit=limit)
    assert len(context.text) <= limit
    assert context.text[context.start : context.end] == "茶"
    left = context.text[: context.start].removeprefix("…")
    right = context.text[context.end :].removesuffix("…")
    assert left in {"".join(before[i:]) for i in range(len(before) + 1)}
    assert right in {"".join(after[:i]) for i in range(len(after) + 1)}


def test_flags_are_pairs() -> None:
    assert [i for i in range(6) if may_cut("🇨🇳🇩🇪🇯🇵", i)] == [0, 2, 4]


@pytest.mark.parametrize(
    "text",
    [
        "[[a " * 20_000,
        "[[a]]" * 20_000,
        "- [[a]]\n" * 20_000,
        "x" * 300_000 + "[[a]]" + "\u0301" * 300_000,
    ],
    ids=["never closed", "one paragraph", "list", "a million marks"],
)
def test_time_is_linear(text: str) -> None:
    links = links_of(text)
    half = [link for link in links if link.end <= len(text) // 2]
    began = time.process_time()
    contexts(text[: len(text) // 2], half)
    middle = time.process_time()
    assert len(contexts(text, links)) == len(links)
    assert time.process_time() - middle < 8 * (middle - began) + 0.5


@given(st.text("[]|#`$-*\n é茶!()<>&;^ ", max_size=60))
def test_any_text_has_contexts(text: str) -> None:
    links = links_of(text)
    found = contexts(text, links, limit=30)
    assert len(found) == len(links)
    assert all(0 <= c.start <= c.end <= len(c.text) <= 30 and "\n" not in c.text for c in found)
