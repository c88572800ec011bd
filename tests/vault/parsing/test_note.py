"""Words are counted over bytes: as quick as that is, it must be what a reader would count."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from noteweave.vault.parsing.note import count_words

ONE = re.compile(r"[\u3040-\u9fff]|[^ \t\n\r\v\f\u3000-\u9fff\uf000-\uffff]+")
GENERAL_PUNCTUATION = re.compile(r"[\u2000-\u2fff]")


@pytest.mark.parametrize(
    ("text", "count"),
    [
        ("", 0),
        (" \t\n", 0),
        ("rinse the cup", 3),
        ("壶里有茶", 4),
        ("green tea绿茶two cups", 6),
        ("茶，杯", 2),
        ("「茶」。", 1),
        ("çay bardağı", 2),
        ("don’t — wait", 2),
        ("お茶を飲む", 5),
        ("🍵 cup", 2),
        ("차 한 잔", 3),
    ],
)
def test_what_a_reader_would_count(text: str, count: int) -> None:
    assert count_words(text.encode()) == count


@given(st.text(st.sampled_from("ab \t\n茶杯、。，“é🍵한")) | st.text())
def test_bytes_are_counted_as_characters_would_be(text: str) -> None:
    data = text.encode("utf-8", "replace")
    plain = GENERAL_PUNCTUATION.sub("", data.decode())
    assert count_words(data) == len(ONE.findall(plain))
