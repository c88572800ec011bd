"""A link's `raw` is the text at its place, in every note."""

from __future__ import annotations

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noteweave.vault.parsing.body import body
from noteweave.vault.parsing.grammar import Grammar
from noteweave.vault.parsing.markdown import events
from noteweave.vault.parsing.note import parse

PIECES = [
    "[[a]]", "[[图|论]]", "![[p.png|30]]", "[x](y%20z.md)", "[r]", "[r]: t.md\n",
    "<https://e.org>", "k:: [[v]]", "[k:: [[v]]]", "`c`", "```\n", "$m$", "<!-- c -->",
    "| a | b |\n|---|---|\n", "| [[x\\|y]] |", "\n", "\n\n", "\r\n", "\r", "# h ^id", "#tag",
    "> ", "- ", "%%", "\\", "[[", "]]", "---\n", 'up: "[[n]]"\n', "e\u0301", "👩\u200d👩", "中文",
    " ", "\t", "\xa0", "\ufeff", "\x00", "[[[X] y]]", "((64b0-1))", "{{embed [[e]]}}",
    "#[[big tag]]", "<!-- noteweave: backlinks -->\n", "<!-- noteweave: /backlinks -->\n",
    "alias:: one, two\n", "{#id}", "<a name='x'>",
]  # fmt: skip

texts = st.one_of(
    st.text(),
    st.lists(st.sampled_from(PIECES), max_size=25).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=12).map(lambda p: "---\n" + "".join(p) + "\n---\nx"),
)


GRAMMARS = [
    Grammar(),
    Grammar(comments=False, lenient_properties=True),
    Grammar(tag_pages=True, comments=False, lenient_properties=True),
    Grammar(label_first=True, lenient_properties=True),
]


def check(text: str, grammar: Grammar) -> None:
    """Check every position of a note against its text."""
    note = parse("n.md", text, grammar)
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    last = -1
    for link in note.links:
        assert text[link.start : link.end].encode("utf-8", "replace").decode() == link.raw
        assert link.start >= last
        first = link.raw.replace("\r\n", "\n").replace("\r", "\n").split("\n")[0]
        line = lines[link.line - 1][link.column - 1 :].encode("utf-8", "replace").decode()
        assert line.startswith(first)
        last = link.start
    for fault in note.faults:
        assert 1 <= fault.line <= len(lines)
        assert fault.column >= 1


@settings(max_examples=300, deadline=None)
@given(texts)
@example("[[a]]\r\n[[b]]\r[[c]]")
@example("---\nx: '[[ü]]'\n---\n中[[b]]")
@example("a\ud800b [[c]]")
@example("---\na: &x [*x]\n---\n")
def test_raw_is_the_text_at_its_place(text: str) -> None:
    for grammar in GRAMMARS:
        check(text, grammar)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_end_in_three_ways(end: str) -> None:
    note = parse("n.md", f"---{end}up: '[[a]]'{end}---{end}# h{end}{end}中 [[b]]{end}")
    assert [(link.target, link.line, link.column) for link in note.links] == [
        ("a", 2, 6),
        ("b", 6, 3),
    ]
    assert [(h.text, h.line) for h in note.headings] == [("h", 4)]


@settings(max_examples=300, deadline=None)
@given(texts)
@example(" <!-- c -->\n中 #tag\n")  # a line of HTML that is indented: a text that stands nowhere
@example("中 &copy; [[a]]\n\t中\\* #tag\r\n> 中 b")
def test_running_text_is_where_markdown_sees_it(text: str) -> None:
    text = text.encode("utf-8", "replace").decode()
    outline = body(text, 0).outline
    data, code = text.encode(), 0
    seen = []
    for event, span in events(text):
        if isinstance(event, dict) and "CodeBlock" in (event.get("Start") or ""):
            code = span["end"]
        if isinstance(event, dict) and "Text" in event and code <= span["start"] < span["end"]:
            seen.append(data[span["start"] : span["end"]].decode())
    runs = zip(outline.text_starts, outline.text_ends, strict=True)
    found = iter([text[a:b] for a, b in runs])  # among them cells that CommonMark drops
    assert all(any(one == other for other in found) for one in seen)


def test_a_heading_over_a_line_that_begins_with_a_no_break_space_keeps_its_marks() -> None:
    text = "\xa0# h\nmore\n===\n\n#tag\n---\n\n## two ##\n"
    note = parse("n.md", text, Grammar(commonmark_setext=True))
    assert [(h.text, h.level) for h in note.headings] == [
        ("# h\nmore", 1),
        ("#tag", 2),
        ("two", 2),
    ]
