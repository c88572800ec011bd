"""`noteweave explain` in Chinese."""

from __future__ import annotations

import pytest

from noteweave.cli import run
from noteweave.vault import messages


def test_a_manual_is_in_chinese_with_the_same_examples(
    capfd: pytest.CaptureFixture[str],
) -> None:
    try:
        assert run(["--lang", "zh", "explain", "NW001"]) == 0
        chinese = capfd.readouterr().out.splitlines()
        assert run(["--lang", "en", "explain", "NW001"]) == 0
        english = capfd.readouterr().out.splitlines()
    finally:
        messages.use(messages.ENGLISH)
    assert "错误：" in chinese
    assert "unresolved-topic。" in "".join(chinese)
    assert english[0] == chinese[0]
    assert english[english.index("Bad:") + 1] == chinese[chinese.index("错误：") + 1]
    words = [line for line in chinese if line and not line.startswith("    ")][1:]
    assert all(any("\u4e00" <= c <= "\u9fff" for c in line) for line in words)


def test_a_paragraph_without_a_translation_stays_as_it_is() -> None:
    from noteweave.graph.check.manual import in_language

    manual = "A title.\n\n    Two\n    lines.\n\n    Bad:\n        --- a.md\n        Text.\n"
    messages.use("zh")
    try:
        told = in_language(manual)
    finally:
        messages.use(messages.ENGLISH)
    assert told == "A title.\n\nTwo\nlines.\n\n错误：\n    --- a.md\n    Text."
