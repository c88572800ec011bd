"""A link stands in the section of a heading; its relation and reason in the words around it."""

from __future__ import annotations

import time

import pytest

from noteweave.vault.errors import ConfigError
from noteweave.vault.model import Link
from noteweave.vault.parsing.grammar import Grammar, RelationRule
from noteweave.vault.parsing.note import parse
from noteweave.vault.parsing.relations import compiled

SHELF = """\
---
up: "[[Pantry]]"
---
See [[Kettle]].

# Tea

Rinse the [[Pot]].

## Kept beside it ^beside

- [[Cup]]；理由：同一件事；说明：杯与壶
- contrast: [[Coffee]] (also [[Cocoa]]: warmer)
- [[Milk]]

Setext
------
- [[Sugar]]
"""


def read(*rules: RelationRule, text: str = SHELF) -> dict[str, Link]:
    return {link.target: link for link in parse("Shelf.md", text, Grammar(relations=rules)).links}


def test_a_link_stands_in_the_section_of_the_nearest_heading_above() -> None:
    note = parse("Shelf.md", SHELF)
    assert {link.target: note.section(link.line) for link in note.links} == {
        "Pantry": "",
        "Kettle": "",
        "Pot": "Tea",
        "Cup": "Kept beside it",
        "Coffee": "Kept beside it",
        "Cocoa": "Kept beside it",
        "Milk": "Kept beside it",
        "Sugar": "Setext",
    }


def test_relation_and_reason_are_read_after_the_link() -> None:
    rule = RelationRule("kept beside it", r"；理由：(?P<relation>[^；]+)；说明：(?P<reason>.*)")
    links = read(rule)
    assert (links["Cup"].relation, links["Cup"].reason) == ("同一件事", "杯与壶")
    assert (links["Milk"].relation, links["Milk"].reason) == (None, "")
    assert read(RelationRule("Tea", rule.pattern))["Cup"].relation is None


def test_or_before_it_and_never_from_the_words_of_another_link() -> None:
    links = read(
        RelationRule("", r"(?P<relation>\w+):\s*$"), RelationRule("", r"^: (?P<reason>[^)]+)")
    )
    assert links["Coffee"].relation == "contrast"
    assert (links["Cocoa"].relation, links["Cocoa"].reason) == (None, "warmer")


def test_a_long_reason_is_kept_and_a_slow_pattern_ends() -> None:
    words = "steep it again " * 20
    (link,) = read(RelationRule("", ": (?P<reason>.*)"), text=f"[[Pot]]: {words}\n").values()
    assert link.reason == words.strip()
    started = time.process_time()
    read(RelationRule("", "a*(?P<reason>a*)x"), text=f"[[Pot]]{'a' * 5000}\n")
    assert time.process_time() - started < 5


def test_a_section_may_be_a_relation() -> None:
    links = read(RelationRule("Tea", relation="made with"))
    assert links["Pot"].relation == "made with"
    assert links["Cup"].relation is None


def test_a_property_and_an_inline_field_keep_their_own_relation() -> None:
    text = '---\nup: "[[A]]"\n---\n# S\nsource:: [[B]]\n![[C]] <https://example.org/D>\n'
    links = read(RelationRule("", relation="any"), text=text)
    assert {link.relation for link in links.values()} == {"up", "source", None}


@pytest.mark.parametrize(
    ("pattern", "problem"),
    [
        ("(", "unterminated"),
        ("(?P<relation>a+)+", "inside a repetition"),
        ("(?P<relation>(cup|tea)*)", "inside a repetition"),
        ("(?P<why>x)", "`relation` or `reason`"),
        (".*.*(?P<reason>.*)x", "at most 2"),
    ],
)
def test_a_pattern_that_is_wrong_or_may_take_forever_is_refused(pattern: str, problem: str) -> None:
    with pytest.raises(ConfigError, match=problem):
        compiled(RelationRule("", pattern))
