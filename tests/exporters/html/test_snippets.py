"""The sentences around links as the page stores them: each text once, cut between words."""

from __future__ import annotations

import json
import zlib
from base64 import b64decode
from random import Random

import pytest

from noteweave.exporters.html import sentences
from noteweave.exporters.html.sentences import LinkedNote, fitting, sentence_blocks
from noteweave.exporters.html.snippets import AROUND, snippet_line
from noteweave.vault.model import Context


def shown(line: str) -> list[list[list[object]]]:
    """Return what the page shows for each edge: line, before, link, after; as JavaScript cuts."""
    texts, edges = json.loads(line)

    def part(text: str, begin: int, end: int) -> str:
        units = text.encode("utf-16-le")
        return units[2 * begin : 2 * end].decode("utf-16-le")

    def sentence(number: int, start: int, length: int, *part_of: int) -> list[object]:
        text = texts[number]
        size = len(text.encode("utf-16-le")) // 2
        begin, to = part_of or (0, size)
        more = "…" if to < size else ""
        before = ("…" if begin else "") + part(text, begin, start)
        end = start + length
        return [before, part(text, start, end), part(text, end, to) + more]

    return [[[row[0], *(sentence(*row[1:]) if row[1:] else [])] for row in rows] for rows in edges]


def context(text: str, link: str, line: int = 1) -> Context:
    start = text.index(link)
    return Context(text, start, start + len(link), "paragraph", line)


def test_links_of_one_paragraph_share_its_text() -> None:
    text = "🦆 ducks, 🐟 fish and reeds."
    found = {(1, 1): context(text, "ducks"), (1, 9): context(text, "fish")}
    line = snippet_line([[(1, 1)], [(1, 9), (4, 2)], []], found)
    assert line.count("reeds") == 1
    assert shown(line) == [
        [[1, "🦆 ", "ducks", ", 🐟 fish and reeds."]],
        [[1, "🦆 ducks, 🐟 ", "fish", " and reeds."], [4]],
        [],
    ]


@pytest.mark.parametrize("full", [False, True])
def test_a_long_text_is_cut_between_words_unless_it_is_wanted_whole(full: bool) -> None:
    words = [f"w{number}" for number in range(400)]
    text = " ".join(words)
    found = {
        (1, 1): context(text, "w100"),
        (1, 2): context(text, "w110"),
        (1, 3): context(text, "w350"),
    }
    line = snippet_line([[(1, 1)], [(1, 2)], [(1, 3)]], found, None if full else AROUND)
    assert len(json.loads(line)[0]) == (1 if full else 2)
    for (row,), link in zip(shown(line), ("w100", "w110", "w350"), strict=True):
        _, before, middle, after = (str(part) for part in row)
        assert middle == link
        if full:
            assert before + middle + after == text
            continue
        assert before.startswith("…w")
        assert after.endswith("…")
        assert AROUND - 24 <= len(before) <= AROUND + 1
        assert set((before + middle + after).strip("…").split()) <= set(words)


def test_links_without_any_place_have_no_line() -> None:
    assert snippet_line([[], []], {}) == ""


def test_in_a_vault_of_very_many_links_sentences_are_shorter_and_fewer(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The page of 100,000 notes was twice as large as it may be."""

    def contexts(path: str) -> dict[tuple[int, int], Context]:
        random = Random(path)
        words = [f"{random.randrange(10**6):06}" for _ in range(60)]
        return {(1, 1): context(" ".join([*words, f"to {path}", *words[::-1]]), f"to {path}")}

    notes = [LinkedNote(f"{n}.md", [[(1, 1)]], [n % 60]) for n in range(300)]
    notes += [LinkedNote("", [[(1, 1)]], [0]), LinkedNote("301.md", [], [])]

    def page() -> tuple[int, list[str], str]:
        told: list[str] = []
        blocks = list(sentence_blocks(notes, contexts, full=False, report=told.append))
        size = sum(len(data) for _, _, data in blocks)
        lines = [
            line
            for _, _, data in blocks
            for line in zlib.decompress(b64decode(data)).decode().split("\n")
        ]
        assert len(lines) == len(notes)
        return size, lines, "".join(told)

    whole, _, told = page()
    assert told == ""
    monkeypatch.setattr(sentences, "ROOM", int(0.8 * whole))
    size, lines, told = page()
    assert 0.5 * whole < size < 0.85 * whole
    assert "100 characters on each side of a link, so" in told
    monkeypatch.setattr(sentences, "ROOM", int(0.4 * whole))
    size, lines, told = page()
    assert 0.2 * whole < size < 0.44 * whole
    assert "70 characters on each side of a link, and 30 links to each note have one" in told
    assert json.loads(lines[29])[0]
    assert json.loads(lines[30]) == [[], [[[1]]]]
    monkeypatch.setattr(sentences, "ROOM", 1)
    assert fitting(notes, contexts) == sentences.SMALLER[-1]
