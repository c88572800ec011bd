"""Words in Markdown: the quick way of escaping finds whatever the rules find."""

import re

from hypothesis import given
from hypothesis import strategies as st

from noteweave.graph.edits.markdown_text import escaped, is_plain

RULES = re.compile(
    r"[\\`*\[\]<>#|~$=%^]"
    r"|&(?=#?\w+;)"
    r"|(?<!\w)_|_(?!\w)"  # snake_case needs none
    r"|^(?:[-+:](?!\w)|\d+[.)](?=\s|$))"  # the beginning of a list
)


@given(st.text("\\`*[]<>#|~$=%^&_-+:19٣.) \t\nab茶;", max_size=12))
def test_what_a_rule_finds_is_escaped_and_nothing_else(text: str) -> None:
    line = " ".join(text.split())
    assert escaped(text) == RULES.sub(lambda m: m[0][:-1] + "\\" + m[0][-1], line)
    if is_plain(text):
        assert escaped(text) == text
