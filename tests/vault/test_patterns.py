"""What an owner writes as a pattern: what it finds, and that no text makes it take for ever."""

from __future__ import annotations

import time

import pytest

from noteweave.vault.errors import ConfigError
from noteweave.vault.patterns import expression, form, phrase


@pytest.mark.parametrize(
    ("source", "text", "names"),
    [
        ("[[*]]", "[[Assam]]", {}),
        ("[[*]]", "[[Assam]] and more", None),
        ("[[*]]", "[[A]] [[B]]", {}),
        ("[[*]]；理由：{relation}；*", "[[茶]]；理由：同源；一说", {"relation": "同源"}),
        ("[[*]]；理由：{relation}；*", "[[茶]]；理由：；一说", None),
        ("{reason}", "any words", {"reason": "any words"}),
        ("*: {reason}", "a: b: c", {"reason": "b: c"}),
        ("(+) {reason}.", "(+) it ends. so.", {"reason": "it ends. so"}),
        ("plain", "plain", {}),
    ],
)
def test_a_form_is_the_form_of_the_whole_text(
    source: str, text: str, names: dict[str, str] | None
) -> None:
    assert form(source).match(text) == names


def test_parts_that_touch_are_refused() -> None:
    with pytest.raises(ConfigError, match=r"nothing stands between `\{relation\}` and `\*`"):
        form("[[*]] {relation}*")


def test_a_phrase_is_found_as_whole_words_and_between_chinese_ones() -> None:
    text = "TODO TODOS 待TODO。AUTODO"
    assert [text[a:b] for a, b in phrase("TODO").spans(text)] == ["TODO", "TODO"]
    assert list(phrase("待补").spans("此处待补充")) == [(2, 4)]
    assert list(phrase("{{*}}").spans("{{a}} {{\n}}")) == [(0, 5)]


@pytest.mark.parametrize("source", ["*a*b*c*d", "a*ba{reason}bb"])
def test_a_form_takes_one_pass_over_a_long_text(source: str) -> None:
    begun = time.process_time()
    assert form(source).match("ab" * 200_000 + "\n") is None
    assert time.process_time() - begun < 2


def test_a_phrase_takes_no_square_of_a_long_line() -> None:
    begun = time.process_time()
    assert list(phrase("a*b").spans("a" * 100_000)) == []
    assert time.process_time() - begun < 10


def test_an_expression_is_found_anywhere() -> None:
    assert expression(r"; (?P<relation>like|unlike)$").match("[[A]]; like") == {"relation": "like"}
    assert expression(r"^\d+ ?").match("none") is None
    assert list(expression(r"^x*").spans("xx\ny\nx")) == [(0, 2), (5, 6)]


def test_what_is_no_expression_is_said_in_one_sentence() -> None:
    with pytest.raises(ConfigError, match=r"`\(a` is not a regular expression .* missing"):
        expression("(a")
    with pytest.raises(ConfigError, match="invalid perl operator"):
        expression("(?=a)")


def test_no_expression_takes_exponential_time() -> None:
    slow = expression(r"^(?:a|aa)+$")
    begun = time.process_time()
    assert slow.match("a" * 10_000 + "!") is None
    assert list(slow.spans("a" * 10_000 + "!")) == []
    assert time.process_time() - begun < 2


def test_any_text_can_be_searched() -> None:
    assert list(expression("b").spans("茶\ud800b")) == [(2, 3)]
