"""The language of messages: of errors, whose English text has its values in it already."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from noteweave.vault import messages


@pytest.fixture(autouse=True)
def _chinese() -> Iterator[None]:
    messages.use("zh")
    yield
    messages.use(messages.ENGLISH)


@pytest.mark.parametrize(
    ("english", "chinese"),
    [
        ("free some memory, then try again", "请腾出一些内存再试"),
        ("tea: no such note", "tea：没有这篇笔记"),
        ("a: b: no such note", "a: b：没有这篇笔记"),
        ("out.csv: cannot be written (permission denied)", "out.csv：无法写入（没有权限）"),
        ("noteweave.toml: no setting `chek`", "noteweave.toml: 没有设置项 `chek`"),
        ("a.toml: `[[relations]]` number 2: the pattern `(` is wrong: missing )",
         "a.toml: 第 2 个 `[[relations]]`：模式 `(` 有误：missing )"),
        ("write `{relation}` in `item`, or `(?P<relation>…)` in `pattern`",
         "请在 `item` 里写 `{relation}`，或者在 `pattern` 里写 `(?P<relation>…)`"),
    ],
)  # fmt: skip
def test_an_error_is_translated(english: str, chinese: str) -> None:
    assert messages.translated(english) == chinese


def test_the_name_of_a_note_is_not_translated() -> None:
    """`Islands` is also the title of a list."""
    assert messages.translated("Islands") != "Islands"
    assert messages.translated("Islands: no such note") == "Islands：没有这篇笔记"


def test_a_text_that_is_no_message_stays() -> None:
    assert messages.translated("words of a library") == "words of a library"


def test_english_stays_english() -> None:
    messages.use(messages.ENGLISH)
    assert messages.translated("tea: no such note") == "tea: no such note"


def test_an_error_that_carries_its_translation_gives_it() -> None:
    text = messages.translatable("one of {choices}", choices="a, b")
    assert messages.translated(text) == "a, b 之一"
