"""A bullet of Logseq is a bullet however far it is indented."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.logseq.indentation import with_plain_indentation
from noteweave.vault.parsing.note import parse

LOGSEQ = Grammar(lenient_properties=True, tag_pages=True)


def links(text: str) -> list[tuple[int, str]]:
    return [(link.line, link.target) for link in parse("page.md", text, LOGSEQ).links]


@pytest.mark.parametrize(
    "text",
    [
        "## Boats\n\t- [[a]] #b\n\t\t- [c](d.md)\n",
        "## Boats\n\n\t\t- [[a]] #b\n\t\t\t- [c](d.md)\n",
        "## Boats\n\n    - [[a]] #b\n        - [c](d.md)\n",
        "- one\n\n\t\t\t- [[a]] #b\n\n\t\t\t\t- [c](d.md)\n",
        "            - [[a]] #b\n\n                - [c](d.md)\n",
        "## Boats\n\n\t\t\t\t\t- [[a]] #b\n\n\t\t\t\t\t\t- [c](d.md)\n",
        "\t- [[a]] #b\n\t  words\n\t- [c](d.md)\n",
        "1. one\n\n\t\t- [[a]] #b\n\n\t\t- [c](d.md)\n",
    ],
)
def test_links_of_deep_bullets_are_read(text: str) -> None:
    assert [target for _, target in links(text)] == ["a", "b", "d.md"]


def test_code_and_properties_below_a_deep_bullet_stay_what_they_are() -> None:
    text = (
        "## Boats\n"
        "\t- first\n"
        "\t\t- [[a]]\n"
        "\t\t  id:: 634fb9a8-cab9-441e-b476-41fa828010ea\n"
        "\t\t  ```clojure\n"
        "\t\t  [[no]] - not a bullet\n"
        "\t\t\t- [[no]]\n"
        "\t\t  ```\n"
        "\t\t- [[b]] `[[no]]`\n"
        "- [[c]]\n"
        "\t- ((634fb9a8-cab9-441e-b476-41fa828010ea))\n"
    )
    assert links(text) == [
        (3, "a"), (9, "b"), (10, "c"), (11, "((634fb9a8-cab9-441e-b476-41fa828010ea))")
    ]  # fmt: skip
    assert len(parse("page.md", text, LOGSEQ).blocks) == 1


def test_a_usual_outline_is_not_changed() -> None:
    text = "- a\n\t- b\n\t  words\n\t\t- c\n\t\t  ```\n\t\t\t\t- code\n\t\t  ```\n\n\t- d\n- e\n"
    assert with_plain_indentation(text) == text


def test_the_other_apps_read_a_block_of_code() -> None:
    assert not parse("page.md", "## Boats\n\n\t- [[a]]\n").links


@given(st.lists(st.sampled_from(["\t", "  ", "    ", "- ", "x", "\n", "\r\n", "```", "# ", "1. "])))
def test_only_indentation_is_replaced(parts: list[str]) -> None:
    text = "".join(parts)
    moved = with_plain_indentation(text)
    assert len(moved) == len(text)
    for old, new in zip(text, moved, strict=True):
        assert old == new or (old in " \t" and new in " \t-")
