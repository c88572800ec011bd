"""Which lines a section has, and what its items are."""

from __future__ import annotations

from noteweave.vault.parsing.note import parse
from noteweave.vault.parsing.sections import items, sections

NOTE = """\
---
up: "[[Teas]]"
---
Before.

## Topics

- [[India]] and
  [[Malt]]
  - nested
- [ ] 茶
> - quoted

1) first

### More

* last
```
- code
```

Similar
-------

- [[Nilgiri]]
"""


def found(text: str, heading: str) -> list[tuple[str, int, int]]:
    (section,) = (s for s in sections(parse("a.md", text).headings) if s.heading.text == heading)
    return [(item.text, item.line, item.column) for item in items(text, section)]


def test_a_section_holds_its_smaller_headings_and_ends_before_the_next_of_its_size() -> None:
    ranges = {
        s.heading.text: (s.heading.line, s.last) for s in sections(parse("a.md", NOTE).headings)
    }
    assert ranges["Topics"] == (6, 22)
    assert ranges["More"] == (16, 22)
    assert ranges["Similar"][0] == 23
    assert ranges["Similar"][1] > 1000


def test_items_are_those_of_lists_in_no_quote_and_no_other_list() -> None:
    assert found(NOTE, "Topics") == [
        ("[[India]] and [[Malt]]", 8, 1),
        ("茶", 11, 1),
        ("first", 14, 1),
        ("last", 18, 1),
    ]


def test_line_ends_of_any_kind_and_indents_give_the_same_items() -> None:
    assert found(NOTE.replace("\n", "\r\n"), "Similar") == [("[[Nilgiri]]", 26, 1)]
    assert found("# A\r  - 一\r", "A") == [("一", 2, 3)]
    assert found("# A\n-\n- \ud800x\n", "A") == [("", 2, 1), ("?x", 3, 1)]
