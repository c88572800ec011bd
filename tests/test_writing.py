"""Words in Markdown: the quick way of escaping finds whatever the rules find."""

from hypothesis import given
from hypothesis import strategies as st

from noteweave.graph.writing import _SPECIAL, escaped


@given(st.text("\\`*[]<>#|~$=%^&_-+:19٣.) \t\nab茶;", max_size=12))
def test_only_what_needs_no_escape_is_passed_over(text: str) -> None:
    line = " ".join(text.split())
    assert (escaped(text) == line) == (_SPECIAL.search(line) is None)
