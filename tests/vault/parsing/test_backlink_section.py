"""Where the section that noteweave keeps in a note is."""

import pytest

from noteweave.vault.parsing.backlink_section import CLOSING, OPENING, replaced, section_ranges
from noteweave.vault.parsing.note import parse

SECTION = f"{OPENING}\n## Backlinks\n\n- [[Teapot]]\n{CLOSING}"


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_it_reaches_from_comment_to_comment(newline: str) -> None:
    section = SECTION.replace("\n", newline)
    text = f"茶{newline}{newline}{section}{newline}after"
    assert [text[start:end] for start, end in section_ranges(text)] == [section]


@pytest.mark.parametrize(
    "text",
    [
        "",
        OPENING,
        f"{CLOSING}\n{OPENING}",
        f"in a line {SECTION}",
        f"```\n{SECTION}\n```",
        f"~~~ md\n{SECTION}",
        f"````\n```\n{SECTION}\n````",
    ],
)
def test_what_is_no_section(text: str) -> None:
    assert section_ranges(text) == []


def test_a_fence_that_has_ended_hides_nothing() -> None:
    assert section_ranges(f"```\ncode\n```\n{SECTION}") != []


NEW = f"{OPENING}\n## Backlinks\n\n- [[Kettle]]\n{CLOSING}"
BODIES = [
    "",
    "a",
    "a\n",
    "a\n\n",
    "a\r\nb\r\n",
    "a\r\nb",
    "---\nx: 1\n---",
    "- a\n  - b\n",
    "| a |\n|-|\n",
]


@pytest.mark.parametrize("body", BODIES)
def test_what_is_put_in_and_taken_out_again_leaves_no_trace(body: str) -> None:
    text = replaced(body, SECTION)
    assert text is not None
    assert text.startswith(body)
    assert text.endswith("\n") == body.endswith("\n")
    assert ("\r\n" in body) == ("\r\n" in text)
    assert replaced(text, SECTION) == text
    assert replaced(text, "") == body


@pytest.mark.parametrize("body", BODIES)
def test_only_what_is_between_the_comments_changes(body: str) -> None:
    old = replaced(body, SECTION)
    assert old is not None
    old += "\nwritten below"
    new = replaced(old, NEW)
    assert new is not None
    ((start, end),), ((_, stop),) = section_ranges(old), section_ranges(new)
    assert (new[:start], new[stop:]) == (old[:start], old[end:])
    assert new[start:stop].replace("\r\n", "\n") == NEW


@pytest.mark.parametrize(
    "text",
    [
        f"{OPENING}\nthat never ends",
        "```\nnever closed",
        "<!-- never closed",
        "<script>\nnever closed",
        "an old Mac's line\r",
    ],
)
def test_where_a_section_would_not_be_read_none_is_put(text: str) -> None:
    assert replaced(text, SECTION) is None


def test_a_pair_of_empty_lines_is_not_a_fence() -> None:
    text = "~~~\ncode\n~~~\n\n- [[Teapot]]\n"
    assert replaced(replaced(text, SECTION) or "", "") == text


def test_links_in_a_section_do_not_count() -> None:
    note = parse("a.md", f"[[Kettle]]\n\n{SECTION}\n\n[[Tray]]\n")
    assert [link.target for link in note.links] == ["Kettle", "Tray"]


def test_the_sections_of_two_joined_notes() -> None:
    text = f"one [[a]]\n\n{SECTION}\ntwo [[b]]\n\n{SECTION}\n"
    assert replaced(text, "") == "one [[a]]\n\ntwo [[b]]\n"
    assert replaced(text, NEW) == f"one [[a]]\n\n{NEW}\ntwo [[b]]\n"
    assert [link.target for link in parse("n.md", text).links] == ["a", "b"]


@pytest.mark.parametrize("end", ["", "\n"])
@pytest.mark.parametrize("before", ["text\n", "text\r\n", "---\na: 1\n---\n"])
def test_a_section_directly_below_a_line(before: str, end: str) -> None:
    assert replaced(f"{before}{SECTION}{end}", "") == before
