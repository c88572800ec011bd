"""The frontmatter: what it gives, and what is said when something is wrong with it."""

from __future__ import annotations

import time
from typing import Any

import frontmatter
import msgspec
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from noteweave.vault.frontmatter import simple_yaml
from noteweave.vault.frontmatter.full_yaml import YamlReader
from noteweave.vault.frontmatter.handler import Handler
from noteweave.vault.model import Kind, Note
from noteweave.vault.parsing.note import parse


def note(yaml: str, body: str = "[[body]]\n") -> Note:
    return parse("n.md", f"---\n{yaml}\n---\n{body}")


@pytest.mark.parametrize(
    ("yaml", "expected"),
    [
        ("a: no", "no"),
        ("a: yes", "yes"),
        ("a: on", "on"),
        ("a: true", True),
        ("a: 'true'", "true"),
        ("a: 12:30", "12:30"),
        ("a: 1:20:30", "1:20:30"),
        ("a: 0123", 123),
        ("a: 0o17", 15),
        ("a: 0x1F", 31),
        ("a: 1_000", "1_000"),
        ("a: 1e3", 1000.0),
        ("a: -2.5", -2.5),
        ("a: .inf", float("inf")),
        ("a: 2024-01-31", "2024-01-31"),
        ("a: 2024-13-45", "2024-13-45"),
        ("a:", None),
        ("a: ~", None),
        ("a: #b", None),
        ("a: !custom x", "x"),
        ("a: !!python/object:os.system x", "x"),
        ("a: {b: [c, {d: e}]}", {"b": ["c", {"d": "e"}]}),
        ("a: {{date}}", [{"{date: None}": None}]),
        ("a: 知识", "知识"),
        ("a: |\n  two\n  lines", "two\nlines\n"),
        ("a: &x [1]\nb: *x", [1]),
        ("a: <<", "<<"),
    ],
)
def test_types_are_those_of_yaml_1_2(yaml: str, expected: Any) -> None:
    found = note(yaml).properties["a"]
    if yaml.startswith("a: {{"):
        assert isinstance(found, dict)
    else:
        assert found == expected
        assert type(found) is type(expected)


@pytest.mark.parametrize("key", ["2024", "true", "null", "1.0", "标签", "😀", "a b"])
def test_keys_stay_as_written(key: str) -> None:
    assert note(f"{key}: x").properties == {key: "x"}


@pytest.mark.parametrize(
    ("yaml", "code", "line"),
    [
        ("a: 1\nb: [1", "NW020", 3),
        ("Foo: bar: baz", "NW020", 2),
        ("a: 1\n@x", "NW020", 3),
        ("a:\n\tb: 1", "NW020", 3),
        ("a: \x07", "NW020", 2),
        ("- a\n- b", "NW020", 2),
        ("just text", "NW020", 2),
        ("a: 1\nb: 2\na: 3", "NW021", 4),
        ("标签：知识", "NW024", 2),
        ("title: x\n标签：知识", "NW024", 3),
        ("up: [[Note]]", "NW023", 2),
        ("tags: a, b", "NW022", 2),
        ("\n# Heading\n", "NW028", 3),
    ],
)
def test_a_fault_is_a_finding_with_its_line(yaml: str, code: str, line: int) -> None:
    found = note(yaml)
    assert [(fault.code, fault.line) for fault in found.faults] == [(code, line)]
    assert [link.target for link in found.links if link.kind is Kind.LINK] == ["body"]


@pytest.mark.parametrize("yaml", ["a: '标签：知识'", "a: |\n  标签：知识", "url：https://x.org: y"])
def test_a_full_width_colon_inside_a_value_is_fine(yaml: str) -> None:
    assert note(yaml).faults == ()


@pytest.mark.parametrize(
    "text",
    [
        "\n---\na: 1\n---\n",
        " ---\na: 1\n---\n",
        "----\na: 1\n----\n",
        "+++\na = 1\n+++\n",
        "---\na: 1\n",
        "---\na: 1\n...\n",
    ],
)
def test_is_no_frontmatter(text: str) -> None:
    assert parse("n.md", text).properties == {}


@pytest.mark.parametrize(
    "text",
    ["---\na: 1\n---\n", "---\na: 1\n---", "---  \r\na: 1\r\n---\r\n", "---\na: 1\n---x\n"],
)
def test_is_frontmatter(text: str) -> None:
    assert parse("n.md", text).properties == {"a": 1}


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("\n---\na: 1\n---\nx", 2),
        ("\r\n \r\n---\r\na: 1\r\n---\r\n", 3),
        ("\n---\ntags:\n  - b\n---\n", 2),
    ],
)
def test_properties_after_a_blank_line_are_reported(text: str, line: int) -> None:
    found = parse("n.md", text)
    assert found.properties == {}
    assert [(fault.code, fault.line) for fault in found.faults] == [("NW039", line)]
    assert found.faults[0].edit is not None
    fixed = text.removeprefix("\ufeff")[found.faults[0].edit.end :]
    assert parse("n.md", fixed).properties


@pytest.mark.parametrize(
    "text",
    [
        "\n---\n\nText: a rule\n",
        "\n---\nNo colon\n---\n",
        "\n\nx\n---\na: 1\n---\n",
        "\n---\na: 1\n",
    ],
)
def test_a_rule_after_a_blank_line_is_a_rule(text: str) -> None:
    assert "NW039" not in [fault.code for fault in parse("n.md", text).faults]


def test_json_is_yaml() -> None:
    assert note('{"a": 1,\n "b": ["[[x]]"]}').properties == {"a": 1, "b": ["[[x]]"]}


def test_python_frontmatter_reads_a_note_as_we_do_with_our_handler() -> None:
    post = frontmatter.loads("---\na: no\nd: 2024-13-40\n2024: x\n---\n\nText", handler=Handler())
    assert post.metadata == {"a": "no", "d": "2024-13-40", "2024": "x"}
    assert post.content == "Text"


def test_positions_count_the_carriage_returns_that_python_frontmatter_drops() -> None:
    text = "---\r\na: {b: c}\r\nup: '[[Tea]]'\r\n---\r\n"
    (link,) = parse("n.md", text).links
    assert text[link.start : link.end] == link.raw == "[[Tea]]"
    assert (link.line, link.column) == (3, 6)


def test_alias_bomb_is_bounded_in_time() -> None:
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 12)]
    start = time.process_time()
    found = note("\n".join(lines))
    assert time.process_time() - start < 5
    assert [fault.code for fault in found.faults] == ["NW020"]


def test_an_alias_of_itself_ends() -> None:
    assert [fault.code for fault in note("a: &x [*x]").faults] == ["NW020"]


def test_deep_nesting_ends() -> None:
    assert [fault.code for fault in note("a: " + "[" * 5000).faults] == ["NW020"]


def test_property_links_are_whole_quoted_values() -> None:
    found = note(
        'up: "[[A]]"\n'
        "related:\n  - '[[B#h|b]]'\n  - see [[C]]\n"
        "deep: {x: ['[[D]]']}\n"
        '"[[E]]": x\n'
        "img: '![[F.png]]'\n"
        "both: '[[G]], [[H]]'\n"
        "md: '[I](i.md)'",
        "",
    )
    strict = parse("n.md", "").links
    assert strict == ()
    assert [(link.target, link.fragment, link.relation, link.line) for link in found.links] == [
        ("A", "", "up", 2),
        ("B", "h", "related", 4),
        ("D", "", "deep", 6),
    ]
    assert {link.kind for link in found.links} == {Kind.PROPERTY}


def test_an_alias_that_a_template_left_empty_is_none() -> None:
    for left in ("[]", "'[]'", '"{}"', "['', ' ', '[]']", "null", ""):
        assert note(f"aliases: {left}").aliases == (), left
    assert note("aliases: ['[x]', C++]").aliases == ("[x]", "C++")


def test_tags_and_aliases_of_the_frontmatter() -> None:
    found = note(
        "tags: [no, '#图论', a/b/, 2024, y2024, 'two words']\nalias: One\naliases: [Two, 3]"
    )
    assert [tag.name for tag in found.tags] == ["no", "图论", "a/b", "y2024", "two", "words"]
    assert found.aliases == ("One", "Two", "3")


PIECES = [
    "a", "键", "b-c", "_k", " ", ": ", ":", "\n", "- ", "  - ", "-", "[", "]", "[a, b]", '"q"',
    "'s'", '"[[N]]"', "'[[a]]'", "12", "1.5", "true", "null", "2024-01-01", "12:30", "http://x.y",
    "#", " #c", "é", "中文 词", "\xa0", "\t", "\u2028", "\x85", "? ", "& ", "*a", "!t", "| ", "> ",
    "{", "}", "%", "@", "`", "...", "---x", "a, b", "it's", '"a\\n"', "~", "0o17", "no", "🙂",
    "\ufeff", "\ufffe", "\\", "a:b", "k: v\n", "t: [x, y]\n", "l:\n  - a\n  - b\n", "m:\n- a\n",
    "e:\n", "\ud800",
]  # fmt: skip


@settings(max_examples=500, deadline=None)
@given(st.lists(st.sampled_from(PIECES), max_size=10).map(lambda pieces: "".join(pieces) + "\n"))
@example("up: \"[[中]]\"\ntags:\n  - a\n  - '[[b]]'\nx: [1, two ]\ny: 12:30  \nz:\n")
@example("a: b\na: c\n")
@example("a: b\n- c\n")
@example("a:\n  - b\n - c\n")
def test_lines_mean_what_pyyaml_says(source: str) -> None:
    plain = simple_yaml.read(source, 4)
    if plain is None:
        return
    whole = YamlReader(source, 4)
    assert repr((whole.properties, whole.lines, whole.strings, whole.nested, whole.faults)) == repr(
        (*plain, [], [])
    )


def test_lines_as_most_people_write_them_take_no_yaml() -> None:
    source = (
        'title: 茶 and tea\ntags: [a, b/c]\naliases:\n  - One\nup: "[[Tea]]"\ndate: 2024-01-01\n'
    )
    plain = simple_yaml.read(source, 4)
    assert plain is not None
    assert plain.properties["tags"] == ["a", "b/c"]
    assert [scalar.value for scalar in plain.strings] == ["[[Tea]]"]


LARGE = [
    "115012345678901234567",
    "+115012345678901234567",
    "-9223372036854775809",
    "18446744073709551616",
    "0xFFFFFFFFFFFFFFFFFF",
    "0o7777777777777777777777777",
    "9" * 401,
    "1e400",
    "-1e400",
]


@pytest.mark.parametrize("number", LARGE)
@pytest.mark.parametrize(
    "form", ["a: {}", "a: [{}]", "a:\n- {}", "a: {{b: {{c: {}}}}}", "a: [x, {}]"]
)
def test_a_number_beyond_64_bits_stays_its_text_and_is_reported(number: str, form: str) -> None:
    found = note(form.format(number))
    assert number in str(found.properties["a"])
    assert msgspec.json.encode(found.properties)
    (fault,) = found.faults
    line = form.format(number).split("\n")[fault.line - 2]
    assert (fault.code, line[fault.column - 1 : fault.end_column - 1]) == ("NW029", number)


@pytest.mark.parametrize("number", ["9223372036854775807", "18446744073709551615", "-1e308"])
def test_a_number_that_64_bits_hold_is_a_number(number: str) -> None:
    found = note(f"a: {number}")
    assert not isinstance(found.properties["a"], str)
    assert found.faults == ()


def test_a_large_number_in_quotes_is_not_reported() -> None:
    assert note("a: '115012345678901234567'\nb: 2024-01-31").faults == ()
