"""The context of a list item that is only a link: what the note with the link is about."""

from __future__ import annotations

from pathlib import Path

import pytest

from noteweave.vault.context.summaries import summary
from noteweave.vault.parsing.note import parse
from noteweave.vault.vault import OpenOptions, Vault

NAMES = ("description", "摘要")


def about(text: str) -> str:
    return summary(parse("Note.md", text), text, NAMES)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("---\nDescription: On *kettles*.\n---\nThey boil. Or not.\n", "On *kettles*."),
        (
            "Intro.\n\n## 摘要\n\n**1) 一句话**\n水壶*响*了。第二句。\n\n## 正文\n长文。\n",
            "水壶响了。",
        ),
        ("# Description\n- [x] Boil water.\n- [ ] Warm it.\n", "Boil water."),
        ("# Description\n- Kettles, [[Pot|pots]] and cups. More.\n", "Kettles, pots and cups."),
        (
            "# Kettle\n\n![](k.png)\n\n> [!note] x\n\nIt boils\nwater. Then tea.\n",
            "It boils water.",
        ),
        ("Version 2.5 is out! Get it.\n", "Version 2.5 is out!"),
        ("- [[Only]]\n- [[Links]]\n", ""),
        ("## 摘要\n\n## Text\n\nA paragraph.\n", "A paragraph."),
        ("```\ncode\n\nmore\n```\n\nProse.\n", "Prose."),
        ("", ""),
    ],
)
def test_a_note_is_about(text: str, expected: str) -> None:
    assert about(text) == expected


def test_only_a_bare_list_item_shows_the_summary(tmp_path: Path) -> None:
    text = (
        "It boils. It sings.\n\n- [[Pot]]\n- [[Cup]] of clay\n\nSee [[Mug]].\n\n1. **[[Jug]]**.\n"
    )
    (tmp_path / "Kettle.md").write_text(text)
    contexts = Vault.open(tmp_path).contexts("Kettle.md")
    assert [(c.text, c.text[c.start : c.end], c.unit) for c in contexts.values()] == [
        ("It boils.", "", "summary"),
        ("Cup of clay", "Cup", "list-item"),
        ("See Mug.", "Mug", "paragraph"),
        ("It boils.", "", "summary"),
    ]


def test_the_names_of_summaries_are_configurable(tmp_path: Path) -> None:
    (tmp_path / "Kettle.md").write_text("---\ngist: A kettle\n---\nIt boils.\n\n- [[Pot]]\n")
    (context,) = (
        Vault.open(tmp_path, OpenOptions(summaries=("Gist",))).contexts("Kettle.md").values()
    )
    assert context.text == "A kettle"
    (context,) = Vault.open(tmp_path, OpenOptions(summaries=())).contexts("Kettle.md").values()
    assert context.text == "Pot"
