"""Of Logseq's configuration, values of keywords are read, in linear time."""

from __future__ import annotations

import pytest
from growth import assert_linear

from noteweave.vault.disk.edn import listed, string, values

WANTED = frozenset((":a", ":b"))


def test_strings_and_keywords_are_values() -> None:
    found = values('{:a "x" :b :c, :d "y;z" :e 5 :f ["g"] :a "last"} ; :a "no"')
    assert found[":a"] == '"last"'
    assert found[":b"] == ":c"
    assert found[":d"] == '"y;z"'
    assert not found.keys() & {":f", '"x"'}


@pytest.mark.parametrize(
    ("edn", "found"),
    [
        ('{:a ["x" "y ]"], :c ["z"]}', {":a": ['"x"', '"y ]"']}),
        ('{:a #{:x :y} :b ("z")}', {":a": [":x", ":y"], ":b": ['"z"']}),
        ("{:a [x [y] z] :b []}", {":a": ["x", "y", "z"], ":b": []}),
        ("{:a 5 [x] :b {:a :c}}", {":b": [":a", ":c"]}),
        ("{:a ; [no]\n [x]}", {":a": ["x"]}),
        ("{:a [x", {}),
        (":a [x] :a [y]", {":a": ["y"]}),
        ("]]) :a [x]", {":a": ["x"]}),
    ],
)
def test_words_of_a_list_are_read_to_its_end(edn: str, found: dict[str, list[str]]) -> None:
    assert listed(edn, WANTED) == found


@pytest.mark.parametrize(
    ("token", "text"),
    [
        ('"a\\nb\\"c"', 'a\nb"c'),
        ('"a\nb"', "a\nb"),
        (":a", None),
        ('"\\q"', None),
        ('"never closed', None),
        ('"\\ud800"', "?"),
    ],
)
def test_the_text_of_a_string(token: str, text: str | None) -> None:
    assert string(token) == text


@pytest.mark.parametrize(
    "piece", [":a [", ":a #{", '\\"', '";', ':a "b', "[", '"\\', ":a ", ";", '"', "{:b ", "x" * 9]
)
def test_what_is_never_closed_takes_linear_time(piece: str) -> None:
    def run(edn: str) -> None:
        values(edn)
        listed(edn, WANTED)

    assert_linear(lambda n: piece * n, run, 10_000)
